import World

/// Lets through a number of events a second, a second's worth at once. The generic cell rate algorithm.
struct RateLimit: Sendable {
    /// When everything let through so far would have been, at the steady rate.
    private var paidUntil = Timestamp.distantPast

    /// Whether one more passes at `now`; `rate` a second, at least 1.
    mutating func passes(rate: Int, now: Timestamp) -> Bool {
        let interval = Duration.microseconds(1_000_000 / Int64(min(max(1, rate), 1_000_000)))
        let begin = max(paidUntil, now)
        guard begin - now <= .seconds(1) - interval else { return false }
        paidUntil = begin + interval
        return true
    }
}
