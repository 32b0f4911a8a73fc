import World

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long something takes: a lognormal distribution given by two of its percentiles.
///
/// Lognormal because delivery times are never below some floor and have a long tail; two percentiles because those are
/// what measurements state.
package struct Latency: Sendable, Hashable {
    /// Half take less.
    package let p50: Duration
    /// 95 of 100 take less; at least `p50`.
    package let p95: Duration
    /// Of the logarithm of the microseconds.
    private let mean: Double
    private let deviation: Double

    /// `p50` of zero takes no time ever.
    package init(p50: Duration, p95: Duration) {
        let p50 = max(p50, .zero)
        self.p50 = p50
        self.p95 = p50 == .zero ? .zero : max(p95, p50)
        mean = p50 == .zero ? 0 : log(Double(max(1, p50.inMicroseconds)))
        let tail = p50 == .zero ? 0 : log(Double(max(1, self.p95.inMicroseconds)))
        deviation = (tail - mean) / Self.normalP95
    }

    package static let none = Latency(p50: .zero, p95: .zero)

    /// One draw, at most `p50 × (p95 / p50)^2.4`. Takes two numbers from `random`, none where it takes no time.
    package func sample(using random: inout some RandomNumberGenerator) -> Duration {
        guard p50 > .zero else { return .zero }
        return .microseconds(Int64(exp(mean + deviation * Self.normal(using: &random))))
    }

    /// The 95th percentile of the standard normal distribution.
    private static let normalP95 = 1.6448536269514722
    /// No draw lies further from the mean, so that one in a thousand does not last for ever.
    private static let normalMax = 4.0

    /// Standard normal. Source: Box and Muller, Annals of Mathematical Statistics 29, 1958.
    private static func normal(using random: inout some RandomNumberGenerator) -> Double {
        let radius = sqrt(-2 * log(1 - unit(using: &random)))
        let drawn = radius * cos(2 * .pi * unit(using: &random))
        return min(max(drawn, -normalMax), normalMax)
    }

    /// From 0 to below 1, of 53 bits.
    static func unit(using random: inout some RandomNumberGenerator) -> Double {
        Double(random.next() >> 11) * 0x1p-53
    }
}

/// How likely something is.
package struct Probability: Sendable, Hashable, ExpressibleByFloatLiteral {
    /// 0 never … 1 always.
    package let value: Double

    package init(_ value: Double) { self.value = min(max(value, 0), 1) }
    package init(floatLiteral value: Double) { self.init(value) }

    /// Takes one number from `random` unless it is never.
    package func draw(using random: inout some RandomNumberGenerator) -> Bool {
        value > 0 && Latency.unit(using: &random) < value
    }
}
