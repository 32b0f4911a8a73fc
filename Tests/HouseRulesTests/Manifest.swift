/// What `Package.swift` and the documents say of the modules.
enum Manifest {
    /// The names in the manifest's table: the rows `("Name", …` between `let modules` and the closing bracket.
    static func modules(_ manifest: String) -> [String] {
        var isTable = false
        var names: [String] = []
        for line in manifest.split(separator: "\n") {
            if line.hasPrefix("let modules") { isTable = true }
            if line.hasPrefix("]") { isTable = false }
            let row = line.drop { $0 == " " }
            if isTable, row.hasPrefix("(\"") {
                names.append(String(row.dropFirst(2).prefix { $0 != "\"" }))
            }
        }
        return names
    }

    /// The names in the first column of a Markdown table's rows, where it is one word set as code.
    static func rows(_ markdown: String) -> [String] {
        markdown.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            let name = line.dropFirst(3)[..<end]
            return name.allSatisfy { $0.isLetter || $0.isNumber } ? String(name) : nil
        }
    }
}
