package import World

/// A rate in segments per second with a burst, as the generic cell rate algorithm (ITU-T I.371).
package struct Throttle: Hashable, Sendable {
    /// Segments a second; `nil` is unlimited.
    package let ratePerSecond: Int?
    package let burst: Int
    private var theoreticalArrival = Timestamp.distantPast

    package init(ratePerSecond: Int?, burst: Int = 1) {
        precondition(ratePerSecond.map { $0 > 0 } ?? true, "a configured rate is at least one a second")
        (self.ratePerSecond, self.burst) = (ratePerSecond, max(1, burst))
    }

    /// Counts `count` more at `now` than were taken: what comes next waits for them too.
    package mutating func charge(_ count: Int, now: Timestamp) {
        guard let ratePerSecond, count > 0 else { return }
        theoreticalArrival =
            max(theoreticalArrival, now) + .microseconds(1_000_000 / Int64(ratePerSecond) * Int64(count))
    }

    /// Gives back `count` that were taken and not used.
    package mutating func refund(_ count: Int) {
        guard let ratePerSecond else { return }
        theoreticalArrival = theoreticalArrival - .microseconds(1_000_000 / Int64(ratePerSecond) * Int64(count))
    }

    /// Takes `count` at `now`, or takes nothing and says when to come back.
    package mutating func take(_ count: Int, now: Timestamp) -> Timestamp? {
        guard let ratePerSecond else { return nil }
        let interval = 1_000_000 / Int64(ratePerSecond)
        let arrival = max(theoreticalArrival, now)
        let allowedFrom = arrival - .microseconds(interval * Int64(burst - 1))
        guard now >= allowedFrom else { return allowedFrom }
        theoreticalArrival = arrival + .microseconds(interval * Int64(count))
        return nil
    }
}
