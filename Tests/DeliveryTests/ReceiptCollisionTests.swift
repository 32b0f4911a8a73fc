import Testing
import World

@testable import Delivery

/// Two carriers that count alike, so that every ID means a message of either, and one of either in either base.
@Suite(.timeLimit(.minutes(2)))
struct ReceiptCollisionTests {
    /// How a carrier writes a number.
    private enum Writing: CaseIterable {
        case decimal, paddedDecimal, hexLower, hexUpper, paddedHex

        func text(_ number: UInt64) -> String {
            switch self {
            case .decimal: String(number)
            case .paddedDecimal: Self.padded(String(number))
            case .hexLower: String(number, radix: 16)
            case .hexUpper: String(number, radix: 16, uppercase: true)
            case .paddedHex: Self.padded(String(number, radix: 16, uppercase: true))
            }
        }

        private static func padded(_ text: String) -> String {
            String(repeating: "0", count: max(0, 10 - text.count)) + text
        }
    }

    private struct Sent {
        var carrier: String
        var responseID: String
        var receiptID: String
        var phone: NumberTail?
        var namesPhone: Bool
        var target: ReceiptCorrelation.Target
    }

    private enum Event {
        case response(Int)
        case receipt(Int, ReceiptVerdict)
        case forgotten(Int)
    }

    /// Plays the carriers and keeps count of what each message was credited with.
    private struct Play {
        var correlation = ReceiptCorrelation()
        var sent: [Sent] = []
        var events: [(at: Timestamp, tie: UInt64, event: Event)] = []
        var owners: [String: Int] = [:]
        var finals: [Int: Int] = [:]
        var wrong = 0

        mutating func run() {
            events.sort { ($0.at, $0.tie) < ($1.at, $1.tie) }
            for (now, _, event) in events {
                for report in correlation.unclaimed(now: now) { take(report, isOverdue: true) }
                switch event {
                case .response(let index):
                    let sent = sent[index]
                    let early = correlation.register(
                        sent.target, carrier: sent.carrier, carrierID: sent.responseID, phone: sent.phone)
                    for report in early { take(report) }
                case .receipt(let index, let verdict):
                    let sent = sent[index]
                    take(
                        ReceiptCorrelation.Report(
                            carrier: sent.carrier, carrierID: sent.receiptID, verdict: verdict, detail: "", at: now,
                            phone: sent.namesPhone ? sent.phone : nil))
                case .forgotten(let index):
                    let sent = sent[index]
                    correlation.forget(carrier: sent.carrier, carrierID: sent.responseID, phone: sent.phone)
                }
            }
        }

        private mutating func take(_ report: ReceiptCorrelation.Report, isOverdue: Bool = false) {
            guard case .credited(let target) = correlation.receive(report, isOverdue: isOverdue) else { return }
            let index = Int(target.message.low)
            if owners["\(report.carrier)/\(report.carrierID)"] != index { wrong += 1 }
            if report.verdict != .intermediate { finals[index, default: 0] += 1 }
        }
    }

    private func play(seed: UInt64, messages: Int, namesPhones: Bool) -> Play {
        var random = SplitMix64(seed: seed)
        var play = Play()
        let start = Timestamp(seconds: 1_000_000)
        let forms = (0..<2).map { _ in
            (
                Writing.allCases.randomElement(using: &random) ?? .decimal,
                Writing.allCases.randomElement(using: &random) ?? .decimal
            )
        }
        // Small numbers are each other's in another base more often.
        var number = UInt64.random(in: 1...(seed.isMultiple(of: 2) ? 300 : 100_000), using: &random)
        for index in 0..<messages {
            let lane = index % 2
            if lane == 0 { number += UInt64.random(in: 1...3, using: &random) }
            let carrier = ["a", "b"][lane]
            let sent = Sent(
                carrier: carrier, responseID: forms[lane].0.text(number), receiptID: forms[lane].1.text(number),
                phone: NumberTail("4670\(1_000_000 + Int.random(in: 0..<5000, using: &random))"),
                namesPhone: namesPhones,
                target: .init(message: MessageID(high: 1, low: UInt64(index)), attempt: 1, segment: 0))
            play.sent.append(sent)
            play.owners["\(carrier)/\(sent.receiptID)"] = index
            let answered = start + .milliseconds(Int64(index) * 20)
            func add(_ event: Event, after milliseconds: ClosedRange<Int64>) {
                let delay = Duration.milliseconds(Int64.random(in: milliseconds, using: &random))
                play.events.append((answered + delay, random.next(), event))
            }
            add(.response(index), after: 0...0)
            // One in four comes before the response; some are told of twice or three times, on whichever bind.
            if index >= 1000, Int.random(in: 0..<4, using: &random) == 0 {
                add(.receipt(index, .intermediate), after: -500...3000)
            }
            // The first receipts come when many messages are live and nothing is known of the carriers yet.
            let first: ClosedRange<Int64> =
                index < 1000 ? 25_000...40_000 : Int.random(in: 0..<4, using: &random) == 0 ? -2000...0 : 1...20_000
            let verdict: ReceiptVerdict = Int.random(in: 0..<5, using: &random) == 0 ? .undelivered : .delivered
            for _ in 0..<Int.random(in: 1...3, using: &random) { add(.receipt(index, verdict), after: first) }
            add(.forgotten(index), after: 180_000...180_000)
        }
        play.run()
        return play
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `early, repeated and rewritten receipts are credited once each, and none to another message`(seed: UInt64) {
        let play = play(seed: seed, messages: 5000, namesPhones: true)
        #expect(play.wrong == 0, "seed \(seed)")
        let uncredited = (0..<5000).filter { play.finals[$0] == nil }
        #expect(uncredited == [], "seed \(seed)")
        #expect(play.finals.values.allSatisfy { $0 == 1 }, "seed \(seed)")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `where receipts name no phone, none is credited to another message either`(seed: UInt64) {
        let play = play(seed: seed, messages: 5000, namesPhones: false)
        #expect(play.wrong == 0, "seed \(seed)")
        #expect(play.finals.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(play.finals.count > 4000, "seed \(seed)")
    }
}
