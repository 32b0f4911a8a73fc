package import World

/// At most `countMax` events in any window of `period`, exactly: the last moments are kept, not a rate.
///
/// Why not a token bucket: with a burst of 5 and one token every 2 minutes it lets 9 through in 10 minutes.
package struct VelocityLimit: Hashable, Sendable {
    package var countMax: Int
    package var period: Duration

    package init(_ countMax: Int, per period: Duration) { (self.countMax, self.period) = (countMax, period) }

    package enum Verdict: Hashable, Sendable {
        case allowed
        /// Refused, and when the next event would be allowed.
        case refused(until: Timestamp)
    }

    /// Whether one more event may happen at `now`, given the earlier `moments`; changes nothing.
    package func verdict(_ moments: [Timestamp], now: Timestamp) -> Verdict {
        let within = moments.filter { $0 > now - period }
        guard within.count >= countMax else { return .allowed }
        return .refused(until: countMax > 0 ? within[within.count - countMax] + period : .distantFuture)
    }

    /// The moments to keep after an event at `now`: never more than `countMax`.
    package func adding(_ now: Timestamp, to moments: [Timestamp]) -> [Timestamp] {
        Array((moments.filter { $0 > now - period } + [now]).suffix(max(1, countMax)))
    }
}
