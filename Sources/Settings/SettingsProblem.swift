/// Where a value was said.
package enum Place: Hashable, Sendable, CustomStringConvertible {
    case standard
    case flag(String)
    case environment(String)
    /// `line` counts from 1; `nil` for the file as a whole.
    case file(String, line: Int?)

    package var description: String {
        switch self {
        case .standard: "default"
        case .flag(let name), .environment(let name): name
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        }
    }
}

/// One thing wrong with what was set. Never holds a secret's value.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    package var place: Place
    /// What is wrong and what is allowed instead, naming the key.
    package var text: String

    package var description: String { "\(place): \(text)" }
}

/// The settings can't be used; there is at least one problem.
package struct SettingsFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var problems: [SettingsProblem]

    init(_ problems: [SettingsProblem]) { self.problems = problems }

    /// One line: the first problem, and how to see the rest.
    package var description: String {
        guard problems.count > 1 else { return problems.first?.description ?? "" }
        return "\(problems[0]) (and \(problems.count - 1) more: watchword config check)"
    }
}

extension SettingsProblem {
    static func value(_ text: String, key: String, form: ValueForm, isSecret: Bool, at place: Place) -> Self {
        SettingsProblem(
            place: place, text: "\(key) must be \(form.allowed)" + (isSecret ? "" : ", not \"\(shortened(text))\""))
    }

    static func unknown(_ name: String, among known: [String], what: String, at place: Place) -> Self {
        let hint =
            if let near = nearest(to: name, among: known) {
                "did you mean \(near)?"
            } else {
                "known are " + known.joined(separator: ", ")
            }
        return SettingsProblem(place: place, text: "\(shortened(name)) is no \(what); \(hint)")
    }

    private static func shortened(_ text: String) -> String {
        let line = String(text.unicodeScalars.filter { $0.value >= 0x20 }.map(Character.init))
        return line.count > 60 ? line.prefix(60) + "…" : line
    }

    /// The known name that differs by the fewest letters, if by no more than one in three, and two in all.
    private static func nearest(to name: String, among known: [String]) -> String? {
        known.map { ($0, distance(Array(name.utf8.prefix(64)), Array($0.utf8))) }
            .filter { $0.1 <= min(2, name.utf8.count / 3) }.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's, with two neighbours exchanged counting as one.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var best = min(last[j] + (a == b ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}
