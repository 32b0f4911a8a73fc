import HTTPTypes
import Hummingbird

/// One row of a dialect's route table.
struct Endpoint: Sendable {
    enum Handler: Sendable {
        /// For anyone.
        case open(@Sendable (any GatewayPort) throws -> Response)
        /// For the holder of an API key.
        case keyed(@Sendable (Call, any GatewayPort) async throws -> Response)
        /// For the holder of an API key, about what phones send.
        case inbox(@Sendable (Call, any InboxPort) async throws -> Response)
    }

    let method: HTTPRequest.Method
    /// With `{name}` where a part of it varies.
    let path: String
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String,
        _ handler: @escaping @Sendable (Call, any GatewayPort) async throws -> Response
    ) {
        (self.method, self.path, self.handler) = (method, path, .keyed(handler))
    }

    init(
        inbox method: HTTPRequest.Method, _ path: String,
        _ handler: @escaping @Sendable (Call, any InboxPort) async throws -> Response
    ) {
        (self.method, self.path, self.handler) = (method, path, .inbox(handler))
    }

    init(
        open method: HTTPRequest.Method, _ path: String,
        _ handler: @escaping @Sendable (any GatewayPort) throws -> Response
    ) {
        (self.method, self.path, self.handler) = (method, path, .open(handler))
    }

    /// How many of the path's parts vary if `path` is one of them; `nil` if it isn't.
    private func variableParts(in path: Substring) -> Int? {
        let (mine, theirs) = (self.path.split(separator: "/"), path.split(separator: "/"))
        guard mine.count == theirs.count, zip(mine, theirs).allSatisfy({ $0.first == "{" || $0 == $1 }) else {
            return nil
        }
        return mine.count { $0.first == "{" }
    }

    /// The methods the most literal route for `path` has; empty when no route is.
    static func methods(for path: String, in endpoints: [Endpoint]) -> [String] {
        let matches = endpoints.compactMap { endpoint in
            endpoint.variableParts(in: path[...]).map { (method: endpoint.method, variable: $0) }
        }
        let fewest = matches.map(\.variable).min()
        let methods = matches.filter { $0.variable == fewest }.map(\.method.rawValue)
        return methods.contains("GET") ? methods + ["HEAD"] : methods
    }
}
