import Crypto
package import Verification
package import World

/// The file the secrets are kept in: lines of a name and hexadecimal digits, `#` before comments.
///
/// `master.<id>` once or more, oldest first; `uniqueness`, `recipient` and `api_key` once; `previous_uniqueness` at
/// most once.
package enum SecretsFile {
    /// How long the tags of a previous uniqueness key count after a start: the longest life a code can have.
    package static let previousUniquenessLife = Duration.seconds(VerificationPolicy.lifeSecondsMax)

    private static let header = """
        # The secrets of a Watchword gateway. What its store holds is worth nothing without them, and open with them:
        # keep a copy apart from the data, readable by nobody else.

        """

    /// Reads the file, or makes it with fresh secrets when it isn't there.
    package static func open(
        _ path: String, now: Timestamp, using random: inout some RandomNumberGenerator
    ) throws(FileProblem) -> (secrets: Secrets, isNew: Bool) {
        do throws(FileProblem) {
            return (try load(path, now: now), false)
        } catch .missing {
            let secrets = Secrets.generate(using: &random)
            try PrivateFile.create(path, text: text(secrets))
            return (secrets, true)
        }
    }

    /// A previous uniqueness key counts from `now` on, not from its rotation: codes made under it shortly before this
    /// start may live, however long ago the file was changed.
    package static func load(_ path: String, now: Timestamp) throws(FileProblem) -> Secrets {
        try parse(try PrivateFile.privateText(path), path: path, now: now)
    }

    /// Adds a master key and a uniqueness key, and keeps those before them. Returns the new master's ID.
    package static func rotate(
        _ path: String, now: Timestamp, using random: inout some RandomNumberGenerator
    ) throws(FileProblem) -> UInt8 {
        var secrets = try load(path, now: now)
        guard let last = secrets.masters.last, last.id < .max else {
            throw .failed(path, reason: "its master keys used up their numbers")
        }
        let fresh = Secrets.generate(using: &random)
        secrets.masters.append(Secrets.Master(id: last.id + 1, key: fresh.masters[0].key))
        secrets.previousUniqueness = (secrets.uniqueness, now + previousUniquenessLife)
        secrets.uniqueness = fresh.uniqueness
        try PrivateFile.replace(path, text: text(secrets))
        return last.id + 1
    }

    /// Drops a master key that is not the current one. What it alone opens is lost.
    package static func forget(master id: UInt8, in path: String, now: Timestamp) throws(FileProblem) {
        var secrets = try load(path, now: now)
        guard secrets.masters.last?.id != id else { throw .failed(path, reason: "master \(id) is the current one") }
        guard secrets.masters.contains(where: { $0.id == id }) else {
            throw .failed(path, reason: "it has no master \(id)")
        }
        secrets.masters.removeAll { $0.id == id }
        try PrivateFile.replace(path, text: text(secrets))
    }

    // MARK: Text

    static func text(_ secrets: Secrets) -> String {
        var lines = secrets.masters.map { ("master.\($0.id)", $0.key) }
        lines.append(("uniqueness", secrets.uniqueness))
        if let previous = secrets.previousUniqueness { lines.append(("previous_uniqueness", previous.key)) }
        lines += [("recipient", secrets.recipient), ("api_key", secrets.apiKey)]
        return header + lines.map { "\($0.0) \(hex($0.1))\n" }.joined()
    }

    static func parse(_ text: String, path: String, now: Timestamp) throws(FileProblem) -> Secrets {
        var masters: [Secrets.Master] = []
        var keys: [String: SymmetricKey] = [:]
        var lastLine = 1
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            func damaged(_ reason: String) -> FileProblem { .damaged(path, line: index + 1, reason: reason) }
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let name = words.first, !name.hasPrefix("#") else { continue }
            lastLine = index + 1
            guard words.count == 2, let key = key(words[1]) else {
                throw damaged("a line must be a name and 64 hexadecimal digits")
            }
            if name.hasPrefix("master.") {
                guard let id = UInt8(name.dropFirst(7)), id > (masters.last?.id ?? 0) else {
                    throw damaged("masters must be numbered upwards from 1 to 255")
                }
                masters.append(Secrets.Master(id: id, key: key))
            } else {
                guard names.contains(String(name)) else {
                    throw damaged(
                        "\(name.prefix(40)) is no secret; known are master.<id>, " + names.joined(separator: ", "))
                }
                guard keys.updateValue(key, forKey: String(name)) == nil else { throw damaged("\(name) is said twice") }
            }
        }
        guard !masters.isEmpty else { throw .damaged(path, line: lastLine, reason: "there is no master key") }
        guard let uniqueness = keys["uniqueness"], let recipient = keys["recipient"], let apiKey = keys["api_key"]
        else {
            let missing = names.first { keys[$0] == nil && $0 != "previous_uniqueness" } ?? ""
            throw .damaged(path, line: lastLine, reason: "\(missing) is missing: restore the file from its copy")
        }
        return Secrets(
            masters: masters, uniqueness: uniqueness,
            previousUniqueness: keys["previous_uniqueness"].map { ($0, now + previousUniquenessLife) },
            recipient: recipient, apiKey: apiKey)
    }

    private static let names = ["uniqueness", "previous_uniqueness", "recipient", "api_key"]

    private static func hex(_ key: SymmetricKey) -> String {
        key.withUnsafeBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// Exactly 256 bits.
    private static func key(_ text: Substring) -> SymmetricKey? {
        var digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }[...]
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        while let high = digits.popFirst(), let low = digits.popFirst() {
            guard let high, let low else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return SymmetricKey(data: bytes)
    }
}
