package import Hummingbird
package import Logging
package import World

/// The HTTP face of the gateway. Each dialect is a folder of the same files; it translates and decides nothing.
package enum HTTPAPI {
    /// Bytes of a request's body.
    package static let bodyLengthMax = 64 * 1024

    /// Asked every few seconds by whoever watches over the program; not worth a line each.
    static let quietRoutes: Set<String> = ["/healthz", "/readyz"]

    /// Every route of every dialect, to be put into an `Application`.
    package static func router(
        gateway: any GatewayPort, inboxes: any InboxPort, world: any World, logger: Logger
    ) -> Router<BasicRequestContext> {
        let endpoints = NativeRoutes.all
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestJournal(world: world, logger: logger, endpoints: endpoints))
        for endpoint in endpoints {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await answer(request, context, endpoint, gateway, inboxes)
            }
        }
        return router
    }

    private static func answer(
        _ request: Request, _ context: BasicRequestContext, _ endpoint: Endpoint, _ gateway: any GatewayPort,
        _ inboxes: any InboxPort
    ) async throws -> Response {
        switch endpoint.handler {
        case .open(let handle): return try handle(gateway)
        case .keyed(let handle):
            return try await handle(call(request, context, endpoint, gateway), gateway)
        case .inbox(let handle):
            return try await handle(call(request, context, endpoint, gateway), inboxes)
        }
    }

    private static func call(
        _ request: Request, _ context: BasicRequestContext, _ endpoint: Endpoint, _ gateway: any GatewayPort
    ) async throws -> Call {
        let caller = try Authentication.caller(of: request, gateway: gateway)
        let hasBody = endpoint.method == .post || endpoint.method == .patch
        let body = hasBody ? try await request.json(lengthMax: bodyLengthMax) : []
        return Call(request: request, parameters: context.parameters, caller: caller, body: body)
    }
}
