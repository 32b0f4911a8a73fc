/// What became of a request.
package enum RequestOutcome: Equatable, Sendable {
    /// The peer's response, which may be a `generic_nack`.
    case answered(PDU)
    /// It was put on the wire and may have been carried out: sending it again may carry it out twice.
    case ambiguous(AmbiguousReason)
    /// It was not put on the wire.
    case notSent(NotSentReason)
}

/// What became of a submit.
package enum SubmitOutcome: Equatable, Sendable {
    /// The SMSC took it and named it.
    case accepted(messageID: String, tlvs: [TLV])
    case rejected(CommandStatus)
    /// It was put on the wire and may have been taken: sending it again may send it twice.
    case ambiguous(AmbiguousReason)
    /// It was not put on the wire.
    case notSent(NotSentReason)

    package init(_ outcome: RequestOutcome) {
        switch outcome {
        case .answered(let response):
            guard case .submitSMResponse(let body) = response.body, response.refusal == nil else {
                self = .rejected(response.refusal ?? .unknownError)
                return
            }
            self = .accepted(messageID: body.messageID, tlvs: body.tlvs)
        case .ambiguous(let reason): self = .ambiguous(reason)
        case .notSent(let reason): self = .notSent(reason)
        }
    }
}

/// What became of a deliver.
package enum DeliverOutcome: Equatable, Sendable {
    case answered(CommandStatus)
    case ambiguous(AmbiguousReason)
    case notSent(NotSentReason)

    package init(_ outcome: RequestOutcome) {
        switch outcome {
        case .answered(let response): self = .answered(response.refusal ?? .ok)
        case .ambiguous(let reason): self = .ambiguous(reason)
        case .notSent(let reason): self = .notSent(reason)
        }
    }
}

package enum AmbiguousReason: Equatable, Sendable {
    /// No response within `SessionTimers.response`.
    case timedOut
    case connectionLost
    /// There was a response that could not be read.
    case unreadableResponse
}

package enum NotSentReason: Equatable, Sendable {
    /// No session, or none in this direction.
    case notBound
    case windowFull
    /// Faster than `ESMEConfiguration.submitsPerSecondMax`.
    case throttled
    case shuttingDown
    /// The message does not fit the protocol.
    case unencodable(FieldError)
    /// Binds and unbinds are the session's own, and responses ask nothing.
    case notARequest
}

extension PDU {
    /// The status of a response that says no, `nil` of one that says yes. A `generic_nack` always says no.
    package var refusal: CommandStatus? {
        guard commandStatus.isOK else { return commandStatus }
        return body == .genericNack ? .unknownError : nil
    }
}
