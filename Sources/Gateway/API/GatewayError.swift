/// Why a request was not carried out. Nothing of it happened. Texts never hold a code or a whole number.
package enum GatewayError: Error, Hashable, Sendable {
    /// A field is missing, malformed or out of range.
    case invalid(field: String, problem: String)
    /// The number can't be proved by a message; `reason` is a stable word such as `premium_rate`.
    case numberRefused(reason: String, problem: String)
    /// There is no such thing in the caller's account.
    case notFound(Resource)
    /// It exists already, or something else stands against it.
    case conflict(problem: String)
    /// A limit by number is reached; `limit` is a stable word such as `starts_per_number`.
    case limited(limit: String, retryAfter: Duration)
    /// A resend before its time.
    case resendTooEarly(retryAfter: Duration)
    case noSendsLeft
    /// The verification is over: `approved`, `expired`, `too_many_checks`, `canceled` or `superseded`.
    case ended(reason: String)
    /// Several verifications of the recipient are pending: name one.
    case severalPending
    /// Every code length the service allows is half used.
    case codeSpaceExhausted(retryAfter: Duration)
    /// No carrier is configured that reaches the number.
    case noRoute
    /// The store can't commit; the text says what to do.
    case storeUnavailable(String)
    /// The Idempotency-Key came with another request before.
    case idempotencyMismatch
    /// A request with the Idempotency-Key is being carried out.
    case idempotencyInFlight
    case shuttingDown
    /// The recipient told the sender to stop.
    case optedOut
    /// The caller's key is good, but not for this.
    case forbidden(problem: String)

    package enum Resource: String, Sendable {
        case account, service, key, verification, message, status, inbox
        case esme = "application"
        case optOut = "opt-out"
    }
}
