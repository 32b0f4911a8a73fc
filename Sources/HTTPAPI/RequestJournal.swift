import Gateway
import HTTPTypes
import Hummingbird
import Logging
import World

/// Around every route: gives the request its identifier, turns errors into problems, writes one line.
///
/// The line never holds a query, a body, a header or the varying part of a path.
struct RequestJournal: RouterMiddleware {
    static let requestIDLengthMax = 128
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    let world: any World
    let logger: Logger
    let endpoints: [Endpoint]

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        let started = world.now
        let id = requestID(of: request)
        var response: Response
        var problem: Problem?
        do {
            response = try await next(request, context)
        } catch {
            let found = self.problem(error, request: request, context: context)
            problem = found
            response = found.response(requestID: id)
        }
        response.headers[.requestID] = id
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        log(request, context, response.status.code, problem, id, took: world.now - started)
        return response
    }

    /// The client's own if it is sane, else 128 random bits.
    private func requestID(of request: Request) -> String {
        let values = request.headers[values: .requestID]
        if values.count == 1, VisibleASCII.matches(values[0], lengthMax: Self.requestIDLengthMax) { return values[0] }
        return [world.nextRandom(), world.nextRandom()].map { bits in
            let text = String(bits, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    private func problem(_ error: any Error, request: Request, context: BasicRequestContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as GatewayError: return Problem(error)
        case let error as HTTPError where error.status == .notFound:
            let methods = Endpoint.methods(for: request.uri.path, in: endpoints)
            guard !methods.isEmpty else {
                return Problem(.unknownRoute, "There is nothing at this path; GET /openapi.json lists what there is.")
            }
            return Problem(
                .methodNotAllowed, "This path takes \(methods.joined(separator: ", ")).", allow: methods)
        default:
            // The type only: a description may hold a part of the request.
            logger.error("request failed", metadata: ["error": "\(type(of: error))"])
            return Problem(.internalError, "The gateway failed to answer. Its log says more under this request_id.")
        }
    }

    private func log(
        _ request: Request, _ context: BasicRequestContext, _ status: Int, _ problem: Problem?, _ id: String,
        took duration: Duration
    ) {
        let route = context.endpointPath.map { $0 == "NotFound" ? "none" : $0 } ?? "none"
        let level: Logger.Level =
            switch status {
            case 500: .error
            case 501...: .warning
            default: HTTPAPI.quietRoutes.contains(route) ? .debug : .info
            }
        guard logger.logLevel <= level else { return }
        let method = request.method.rawValue
        var metadata: Logger.Metadata = [
            "method": .string(Self.methods.contains(method) ? method : "other"),
            "route": .string(route),
            "status": .stringConvertible(status),
            "duration_us": .stringConvertible(duration.inMicroseconds),
            "request_id": .string(id),
        ]
        if let problem { metadata["problem"] = .string(problem.kind.code) }
        logger.log(level: level, "request", metadata: metadata)
    }
}
