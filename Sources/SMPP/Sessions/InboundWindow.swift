import World

/// Requests of the peer handed out and not yet answered: how many, of how many octets, how fast.
struct InboundWindow: Sendable {
    private let requestsMax: Int
    private let octetsMax: Int
    private var pace: Pace?
    private(set) var count = 0
    private(set) var octets = 0
    /// A peer may use a number twice; then both are answered under it.
    private var waiting: [UInt32: (count: Int, octets: Int)] = [:]

    init(requestsMax: Int, octetsMax: Int, perSecondMax: Int? = nil) {
        (self.requestsMax, self.octetsMax) = (requestsMax, octetsMax)
        pace = Pace(perSecondMax: perSecondMax)
    }

    /// Lets a request in, or says what its peer is told; one alone is let in whatever its size.
    mutating func take(_ sequence: UInt32, octets size: Int, segments: Int, now: Timestamp) -> CommandStatus? {
        guard count < requestsMax, count == 0 || octets + size <= octetsMax else { return .messageQueueFull }
        guard pace?.take(segments, now: now) ?? true else { return .throttled }
        count += 1
        octets += size
        let same = waiting[sequence] ?? (0, 0)
        waiting[sequence] = (same.count + 1, same.octets + size)
        return nil
    }

    /// Lets go of a request; `false` when none waits under the number.
    mutating func answer(_ sequence: UInt32) -> Bool {
        guard let same = waiting.removeValue(forKey: sequence) else { return false }
        let size = same.octets / same.count
        count -= 1
        octets -= size
        if same.count > 1 { waiting[sequence] = (same.count - 1, same.octets - size) }
        return true
    }
}
