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
