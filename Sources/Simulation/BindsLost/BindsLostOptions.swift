import World

/// What one run with lost binds is made of; all drawn from its seed.
package struct BindsLostOptions: Sendable, Hashable, CustomStringConvertible {
    /// A time in which no carrier can be reached, counted from the run's start.
    package struct Outage: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Connections are reset, new ones refused.
            case refused
            /// Nothing comes through; connections carry on afterwards with what was written before.
            case stalled
            /// The SMSCs end every session and let nobody bind; what they took before waits there.
            case unbound
        }

        package var kind: Kind
        package var from: Duration
        package var until: Duration
    }

    package var seed: UInt64
    /// One verification each, so that every arrival names its verification.
    package var customers: Int
    /// One after another.
    package var outages: [Outage]
    package var delayMaxMicroseconds: Int64
    package var segmentsPerSecondMax: Int?
    package var receiptsBeforeResponse: Bool
    package var duplicateReceipts: Bool

    package init(seed: UInt64) {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9 &+ 2)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        self.seed = seed
        customers = draw(60...100)
        var outages: [Outage] = []
        var moment = 0
        for _ in 0..<draw(1...3) {
            let from = moment + draw(3_000...20_000)
            moment = from + [draw(100...3_000), draw(3_000...20_000), draw(20_000...45_000)][draw(0...2)]
            outages.append(
                Outage(
                    kind: Outage.Kind.allCases[draw(0...2)], from: .milliseconds(Int64(from)),
                    until: .milliseconds(Int64(moment))))
        }
        self.outages = outages
        delayMaxMicroseconds = Int64([1_000, 20_000, 200_000][draw(0...2)])
        segmentsPerSecondMax = [nil, 20, 50][draw(0...2)]
        receiptsBeforeResponse = draw(0...3) == 0
        duplicateReceipts = draw(0...3) == 0
    }

    package var description: String {
        let times = outages.map { "\($0.kind) \($0.from.inMilliseconds)–\($0.until.inMilliseconds) ms" }
        return "seed \(seed): \(customers) customers, no carrier " + times.joined(separator: ", ")
            + ", delay ≤ \(delayMaxMicroseconds) µs, \(segmentsPerSecondMax.map(String.init) ?? "any") segments/s, "
            + "receipts first \(receiptsBeforeResponse), twice \(duplicateReceipts)"
    }
}
