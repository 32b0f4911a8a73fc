/// The fields of a request's body, taken out by name and type. What is wrong is named, never repeated.
struct RequestFields {
    private let members: [JSONValue.Member]

    /// Reads a body that must be an object with no other fields than `known`; `[]` stands for `{}`.
    init(_ body: [UInt8], known: [String]) throws(Problem) {
        guard !body.isEmpty else {
            self.init(members: [])
            return
        }
        let value: JSONValue
        do {
            value = try JSONReader.read(body)
        } catch {
            throw Problem(error)
        }
        guard case .object(let members) = value else {
            throw Problem(.invalidJSON, "The body must be a JSON object.")
        }
        try self.init(members, known: known)
    }

    private init(members: [JSONValue.Member]) { self.members = members }

    private init(_ members: [JSONValue.Member], known: [String]) throws(Problem) {
        self.init(members: members)
        guard let unknown = members.first(where: { !known.contains($0.name) }) else { return }
        let name = Self.printable(unknown.name)
        let fields = known.isEmpty ? "none" : known.joined(separator: ", ")
        throw Problem(
            .unknownField, "\(name ?? "A field of the body") is not a field of this request, which has: \(fields).",
            field: name)
    }

    /// The name, if it looks like one: a code put in a name's place must not come back.
    static func printable(_ name: String) -> String? {
        let isNameLike =
            (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F }
            && name.utf8.count { (0x30...0x39).contains($0) } < 4
        return isNameLike ? name : nil
    }

    private func value(_ name: String) -> JSONValue? {
        guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
        return value
    }

    private func wrongType(_ name: String, _ expected: String) -> Problem {
        Problem(.invalidField, "\(name): must be \(expected).", field: name)
    }

    /// Whether the field came, as `null` too.
    func isNull(_ name: String) -> Bool { members.contains { $0.name == name && $0.value == .null } }

    func string(_ name: String) throws(Problem) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw wrongType(name, "a string") }
        return text
    }

    func integer(_ name: String) throws(Problem) -> Int? {
        guard let value = value(name) else { return nil }
        guard case .integer(let number) = value else { throw wrongType(name, "a whole number") }
        return number
    }

    func bool(_ name: String) throws(Problem) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrongType(name, "true or false") }
        return flag
    }

    func integers(_ name: String) throws(Problem) -> [Int]? {
        guard let value = value(name) else { return nil }
        guard case .array(let elements) = value else { throw wrongType(name, "a list of whole numbers") }
        var numbers: [Int] = []
        for element in elements {
            guard case .integer(let number) = element else { throw wrongType(name, "a list of whole numbers") }
            numbers.append(number)
        }
        return numbers
    }

    func objects(_ name: String, known: [String]) throws(Problem) -> [RequestFields]? {
        guard let value = value(name) else { return nil }
        guard case .array(let elements) = value else { throw wrongType(name, "a list of objects") }
        var objects: [RequestFields] = []
        for element in elements {
            guard case .object(let members) = element else { throw wrongType(name, "a list of objects") }
            objects.append(try RequestFields(members, known: known))
        }
        return objects
    }

    func strings(_ name: String) throws(Problem) -> [String]? {
        guard let value = value(name) else { return nil }
        guard case .array(let elements) = value else { throw wrongType(name, "a list of strings") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw wrongType(name, "a list of strings") }
            texts.append(text)
        }
        return texts
    }

    func required(_ name: String) throws(Problem) -> String {
        guard let text = try string(name) else {
            throw Problem(.missingField, "\(name): is missing; it must be a string.", field: name)
        }
        return text
    }
}

extension Problem {
    init(_ failure: JSONReader.Failure) {
        switch failure {
        case .malformed(let offset):
            self.init(.invalidJSON, "The body is no valid JSON from byte \(offset) on.")
        case .notUTF8(let offset):
            self.init(.invalidJSON, "The string at byte \(offset) is no valid UTF-8.")
        case .tooDeep(let offset):
            self.init(.invalidJSON, "The body nests deeper than \(JSONReader.depthMax) levels at byte \(offset).")
        case .tooManyMembers(let offset):
            self.init(.invalidJSON, "More than \(JSONReader.membersMax) members at byte \(offset).")
        case .repeatedName(let name, let offset):
            let name = RequestFields.printable(name)
            self.init(.invalidJSON, "The field at byte \(offset) comes twice.", field: name)
        }
    }
}
