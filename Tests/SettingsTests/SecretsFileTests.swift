import Crypto
import Foundation
import Settings
import Testing
import Verification
import World

/// A folder that is gone after the test.
private final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "watchword-\(UUID().uuidString)").path
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func file(_ name: String) -> String { path + "/" + name }
    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
    }
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

private func problem(_ body: () throws(FileProblem) -> Void) -> String? {
    do throws(FileProblem) {
        try body()
        return nil
    } catch {
        return error.description
    }
}

private func bytes(_ key: SymmetricKey) -> [UInt8] { key.withUnsafeBytes { Array($0) } }

struct SecretsFileTests {
    private let folder: Folder
    private let now = Timestamp(seconds: 1_800_000_000)

    init() throws { folder = try Folder() }

    private func open(seed: UInt64 = 1) throws(FileProblem) -> (secrets: Secrets, isNew: Bool) {
        var random = SplitMix64(seed: seed)
        return try SecretsFile.open(folder.file("secrets"), now: now, using: &random)
    }

    @Test func `the first start makes the file, readable by its owner only, and the next reads the same`() throws {
        let first = try open()
        #expect(first.isNew)
        #expect(try folder.mode("secrets") == 0o600)
        let again = try open(seed: 2)
        #expect(!again.isNew)
        #expect(bytes(again.secrets.uniqueness) == bytes(first.secrets.uniqueness))
        #expect(bytes(again.secrets.recipient) == bytes(first.secrets.recipient))
        #expect(bytes(again.secrets.apiKey) == bytes(first.secrets.apiKey))
        #expect(again.secrets.masters.map { bytes($0.key) } == first.secrets.masters.map { bytes($0.key) })
        #expect(again.secrets.previousUniqueness == nil)
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660])
    func `a file that others can use is refused with the command that helps`(_ mode: Int) throws {
        _ = try open()
        let path = folder.file("secrets")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(
            problem { () throws(FileProblem) in _ = try open() }
                == "the file \(path) can be read by others: chmod 600 \(path)")
    }

    @Test func `a folder that isn't there is said to be missing`() {
        let path = folder.file("no/secrets")
        var random = SplitMix64(seed: 1)
        #expect(
            problem { () throws(FileProblem) in _ = try SecretsFile.open(path, now: now, using: &random) }
                == "the file \(path) can't be used: its folder does not exist: make it first")
        #expect(
            problem { () throws(FileProblem) in _ = try PrivateFile.text(folder.path) }
                == "the file \(folder.path) can't be used: it is a directory")
    }

    @Test(arguments: [
        ("uniqueness 12", "a line must be a name and 64 hexadecimal digits"),
        ("master.1", "a line must be a name and 64 hexadecimal digits"),
        ("master.0 KEY", "masters must be numbered upwards from 1 to 255"),
        ("master.256 KEY", "masters must be numbered upwards from 1 to 255"),
        ("master.2 KEY\nmaster.1 KEY", "masters must be numbered upwards from 1 to 255"),
        (
            "mastre.1 KEY",
            "mastre.1 is no secret; known are master.<id>, uniqueness, previous_uniqueness, recipient, api_key"
        ),
        ("uniqueness KEY\nuniqueness KEY", "uniqueness is said twice"),
        ("uniqueness KEY\nrecipient KEY\napi_key KEY", "there is no master key"),
        ("master.1 KEY\nuniqueness KEY\nrecipient KEY", "api_key is missing: restore the file from its copy"),
        ("uniqueness KEZ", "a line must be a name and 64 hexadecimal digits"),
    ])
    func `a damaged file is refused by its last line`(_ lines: String, _ reason: String) throws {
        let key = String(repeating: "0f", count: 32)
        let text = lines.replacing("KEY", with: key).replacing("KEZ", with: key.dropLast() + "g")
        let path = folder.file("secrets")
        try PrivateFile.create(path, text: text)
        let line = text.split(separator: "\n").count
        #expect(problem { () throws(FileProblem) in _ = try open() } == "\(path):\(line): \(reason)")
    }

    @Test func `no problem shows a key`() throws {
        let path = folder.file("secrets")
        let key = String(repeating: "ab", count: 32)
        try PrivateFile.create(path, text: "uniqueness \(key)\nuniqueness \(key)x\n")
        let text = try #require(problem { () throws(FileProblem) in _ = try open() })
        #expect(!text.contains("abab"))
    }

    @Test func `rotation adds keys, keeps those before, and leaves no draft behind`() throws {
        let before = try open().secrets
        var random = SplitMix64(seed: 9)
        #expect(try SecretsFile.rotate(folder.file("secrets"), now: now, using: &random) == 2)
        let after = try open().secrets
        #expect(after.masters.map(\.id) == [1, 2])
        #expect(bytes(after.masters[0].key) == bytes(before.masters[0].key))
        #expect(bytes(after.masters[1].key) != bytes(before.masters[0].key))
        #expect(bytes(after.uniqueness) != bytes(before.uniqueness))
        #expect(after.previousUniqueness.map { bytes($0.key) } == bytes(before.uniqueness))
        #expect(bytes(after.recipient) == bytes(before.recipient) && bytes(after.apiKey) == bytes(before.apiKey))
        #expect(try folder.mode("secrets") == 0o600)
        #expect(try folder.names() == ["secrets"])
    }

    @Test func `the previous uniqueness key counts one longest life after the start, whenever it was rotated`() throws {
        _ = try open()
        var random = SplitMix64(seed: 9)
        _ = try SecretsFile.rotate(folder.file("secrets"), now: now, using: &random)
        let start = now + .seconds(86_400)
        let secrets = try SecretsFile.load(folder.file("secrets"), now: start)
        #expect(secrets.previousUniqueness?.until == start + .seconds(600))
    }

    @Test func `a code digested before a rotation still matches after it`() throws {
        var random = SplitMix64(seed: 3)
        let id = VerificationID(at: now, using: &random)
        let code = try #require(Code("123456"))
        let digest = KeyRing(try open().secrets).codeDigest(code, verification: id, generation: 1)
        _ = try SecretsFile.rotate(folder.file("secrets"), now: now, using: &random)
        let ring = KeyRing(try open().secrets)
        #expect(ring.currentKeyID == 2)
        #expect(ring.codeDigest(code, verification: id, generation: 1, keyID: digest.keyID).matches(digest))
    }

    @Test func `an old master can be forgotten, the current one can't`() throws {
        _ = try open()
        let path = folder.file("secrets")
        var random = SplitMix64(seed: 9)
        _ = try SecretsFile.rotate(path, now: now, using: &random)
        #expect(
            problem { () throws(FileProblem) in try SecretsFile.forget(master: 2, in: path, now: now) }
                == "the file \(path) can't be used: master 2 is the current one")
        try SecretsFile.forget(master: 1, in: path, now: now)
        #expect(try open().secrets.masters.map(\.id) == [2])
    }
}

struct APIKeyFileTests {
    @Test func `the key that is made is long enough, kept private, and read back`() throws {
        let folder = try Folder()
        let path = folder.file("api-key")
        #expect(try APIKeyFile.load(path) == nil)
        var random = SplitMix64(seed: 5)
        let key = try APIKeyFile.create(path, using: &random)
        #expect(key.count == 44 && Setting.named("api_key")?.form.accepts(key) == true)
        #expect(try folder.mode("api-key") == 0o600)
        #expect(try APIKeyFile.load(path) == key)
        #expect(
            problem { () throws(FileProblem) in _ = try APIKeyFile.create(path, using: &random) }
                == "the file \(path) exists already")
    }

    @Test func `a file without a usable key is refused`() throws {
        let folder = try Folder()
        let path = folder.file("api-key")
        try PrivateFile.create(path, text: "short\n")
        #expect(
            problem { () throws(FileProblem) in _ = try APIKeyFile.load(path) }
                == "\(path):1: the key must be at least 24 printable ASCII characters without spaces")
    }
}
