/// Why a session is over, or did not begin.
package enum SessionEnd: Equatable, Sendable {
    /// There was no connection; in words.
    case notConnected(String)
    case bindRefused(CommandStatus)
    /// No bind, or no answer to it, within `SessionTimers.sessionInit`.
    case sessionInitTimedOut
    /// `enquire_link` stayed without answer.
    case enquireLinkTimedOut
    /// Nothing came for `SessionTimers.inactivity`.
    case inactive
    case unboundByPeer
    /// This side unbound and the peer agreed.
    case unbound
    /// This side unbound and the peer said nothing.
    case unbindTimedOut
    case connectionLost
    /// Octets that leave no way to find the next PDU.
    case unreadable(PDUDecodingError)
    /// More than `pendingBytesMax` octets wait for a peer that does not read.
    case peerNotReading
    /// The program stops.
    case stopped
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
}

/// What became of a deliver.
package enum DeliverOutcome: Equatable, Sendable {
    case answered(CommandStatus)
    case ambiguous(AmbiguousReason)
    case notSent(NotSentReason)
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
}
