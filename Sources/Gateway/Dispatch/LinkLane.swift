import Delivery
import World

/// What waits for one link, and how much the link may take.
struct LinkLane {
    let link: any CarrierLink
    var waiting = FIFO<MessageID>()
    /// Plain messages wait behind codes.
    var waitingBulk = FIFO<MessageID>()
    var inFlight = 0
    var throttle: Throttle
    /// After the carrier throttled: nothing before this.
    var pausedUntil = Timestamp.distantPast
    /// Throttled answers in a row.
    var throttledInRow = 0

    init(_ link: any CarrierLink) {
        self.link = link
        throttle = Throttle(ratePerSecond: link.ratePerSecond, burst: max(1, (link.ratePerSecond ?? 1) / 10))
    }

    var queued: Int { waiting.count + waitingBulk.count }

    mutating func add(_ id: MessageID, isCode: Bool) {
        if isCode { waiting.append(id) } else { waitingBulk.append(id) }
    }

    mutating func removeAll() -> [MessageID] { waiting.removeAll() + waitingBulk.removeAll() }

    /// The next message, when the link takes one at `now`.
    mutating func next(now: Timestamp) -> MessageID? {
        guard queued > 0, link.isBound, inFlight < link.window, now >= pausedUntil else { return nil }
        if let until = throttle.take(1, now: now) {
            pausedUntil = until
            return nil
        }
        return waiting.popFirst() ?? waitingBulk.popFirst()
    }
}
