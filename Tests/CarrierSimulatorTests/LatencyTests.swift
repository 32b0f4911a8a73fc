import CarrierSimulator
import Testing
import World

@Suite struct LatencyTests {
    @Test(arguments: CarrierProfile.presets)
    func `draws of a seed have the percentiles that were asked for`(profile: CarrierProfile) {
        var random = SplitMix64(seed: 7)
        let latency = profile.deliveryLatency
        let draws = (0..<20_000).map { _ in latency.sample(using: &random) }.sorted()
        let (p50, p95) = (draws[10_000] / latency.p50, draws[19_000] / latency.p95)
        #expect(abs(p50 - 1) < 0.03, "median off by \(p50)")
        #expect(abs(p95 - 1) < 0.05, "95th percentile off by \(p95)")
    }

    @Test func `one seed gives one sequence`() {
        let latency = Latency(p50: .seconds(1), p95: .seconds(3))
        var (one, other) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
        #expect((0..<50).allSatisfy { _ in latency.sample(using: &one) == latency.sample(using: &other) })
    }

    @Test func `no time at all takes nothing from the generator`() {
        var (one, other) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
        #expect(Latency.none.sample(using: &one) == .zero)
        #expect(one.next() == other.next())
    }

    @Test func `a 95th percentile below the median is taken for the median`() {
        let latency = Latency(p50: .seconds(2), p95: .seconds(1))
        var random = SplitMix64(seed: 5)
        #expect(latency.p95 == .seconds(2))
        #expect(abs(latency.sample(using: &random) / .seconds(2) - 1) < 0.001)
    }

    @Test func `a probability of a quarter comes up a quarter of the time`() {
        var random = SplitMix64(seed: 5)
        let quarter: Probability = 0.25
        let count = (0..<20_000).count { _ in quarter.draw(using: &random) }
        #expect((4_700...5_300).contains(count))
        #expect(Probability(7).value == 1)
    }
}
