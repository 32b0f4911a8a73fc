import Delivery
import Testing
import Verification
import World

@testable import Gateway

struct LinkLaneTests {
    let start = Timestamp(seconds: 1000)

    private func id(_ low: UInt64) -> MessageID { MessageID(high: 1, low: low) }

    @Test func `a message given back goes before what came after it`() {
        var lane = LinkLane(RecordingLink("a"))
        for low in 1...3 { lane.add(id(UInt64(low)), isCode: true) }
        #expect(lane.next(now: start) == id(1))
        #expect(lane.next(now: start) == id(2))
        lane.giveBack(id(1), isCode: true)
        lane.giveBack(id(2), isCode: true)
        #expect([lane.next(now: start), lane.next(now: start), lane.next(now: start)] == [id(1), id(2), id(3)])
        #expect(lane.queued == 0)
    }

    @Test func `plain messages given back stay behind codes`() {
        var lane = LinkLane(RecordingLink("a"))
        lane.add(id(3), isCode: false)
        lane.giveBack(id(2), isCode: false)
        lane.add(id(1), isCode: true)
        #expect([lane.next(now: start), lane.next(now: start), lane.next(now: start)] == [id(1), id(2), id(3)])
        lane.add(id(4), isCode: false)
        lane.giveBack(id(5), isCode: false)
        #expect(lane.removeAll() == [id(5), id(4)] && lane.queued == 0)
    }

    @Test func `answers of one burst pause the lane once, and each burst for longer`() {
        var lane = LinkLane(RecordingLink("a"))
        var random = SplitMix64(seed: 3)
        lane.add(id(1), isCode: true)
        for _ in 0..<20 { lane.throttled(start: start, now: start + .milliseconds(10), using: &random) }
        #expect(lane.pausedUntil <= start + .milliseconds(10) + .milliseconds(200))
        #expect(lane.next(now: start + .milliseconds(50)) == nil)
        var now = lane.pausedUntil
        #expect(lane.next(now: now) == id(1))
        for burst in 2...6 {
            lane.throttled(start: now, now: now, using: &random)
            #expect(lane.pausedUntil >= now + .milliseconds(min(100 << (burst - 1), 2500)))
            now = lane.pausedUntil
        }
        #expect(lane.pausedUntil - now <= LinkLane.throttlePause.limit)
        lane.taken()
        lane.throttled(start: now, now: now, using: &random)
        #expect(lane.pausedUntil <= now + .milliseconds(200))
    }
}
