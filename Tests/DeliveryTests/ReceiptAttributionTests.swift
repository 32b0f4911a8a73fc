import Testing
import World

@testable import Delivery

/// Two carriers whose IDs collide, each with its own way of writing them, receipts early, twice and reordered.
struct ReceiptAttributionTests {
    private struct Sent {
        var target: ReceiptCorrelation.Target
        var carrier: String
        var responseID: String
        var receiptID: String
        var phone: NumberTail?
    }

    private func written(_ number: UInt64, hexadecimal: Bool, using random: inout SplitMix64) -> String {
        var text = String(number, radix: hexadecimal ? 16 : 10)
        if Bool.random(using: &random) { text = text.uppercased() }
        if UInt8.random(in: 0..<4, using: &random) == 0 { text = "000" + text }
        return text
    }

    private func messages(_ count: Int, from first: UInt64, using random: inout SplitMix64) -> [Sent] {
        let forms = ["a": MessageIDForm.allCases.randomElement(using: &random)!, "b": .decimalInResponse]
        return (0..<count).map { index in
            let carrier = Bool.random(using: &random) ? "a" : "b"
            let form = forms[carrier]
            let number = first + UInt64(index)
            return Sent(
                target: .init(message: MessageID(high: 1, low: number), attempt: 1, segment: 0), carrier: carrier,
                responseID: written(number, hexadecimal: form == .hexadecimalInResponse, using: &random),
                receiptID: written(number, hexadecimal: form == .decimalInResponse, using: &random),
                phone: NumberTail("4670\(1_000_000 + number)"))
        }
    }

    @Test func `no receipt is credited to another message, and nearly every one to its own`() throws {
        var credited = 0
        var total = 0
        for seed in UInt64(0)..<200 {
            var random = SplitMix64(seed: seed)
            var correlation = ReceiptCorrelation()
            let now = Timestamp(seconds: 1000)
            let sent = messages(100, from: UInt64.random(in: 1...300, using: &random), using: &random)
            // Each response, and each receipt twice, in an order that is theirs only roughly.
            var events: [(index: Int, isResponse: Bool, at: Double)] = []
            for index in 0..<100 {
                for kind in 0..<3 {
                    let at = Double(index) + Double.random(in: 0...40, using: &random)
                    events.append((index, kind == 0, at))
                }
            }
            events.sort { $0.at < $1.at }
            var given: Set<ReceiptCorrelation.Target> = []
            func receive(_ report: ReceiptCorrelation.Report, isOverdue: Bool = false) {
                guard case .credited(let target) = correlation.receive(report, isOverdue: isOverdue) else { return }
                let right = sent.first { $0.target == target }
                #expect(right?.receiptID == report.carrierID && right?.carrier == report.carrier, "seed \(seed)")
                #expect(given.insert(target).inserted, "twice, seed \(seed)")
            }
            for (index, isResponse, _) in events {
                let message = sent[index]
                guard isResponse else {
                    receive(
                        .init(
                            carrier: message.carrier, carrierID: message.receiptID, verdict: .delivered,
                            detail: "", at: now, phone: message.phone))
                    continue
                }
                let early = correlation.register(
                    message.target, carrier: message.carrier, carrierID: message.responseID, phone: message.phone)
                for report in early { receive(report) }
            }
            for report in correlation.unclaimed(now: now + ReceiptCorrelation.holdTime) {
                receive(report, isOverdue: true)
            }
            credited += given.count
            total += sent.count
        }
        #expect(credited * 100 >= total * 99, "\(credited) of \(total)")
    }
}
