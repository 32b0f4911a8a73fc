import Yams

/// What a YAML file says, every key compared with those known.
struct SettingsFile {
    /// By key.
    private(set) var values: [String: (text: String, place: Place)] = [:]
    private(set) var carriers: [CarrierDraft]?
    private(set) var problems: [SettingsProblem] = []
    private let path: String

    init(_ yaml: String, path: String) {
        self.path = path
        do {
            guard let root = try Yams.compose(yaml: yaml) else { return }
            if case .scalar(let scalar) = root, scalar.string.isEmpty { return }
            read(root, below: "")
        } catch {
            problems.append(Self.problem(error, path: path))
        }
    }

    private mutating func read(_ node: Node, below prefix: String) {
        guard let mapping = node.mapping else {
            let what = prefix.isEmpty ? "the file" : prefix.dropLast()
            let known = Self.names(below: prefix).joined(separator: ", ")
            problems.append(
                SettingsProblem(place: place(node), text: "\(what) must be a mapping with keys among \(known)"))
            return
        }
        for (keyNode, value) in mapping {
            let key = prefix + (keyNode.string ?? "?")
            if key == "carriers" {
                readCarriers(value)
            } else if let setting = Setting.named(key) {
                readValue(value, of: setting, at: place(keyNode))
            } else if Setting.all.contains(where: { $0.key.hasPrefix(key + ".") }) {
                read(value, below: key + ".")
            } else {
                let known = Self.names(below: prefix).map { prefix + $0 }
                problems.append(.unknown(key, among: known, what: "setting", at: place(keyNode)))
            }
        }
    }

    private mutating func readValue(_ node: Node, of setting: Setting, at place: Place) {
        guard let scalar = node.scalar else {
            problems.append(SettingsProblem(place: place, text: "\(setting.key) must be \(setting.form.allowed)"))
            return
        }
        values[setting.key] = (scalar.string, place)
    }

    private mutating func readCarriers(_ node: Node) {
        guard let list = node.sequence else {
            problems.append(SettingsProblem(place: place(node), text: "carriers must be \(ValueForm.carriers.allowed)"))
            return
        }
        carriers = list.enumerated().compactMap { index, item in
            let label = "carriers[\(index)]"
            guard let mapping = item.mapping else {
                problems.append(
                    SettingsProblem(
                        place: place(item), text: "\(label) must be a mapping with name, host, system_id, …"))
                return nil
            }
            var draft = CarrierDraft(label: label, place: place(item))
            for (key, value) in mapping {
                let texts = value.scalar.map { [$0.string] } ?? value.sequence?.map { $0.scalar?.string ?? "" } ?? [""]
                draft.say(key.string ?? "?", texts, at: place(key))
            }
            return draft
        }
    }

    private func place(_ node: Node) -> Place { .file(path, line: node.mark?.line) }

    /// The names of one level.
    private static func names(below prefix: String) -> [String] {
        var names: [String] = []
        for setting in Setting.all where setting.key.hasPrefix(prefix) {
            let name = String(setting.key.dropFirst(prefix.count).prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func problem(_ error: any Error, path: String) -> SettingsProblem {
        func at(_ line: Int?, _ text: String) -> SettingsProblem {
            let line = line.flatMap { $0 > 0 ? $0 : nil }
            return SettingsProblem(place: .file(path, line: line), text: "this is not YAML: \(text)")
        }
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return at(mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().joined(separator: ", ")
            return SettingsProblem(place: .file(path, line: context.mark.line), text: "\(keys) is said twice")
        default: return at(nil, "it cannot be read as text")
        }
    }
}
