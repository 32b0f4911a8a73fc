import Delivery
import World

/// What waits for one link, and how much the link may take.
struct LinkLane {
    /// After the carrier throttled: how long the lane pauses.
    static let throttlePause = Backoff(base: .milliseconds(200), limit: .seconds(5))

    let link: any CarrierLink
    var waiting = FIFO<MessageID>()
    /// Plain messages wait behind codes.
    var waitingBulk = FIFO<MessageID>()
    /// Given back unsent: they go before what came after them, codes before plain messages all the same.
    private var again = FIFO<MessageID>()
    private var againBulk = FIFO<MessageID>()
    var inFlight = 0
    var throttle: Throttle
    /// After the carrier throttled: nothing before this.
    var pausedUntil = Timestamp.distantPast
    /// Bursts of throttled answers in a row, and when the last began.
    private var throttledInRow = 0
    private var throttledAt = Timestamp.distantPast

    init(_ link: any CarrierLink) {
        self.link = link
        throttle = Throttle(ratePerSecond: link.ratePerSecond, burst: max(1, (link.ratePerSecond ?? 1) / 10))
    }

    var queued: Int { again.count + waiting.count + againBulk.count + waitingBulk.count }

    mutating func add(_ id: MessageID, isCode: Bool) {
        if isCode { waiting.append(id) } else { waitingBulk.append(id) }
    }

    mutating func giveBack(_ id: MessageID, isCode: Bool) {
        if isCode { again.append(id) } else { againBulk.append(id) }
    }

    mutating func removeAll() -> [MessageID] {
        again.removeAll() + waiting.removeAll() + againBulk.removeAll() + waitingBulk.removeAll()
    }

    /// A submission that began at `start` was answered with too fast or queue full: nothing more for a while, which
    /// grows with every burst. What was in flight together is one burst.
    mutating func throttled(start: Timestamp, now: Timestamp, using random: inout some RandomNumberGenerator) {
        guard start >= throttledAt else { return }
        throttledInRow += 1
        throttledAt = now
        pausedUntil = now + Self.throttlePause.delay(afterFailures: throttledInRow, using: &random)
    }

    /// A submission was taken.
    mutating func taken() { throttledInRow = 0 }

    /// The next message, when the link takes one at `now`.
    mutating func next(now: Timestamp) -> MessageID? {
        guard queued > 0, link.isBound, inFlight < link.window, now >= pausedUntil else { return nil }
        if let until = throttle.take(1, now: now) {
            pausedUntil = until
            return nil
        }
        return again.popFirst() ?? waiting.popFirst() ?? againBulk.popFirst() ?? waitingBulk.popFirst()
    }
}
