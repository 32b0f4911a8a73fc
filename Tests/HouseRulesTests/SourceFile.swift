import Foundation

/// One file of the repository as the rules see it.
struct SourceFile: Sendable {
    /// From the repository's root, with `/` between parts.
    let path: String
    let text: [UInt8]
    /// Generated from somebody's data.
    let isTable: Bool
    /// `text` with comments, raw identifiers and the contents of literals turned into spaces, offsets unchanged;
    /// for a file that is not Swift the text itself, for a generated table nothing.
    let code: [UInt8]

    init(path: String, text: some Sequence<UInt8>) {
        let isTable = path.contains("/Tables/")
        self.path = path
        self.text = Array(text)
        self.isTable = isTable
        code = isTable ? [] : path.hasSuffix(".swift") ? CodeOnly.of(self.text) : self.text
    }

    init(_ path: String, _ text: String) { self.init(path: path, text: text.utf8) }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The module whose source this is (`Sources/<module>/…`).
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The line, counted from one, that holds the byte at `offset`.
    func line(at offset: Int) -> Int {
        text.withUnsafeBufferPointer { bytes in
            var line = 1
            for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") { line += 1 }
            return line
        }
    }

    /// How many lines there are; a last line without an end counts.
    var lineCount: Int { line(at: text.count) - (text.last == UInt8(ascii: "\n") ? 1 : 0) }

    /// The text of `line` and of those up to `reach` lines around it.
    func text(around line: Int, reach: Int) -> String {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let wanted = max(0, line - 1 - reach)..<min(lines.count, line + reach)
        return wanted.map { String(decoding: lines[$0], as: UTF8.self) }.joined(separator: "\n")
    }
}

/// The files of this repository, found from the place of this one.
enum Repository {
    static let root: URL = {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }()

    /// Files whose name starts with a point are another tool's, but for these.
    private static let hiddenKept: Set<String> = [".ci", ".gitignore", ".swift-format"]
    /// What a build or a run leaves behind and `.gitignore` names.
    private static let leftBehind: Set<String> = ["__pycache__", "watchword-data", "Package.resolved"]
    private static let proseOrCode: Set<String> = [
        "swift", "md", "py", "sh", "yml", "yaml", "c", "h", "html", "css", "js", "",
    ]

    static let files: [SourceFile] = {
        var found: [SourceFile] = []
        collect(root, "", into: &found)
        return found
    }()

    static func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    private static func collect(_ folder: URL, _ prefix: String, into found: inout [SourceFile]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() where !leftBehind.contains(name) {
            if name.hasPrefix("."), !hiddenKept.contains(name) { continue }
            let url = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                collect(url, prefix + name + "/", into: &found)
            } else if proseOrCode.contains(url.pathExtension), let data = try? Data(contentsOf: url) {
                found.append(SourceFile(path: prefix + name, text: data))
            } else {
                found.append(SourceFile(prefix + name, ""))
            }
        }
    }
}
