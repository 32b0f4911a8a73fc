import Gateway
import HTTPTypes

extension Problem.Kind {
    // Of the request itself.
    static let invalidJSON = Self("invalid_json", .badRequest, "The body can't be read")
    static let unknownField = Self("unknown_field", .badRequest, "A field is not known")
    static let missingField = Self("missing_field", .badRequest, "A field is missing")
    static let invalidField = Self("invalid_field", .badRequest, "A field is not acceptable")
    static let unauthenticated = Self("unauthenticated", .unauthorized, "No valid API key")
    static let unknownRoute = Self("unknown_route", .notFound, "No such path")
    static let methodNotAllowed = Self("method_not_allowed", .methodNotAllowed, "No such method here")
    static let bodyTooLarge = Self("body_too_large", .contentTooLarge, "The body is too large")
    static let unsupportedMediaType = Self("unsupported_media_type", .unsupportedMediaType, "The body must be JSON")
    // Of what it asks for, one row per `GatewayError` besides `invalid_field`.
    static let numberRefused = Self("number_refused", .unprocessableContent, "The number can't be proved by a message")
    static let notFound = Self("not_found", .notFound, "Not found")
    static let conflict = Self("conflict", .conflict, "Something stands against it")
    static let rateLimited = Self("rate_limited", .tooManyRequests, "A limit is reached")
    static let resendTooEarly = Self("resend_too_early", .tooManyRequests, "Too early to send again")
    static let noSendsLeft = Self("no_sends_left", .conflict, "No sends left")
    static let verificationEnded = Self("verification_ended", .conflict, "The verification is over")
    static let severalPending = Self("several_pending", .conflict, "Several verifications are pending")
    static let codeSpaceExhausted = Self("code_space_exhausted", .serviceUnavailable, "Too many codes are live")
    static let noRoute = Self("no_route", .serviceUnavailable, "No carrier reaches the number")
    static let storeUnavailable = Self("store_unavailable", .serviceUnavailable, "The store can't commit")
    static let idempotencyKeyReused = Self(
        "idempotency_key_reused", .unprocessableContent, "The Idempotency-Key belongs to another request")
    static let idempotencyInFlight = Self(
        "idempotency_in_flight", .conflict, "The first request with the Idempotency-Key is not answered yet")
    static let optedOut = Self("opted_out", .unprocessableContent, "The recipient opted out")
    static let forbidden = Self("forbidden", .forbidden, "The key may not do this")
    static let shuttingDown = Self("shutting_down", .serviceUnavailable, "The gateway is shutting down")
    // Of the gateway.
    static let notReady = Self("not_ready", .serviceUnavailable, "The gateway is not ready")
    static let internalError = Self("internal_error", .internalServerError, "The gateway failed")

    static let all = [
        invalidJSON, unknownField, missingField, invalidField, unauthenticated, unknownRoute, methodNotAllowed,
        bodyTooLarge, unsupportedMediaType, numberRefused, notFound, conflict, rateLimited, resendTooEarly,
        noSendsLeft, verificationEnded, severalPending, codeSpaceExhausted, noRoute, storeUnavailable,
        idempotencyKeyReused, idempotencyInFlight, optedOut, forbidden, shuttingDown, notReady, internalError,
    ]
}

extension Problem {
    init(_ error: GatewayError) {
        switch error {
        case .invalid(let field, let problem):
            self.init(.invalidField, "\(field): \(problem)", field: field)
        case .numberRefused(let reason, let problem):
            self.init(.numberRefused, problem, field: "to", reason: reason)
        case .notFound(let resource):
            self.init(.notFound, "Your account has no such \(resource.rawValue).")
        case .conflict(let problem):
            self.init(.conflict, problem)
        case .limited(let limit, let retryAfter):
            self.init(.rateLimited, "The limit \(limit) is reached.", reason: limit, retryAfter: retryAfter)
        case .resendTooEarly(let retryAfter):
            self.init(.resendTooEarly, "Wait until resend_at before sending again.", retryAfter: retryAfter)
        case .noSendsLeft:
            self.init(.noSendsLeft, "The code was sent as often as the service allows. Start a new verification.")
        case .ended(let reason):
            self.init(.verificationEnded, "The verification has ended: \(reason).", reason: reason)
        case .severalPending:
            self.init(.severalPending, "The recipient has several pending verifications. Name one by its id.")
        case .codeSpaceExhausted(let retryAfter):
            self.init(
                .codeSpaceExhausted,
                "Half the codes of every length the service allows are live. Raise its code_length_max, or wait.",
                retryAfter: retryAfter)
        case .noRoute:
            self.init(.noRoute, "No carrier is configured that reaches the number.")
        case .storeUnavailable(let problem):
            self.init(.storeUnavailable, problem)
        case .idempotencyMismatch:
            self.init(
                .idempotencyKeyReused, "Take a new key for a new request; a repetition must be the same in every byte.",
                field: "Idempotency-Key")
        case .idempotencyInFlight:
            self.init(
                .idempotencyInFlight, "Ask again when the first request has its answer.", field: "Idempotency-Key")
        case .optedOut:
            self.init(
                .optedOut, "The recipient told the sender to stop. It may send again once they answer START.",
                field: "to")
        case .forbidden(let problem):
            self.init(.forbidden, problem)
        case .shuttingDown:
            self.init(.shuttingDown, "Nothing was done. Ask another node, or again in a moment.")
        }
    }
}
