import World

/// What one run of the first scenario is made of; all drawn from its seed, printed before it starts.
package struct ScenarioOptions: Sendable, Hashable, CustomStringConvertible {
    package var seed: UInt64
    package var handsets = 20
    /// Verifications started while faults happen.
    package var starts: Int
    /// How often the gateway's machine dies.
    package var crashes: Int
    package var resetsPerMillion: UInt64
    package var delayMaxMicroseconds: Int64
    package var diskFailures: Int
    package var carrierOutages: Int
    /// What share of checks type a wrong code, in percent.
    package var wrongChecksPercent: UInt64
    package var receiptsBeforeResponse: Bool
    package var duplicateReceipts: Bool
    package var throttled: Bool

    package init(seed: UInt64) {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9 &+ 1)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        self.seed = seed
        starts = draw(10...30)
        crashes = draw(0...3)
        resetsPerMillion = UInt64([0, 200, 2000, 10_000][draw(0...3)])
        delayMaxMicroseconds = Int64([1_000, 20_000, 200_000][draw(0...2)])
        diskFailures = draw(0...2)
        carrierOutages = draw(0...3)
        wrongChecksPercent = UInt64(draw(0...60))
        receiptsBeforeResponse = draw(0...3) == 0
        duplicateReceipts = draw(0...3) == 0
        throttled = draw(0...3) == 0
    }

    package var description: String {
        "seed \(seed): \(starts) starts to \(handsets) handsets, \(crashes) crashes, resets \(resetsPerMillion)/M, "
            + "delay ≤ \(delayMaxMicroseconds) µs, \(diskFailures) disk failures, \(carrierOutages) carrier outages, "
            + "\(wrongChecksPercent) % wrong checks, receipts first \(receiptsBeforeResponse), "
            + "twice \(duplicateReceipts), throttled \(throttled)"
    }
}
