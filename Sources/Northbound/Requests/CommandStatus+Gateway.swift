import Gateway
import SMPP

extension CommandStatus {
    /// How an application is told that its message was not taken. TELECOM notes §1.4 say what it makes of each.
    init(submitting error: GatewayError) {
        switch error {
        case .invalid(let field, _):
            switch field {
            case "to": self = .invalidDestinationAddress
            case "sender": self = .invalidSourceAddress
            case "text": self = .invalidMessageLength
            case "validity_period": self = .invalidValidityPeriod
            default: self = .submitFailed
            }
        case .numberRefused, .optedOut: self = .invalidDestinationAddress
        case .limited(Gateway.queueLimitName, _): self = .messageQueueFull
        case .limited, .resendTooEarly: self = .throttled
        case .noRoute: self = .submitFailed
        case .storeUnavailable, .shuttingDown, .codeSpaceExhausted: self = .systemError
        case .notFound, .conflict, .noSendsLeft, .ended, .severalPending, .idempotencyMismatch,
            .idempotencyInFlight, .forbidden:
            self = .submitFailed
        }
    }

    /// The same for a request about a message taken before; `failure` is that request's own.
    init(changing error: GatewayError, failure: CommandStatus) {
        switch error {
        case .notFound: self = .invalidMessageID
        case .storeUnavailable, .shuttingDown: self = .systemError
        case .invalid: self = CommandStatus(submitting: error)
        case .conflict, .numberRefused, .limited, .resendTooEarly, .noRoute, .codeSpaceExhausted, .noSendsLeft, .ended,
            .severalPending, .idempotencyMismatch, .idempotencyInFlight, .optedOut, .forbidden:
            self = failure
        }
    }
}
