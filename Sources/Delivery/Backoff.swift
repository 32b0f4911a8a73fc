/// Waiting times that grow by doubling, each drawn from the upper half of its step so that peers spread out.
package struct Backoff: Hashable, Sendable {
    package var base: Duration
    package var limit: Duration

    package init(base: Duration, limit: Duration) { (self.base, self.limit) = (base, limit) }

    /// The wait after `failures` failures in a row; none after none.
    package func delay(afterFailures failures: Int, using random: inout some RandomNumberGenerator) -> Duration {
        guard failures > 0 else { return .zero }
        // Capped before it is computed: 2^20 steps of any base are past every limit.
        let step = min(limit, base * (1 << min(failures - 1, 20)))
        return step * Double.random(in: 0.5...1, using: &random)
    }
}
