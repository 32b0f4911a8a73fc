package import World

/// Where a session stands. Source: SMPP 3.4 §2.2.
package enum SessionState: Equatable, Sendable {
    /// Connected and without bind; an SMSC waits for one no longer than `deadline`.
    case open(deadline: Timestamp?)
    /// Asked, or being asked, for a bind with this sequence number.
    case binding(sequence: UInt32, deadline: Timestamp)
    case bound
    /// This side asked for the end.
    case unbinding(sequence: UInt32, deadline: Timestamp)
    case closed(SessionEnd)
}

/// What a session's driver has to do; `Event` is what only one side has.
package enum SessionAction<Event: Equatable & Sendable>: Equatable, Sendable {
    case event(Event)
    /// What became of the request that was sent under the token.
    case resolved(SessionToken, RequestOutcome)
    /// Send what is outbound, then close the connection.
    case close(SessionEnd)
}

/// Names one request to the driver.
package typealias SessionToken = UInt64
