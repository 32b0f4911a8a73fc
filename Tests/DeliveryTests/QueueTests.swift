import Testing
import World

@testable import Delivery

struct QueueTests {
    let start = Timestamp(seconds: 1000)

    @Test func `things fall due by time, equal ones in order`() {
        var queue = DueQueue<Int>()
        var random = SplitMix64(seed: 2)
        var expected: [(Int64, Int)] = []
        for index in 0..<500 {
            let second = Int64(random.next() % 50)
            queue.add(index, at: start + .seconds(second))
            expected.append((second, index))
        }
        expected.sort { $0 < $1 }
        #expect(queue.popDue(now: start - .seconds(1)) == nil)
        var popped: [Int] = []
        while let next = queue.popDue(now: start + .seconds(60)) { popped.append(next) }
        #expect(popped == expected.map(\.1))
    }

    @Test func `first in, first out, over many refills`() {
        var queue = FIFO<Int>()
        var next = 0
        var expected = 0
        for round in 0..<2000 {
            for _ in 0..<(round % 5) {
                queue.append(next)
                next += 1
            }
            if round % 2 == 0, let value = queue.popFirst() {
                #expect(value == expected)
                expected += 1
            }
        }
        #expect(queue.removeAll() == Array(expected..<next))
        #expect(queue.isEmpty)
    }

    @Test func `a throttle lets its burst through and then its rate`() {
        var throttle = Throttle(ratePerSecond: 10, burst: 2)
        #expect(throttle.take(1, now: start) == nil)
        #expect(throttle.take(1, now: start) == nil)
        #expect(throttle.take(1, now: start) == start + .milliseconds(100))
        #expect(throttle.take(1, now: start + .milliseconds(100)) == nil)
        var unlimited = Throttle(ratePerSecond: nil)
        #expect(unlimited.take(1000, now: start) == nil)
    }

    @Test func `what was taken beyond one is charged to what comes next`() {
        var throttle = Throttle(ratePerSecond: 10)
        #expect(throttle.take(1, now: start) == nil)
        throttle.charge(3, now: start)
        #expect(throttle.take(1, now: start) == start + .milliseconds(400))
        #expect(throttle.take(1, now: start + .milliseconds(400)) == nil)
        throttle.charge(0, now: start + .milliseconds(400))
        #expect(throttle.take(1, now: start + .milliseconds(400)) == start + .milliseconds(500))
    }

    @Test func `waits double up to the limit, cut by at most half`() {
        let backoff = Backoff(base: .milliseconds(100), limit: .seconds(1))
        var random = SplitMix64(seed: 9)
        #expect(backoff.delay(afterFailures: 0, using: &random) == .zero)
        for failures in 1...60 {
            let full = min(1000, 100 << min(failures - 1, 10))
            let delay = backoff.delay(afterFailures: failures, using: &random)
            #expect(delay >= .milliseconds(full) / 2 && delay <= .milliseconds(full))
        }
    }
}
