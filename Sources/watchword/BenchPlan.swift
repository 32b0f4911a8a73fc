import SMPP

/// What a run of the benchmark does.
struct BenchPlan: Sendable {
    enum Load: Sendable {
        /// So many journeys at once, each followed by the next.
        case closed(concurrency: Int)
        /// So many starts a second, whether or not the earlier ones have ended.
        case open(ratePerSecond: Double)
    }

    /// The subscriber parts of the Swedish mobile ranges +46 70, 72, 73 and 76: no two journeys share a number.
    static let numbers = 40_000_000
    private static let ranges = ["70", "72", "73", "76"]
    static let digitsPrefix = "46"

    var load: Load
    var journeys: Int
    var connections: Int
    var gateway: Endpoint
    var apiKey: String
    /// The first journey's number.
    var firstNumber: Int
    /// A journey that is not over by then counts as failed.
    var patience: Duration = .seconds(15)

    var title: String {
        switch load {
        case .closed(let concurrency): "closed loop, \(concurrency) at once"
        case .open(let rate): "open loop, \(rate.formatted(decimals: 0)) starts a second"
        }
    }

    /// "46701234567", without "+".
    func digits(journey: Int) -> String {
        let number = (firstNumber + journey) % Self.numbers
        let (range, rest) = number.quotientAndRemainder(dividingBy: 10_000_000)
        return Self.digitsPrefix + Self.ranges[range] + String(String(10_000_000 + rest).dropFirst())
    }

    /// The journey of a number; `nil` when it is none of this run.
    func journey(digits: some StringProtocol) -> Int? {
        guard digits.utf8.count == 11, digits.hasPrefix(Self.digitsPrefix) else { return nil }
        let range = digits.dropFirst(2).prefix(2)
        guard let index = Self.ranges.firstIndex(where: { $0 == range }), let rest = Int(digits.dropFirst(4)) else {
            return nil
        }
        let journey = (index * 10_000_000 + rest - firstNumber + Self.numbers) % Self.numbers
        return journey < journeys ? journey : nil
    }
}

extension Double {
    /// Rounded, with as many decimals.
    func formatted(decimals: Int) -> String {
        let scale = [1.0, 10, 100, 1000][min(max(decimals, 0), 3)]
        let scaled = Int((self * scale).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
        return (scaled < 0 ? "-" : "") + "\(whole)." + String(String(UInt(scale) + rest).dropFirst())
    }
}
