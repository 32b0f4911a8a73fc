/// How an SMSC listens and treats those who bind. What one session holds in memory follows from the limits here:
/// Docs/operating.md, "Memory of one SMPP session".
package struct SMSCConfiguration: Equatable, Sendable {
    package var endpoint: Endpoint
    /// `nil` takes connections in the clear.
    package var tls: TLSSettings?
    /// The name given in `bind_*_resp`.
    package var systemID = "watchword"
    /// The highest version spoken; a bind is answered with it or the peer's, whichever is less.
    package var version = SMPPVersion.v50
    /// Delivers without answer at once, in each session; the window adapts below it, see `CongestionWindow`.
    package var windowMax = 100
    /// Requests being handled at once, in each session; past it the peer is told `ESME_RMSGQFUL`.
    package var inboundWindowMax = 1000
    /// Octets of those, in each session; past it the peer is told the same.
    package var inboundOctetsMax = 4 << 20
    package var timers = SessionTimers()
    package var limits = PDULimits()
    /// Connections at once; one more is closed unread.
    package var sessionsMax = 1000
    /// Octets waiting for a peer that does not read before its session is given up.
    package var pendingBytesMax = 4 << 20
    /// How long `shutdown()` waits for peers to agree to an unbind.
    package var shutdownTimeout = Duration.seconds(5)

    package init(endpoint: Endpoint) { self.endpoint = endpoint }
}
