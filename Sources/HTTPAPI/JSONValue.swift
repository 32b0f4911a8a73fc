/// What a JSON text holds. Numbers that are no whole `Int` keep no value: no request has a use for them.
enum JSONValue: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONValue
    }

    case null
    case bool(Bool)
    case integer(Int)
    case fraction
    case string(String)
    case array([JSONValue])
    /// In the order they came; no name comes twice.
    case object([Member])
}
