import Hummingbird
import World

/// The fields of a path's query, taken out by name and type. What is wrong is named, never repeated.
struct QueryFields {
    private let fields: [(name: String, value: String)]

    /// A query with no other fields than `known`, each once.
    init(_ request: Request, known: [String]) throws(Problem) {
        fields = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        for (place, field) in fields.enumerated() {
            let name = RequestFields.printable(field.name)
            guard known.contains(field.name) else {
                throw Problem(
                    .unknownField,
                    "The query has a field that is not known; it may have: "
                        + "\(known.joined(separator: ", ")).", field: name)
            }
            guard !fields[..<place].contains(where: { $0.name == field.name }) else {
                throw Problem(.invalidField, "\(field.name): must come once.", field: name)
            }
        }
    }

    private func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    func integer(_ name: String) throws(Problem) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Problem(.invalidField, "\(name): must be a whole number.", field: name)
        }
        return number
    }

    func identifier<Kind>(_ name: String) throws(Problem) -> Identifier<Kind>? {
        guard let text = value(name) else { return nil }
        guard let id = Identifier<Kind>(text) else {
            throw Problem(.invalidField, "\(name): must be the identifier a page ended with.", field: name)
        }
        return id
    }
}
