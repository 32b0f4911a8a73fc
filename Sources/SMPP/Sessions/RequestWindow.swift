import World

/// Requests sent and not yet answered, by sequence number; responses may come in any order.
/// Source: SMPP 3.4 §2.9 (asynchronous transactions).
struct RequestWindow<Payload: Sendable>: Sendable {
    private var waiting: [UInt32: Payload] = [:]
    /// In the order they were sent, which is the order of their deadlines; answered ones are dropped late.
    private var order: [(sequence: UInt32, deadline: Timestamp)] = []
    private var head = 0
    private var lastSequence: UInt32 = 0

    var count: Int { waiting.count }
    /// Entries kept of requests, answered ones included; at most four times the window and 128.
    var entryCount: Int { order.count }

    /// The next number: 1 … 0x7FFFFFFF, then 1 again; never one that still waits. Source: SMPP 3.4 §3.2, §5.1.4.
    mutating func nextSequence() -> UInt32 {
        repeat { lastSequence = lastSequence == 0x7FFF_FFFF ? 1 : lastSequence + 1 } while waiting[lastSequence] != nil
        return lastSequence
    }

    mutating func add(_ payload: Payload, sequence: UInt32, deadline: Timestamp) {
        waiting[sequence] = payload
        order.append((sequence, deadline))
    }

    /// What waits for a response to `sequence`.
    subscript(sequence: UInt32) -> Payload? { waiting[sequence] }

    /// What waited for a response to `sequence`; `nil` when nothing did.
    mutating func take(_ sequence: UInt32) -> Payload? {
        guard let payload = waiting.removeValue(forKey: sequence) else { return nil }
        prune()
        return payload
    }

    /// What has waited past its deadline, oldest first.
    mutating func takeExpired(now: Timestamp) -> [Payload] {
        var expired: [Payload] = []
        while head < order.count, order[head].deadline <= now {
            if let payload = waiting.removeValue(forKey: order[head].sequence) { expired.append(payload) }
            head += 1
        }
        prune()
        return expired
    }

    /// All that waits, oldest first.
    mutating func takeAll() -> [Payload] {
        let all = order[head...].compactMap { waiting.removeValue(forKey: $0.sequence) }
        order.removeAll()
        head = 0
        return all
    }

    var firstDeadline: Timestamp? { head < order.count ? order[head].deadline : nil }

    /// Drops answered entries at the front, and all of them when they are most of the list.
    private mutating func prune() {
        while head < order.count, waiting[order[head].sequence] == nil { head += 1 }
        guard head > 64 && head * 2 > order.count || order.count - head > 2 * waiting.count + 64 else { return }
        order = order[head...].filter { waiting[$0.sequence] != nil }
        head = 0
    }
}
