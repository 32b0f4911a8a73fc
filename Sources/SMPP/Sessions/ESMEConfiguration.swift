/// One bind to one SMSC.
package struct ESMEConfiguration: Equatable, Sendable {
    package var endpoint: Endpoint
    /// `nil` sends everything, the password first, in the clear.
    package var tls: TLSSettings?
    package var bind: BindRequest
    /// Requests without answer at once; the window adapts below it, see `CongestionWindow`.
    package var windowMax = 100
    /// `deliver_sm` and `data_sm` being handled at once; past it the peer is told `ESME_RMSGQFUL`.
    package var inboundWindowMax = 1000
    /// Octets of those; past it the peer is told the same.
    package var inboundOctetsMax = 4 << 20
    /// Segments: one a `submit_sm`, one a destination of a `submit_multi`.
    package var submitsPerSecondMax: Int?
    package var timers = SessionTimers()
    package var limits = PDULimits()
    /// Octets waiting for a peer that does not read before the session is given up.
    package var pendingBytesMax = 1 << 20
    package var connectTimeout = Duration.seconds(5)
    /// Wait before the first new attempt; doubles with every failure up to the maximum, each cut by up to a half.
    package var reconnectDelayMin = Duration.seconds(1)
    package var reconnectDelayMax = Duration.seconds(30)
    /// The least wait after the account was refused: until a person has acted, more tries only lock it.
    package var refusedDelayMin = Duration.seconds(60)
    /// How long `shutdown()` waits for answers to what is outstanding.
    package var shutdownTimeout = Duration.seconds(10)

    package init(endpoint: Endpoint, bind: BindRequest) { (self.endpoint, self.bind) = (endpoint, bind) }

    /// The wait before attempt number `failures` + 1, after `end`. Source for jitter: it keeps many gateways from
    /// coming back to a restarted SMSC at one moment.
    func reconnectDelay(
        failures: Int, after end: SessionEnd, using random: inout some RandomNumberGenerator
    ) -> Duration {
        var delay = reconnectDelayMin
        for _ in 1..<max(failures, 1) where delay < reconnectDelayMax { delay *= 2 }
        delay = min(delay, reconnectDelayMax) * Double.random(in: 0.5...1, using: &random)
        // Kannel 1.4.5 stops for good after ESME_RINVPASWD and ESME_RINVSYSID; here a corrected account comes back.
        guard case .bindRefused(let status) = end, status.disposition == .configuration else { return delay }
        return max(delay, refusedDelayMin)
    }
}
