/// The short form of carriers, for an environment variable:
/// `name=smpp://system_id:password@host:port?window=100&prefixes=46;47,second=smpp://…`.
///
/// What stands behind `?` are a carrier's fields (`rate` is `rate_per_second`); `%2C` and the like stand for characters
/// that separate.
enum CarrierLine {
    static func drafts(_ text: String, at place: Place, problems: inout [SettingsProblem]) -> [CarrierDraft] {
        text.split(separator: ",").enumerated().compactMap { index, part in
            let label = "carriers[\(index)]"
            guard let draft = draft(part.filter { !$0.isWhitespace }, label: label, at: place) else {
                problems.append(
                    SettingsProblem(
                        place: place, text: "\(label) must be name=smpp://system_id:password@host:port?field=value&…"))
                return nil
            }
            return draft
        }
    }

    private static func draft(_ text: String, label: String, at place: Place) -> CarrierDraft? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let (name, url) = (text[..<equals], text[text.index(after: equals)...])
        guard url.hasPrefix("smpp://"), !name.isEmpty else { return nil }
        let parts = url.dropFirst(7).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let at = parts[0].lastIndex(of: "@") else { return nil }
        let account = parts[0][..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let (host, port) = hostAndPort(parts[0][parts[0].index(after: at)...]) else { return nil }
        var said: [(String, [String])] = [("name", [String(name)]), ("host", [host])]
        if let port { said.append(("port", [port])) }
        guard let systemID = decoded(account[0]) else { return nil }
        said.append(("system_id", [systemID]))
        if account.count == 2, !account[1].isEmpty {
            guard let password = decoded(account[1]) else { return nil }
            said.append(("password", [password]))
        }
        for field in parts.count == 2 ? parts[1].split(separator: "&") : [] {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            let texts = pair[0] == "prefixes" ? pair[1].split(separator: ";") : [pair[1]]
            let values = texts.compactMap(decoded)
            guard values.count == texts.count else { return nil }
            said.append((pair[0] == "rate" ? "rate_per_second" : String(pair[0]), values))
        }
        var draft = CarrierDraft(label: label, place: place)
        for (name, texts) in said { draft.say(name, texts, at: place) }
        return draft
    }

    /// `host`, `host:port` or `[v6]:port`; a slash may follow.
    private static func hostAndPort(_ text: Substring) -> (host: String, port: String?)? {
        let text = text.hasSuffix("/") ? text.dropLast() : text
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            return (host, rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        guard let colon = text.lastIndex(of: ":") else { return (String(text), nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    /// Without percent-encoding; `nil` when it is broken.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let pair = rest.prefix(2)
            guard pair.count == 2, let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
