import World

/// Decides from silence whether the peer lives. Any PDU it sends is a sign of life.
struct LinkWatch: Equatable, Sendable {
    private let timers: SessionTimers
    private var lastReceived: Timestamp
    private var enquiredAt: Timestamp?

    enum Verdict: Equatable {
        case alive
        /// Send `enquire_link`.
        case enquire
        /// Asked, and nothing came within the response time.
        case dead
        case inactive
    }

    init(_ timers: SessionTimers, now: Timestamp) { (self.timers, lastReceived) = (timers, now) }

    mutating func received(now: Timestamp) { (lastReceived, enquiredAt) = (now, nil) }

    mutating func tick(now: Timestamp) -> Verdict {
        if let inactivity = timers.inactivity, now >= lastReceived + inactivity { return .inactive }
        if let enquiredAt { return now >= enquiredAt + timers.response ? .dead : .alive }
        guard let interval = timers.enquireLink, now >= lastReceived + interval else { return .alive }
        enquiredAt = now
        return .enquire
    }

    /// When `tick` has next something to say; `nil` when never.
    var nextDeadline: Timestamp? {
        let life = enquiredAt.map { $0 + timers.response } ?? timers.enquireLink.map { lastReceived + $0 }
        return earliest(life, timers.inactivity.map { lastReceived + $0 })
    }
}

/// The earlier of two moments of which either may be missing.
func earliest(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
}
