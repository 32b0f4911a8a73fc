import World

/// What one run with applications is made of; all drawn from its seed.
package struct ApplicationsOptions: Sendable, Hashable, CustomStringConvertible {
    package var seed: UInt64
    package var applications: Int
    /// How many messages each submits.
    package var messages: Int
    /// How often each application's connection is cut.
    package var cuts: Int
    /// How often the gateway's machine dies.
    package var crashes: Int
    /// How often nobody can bind for a while.
    package var closures: Int
    package var carrierOutages: Int
    package var resetsPerMillion: UInt64
    package var delayMaxMicroseconds: Int64
    /// What share of receipts an application refuses for now, in percent.
    package var refusalsPercent: UInt64
    package var duplicateReceipts: Bool

    package init(seed: UInt64) {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9 &+ 3)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        self.seed = seed
        applications = draw(1...3)
        messages = draw(10...30)
        cuts = draw(1...4)
        crashes = draw(0...2)
        closures = draw(0...2)
        carrierOutages = draw(0...2)
        resetsPerMillion = UInt64([0, 200, 2000][draw(0...2)])
        delayMaxMicroseconds = Int64([1_000, 20_000, 200_000][draw(0...2)])
        refusalsPercent = UInt64([0, 10, 40][draw(0...2)])
        duplicateReceipts = draw(0...3) == 0
    }

    package var description: String {
        "seed \(seed): \(applications) applications with \(messages) messages each, \(cuts) cuts each, "
            + "\(crashes) crashes, \(closures) closures, \(carrierOutages) carrier outages, "
            + "resets \(resetsPerMillion)/M, delay ≤ \(delayMaxMicroseconds) µs, "
            + "\(refusalsPercent) % of receipts refused at first, receipts twice \(duplicateReceipts)"
    }
}
