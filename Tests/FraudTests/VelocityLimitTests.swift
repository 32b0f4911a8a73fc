import Testing
import World

@testable import Fraud

struct VelocityLimitTests {
    let limit = VelocityLimit(5, per: .seconds(600))
    let start = Timestamp(seconds: 1000)

    @Test func `five pass in ten minutes, a sixth waits for the first to age`() {
        var moments: [Timestamp] = []
        for second in 0..<5 {
            let now = start + .seconds(Int64(second))
            #expect(limit.verdict(moments, now: now) == .allowed)
            moments = limit.adding(now, to: moments)
        }
        let sixth = start + .seconds(599)
        #expect(limit.verdict(moments, now: sixth) == .refused(until: start + .seconds(600)))
        #expect(limit.verdict(moments, now: start + .seconds(600)) == .allowed)
    }

    @Test func `no window of ten minutes ever holds a sixth`() {
        var random = SplitMix64(seed: 11)
        var kept: [Timestamp] = []
        var passed: [Timestamp] = []
        var now = start
        for _ in 0..<5000 {
            now += .seconds(Int64(random.next() % 120))
            if limit.verdict(kept, now: now) == .allowed {
                kept = limit.adding(now, to: kept)
                passed.append(now)
            }
            #expect(kept.count <= 5)
        }
        for index in 5..<passed.count { #expect(passed[index] - passed[index - 5] >= .seconds(600)) }
    }

    @Test func `a limit of none refuses everything`() {
        #expect(VelocityLimit(0, per: .seconds(1)).verdict([], now: start) == .refused(until: .distantFuture))
    }
}
