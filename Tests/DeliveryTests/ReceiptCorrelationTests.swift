import Testing
import World

@testable import Delivery

struct ReceiptCorrelationTests {
    let start = Timestamp(seconds: 1000)

    func target(_ low: UInt64) -> ReceiptCorrelation.Target {
        ReceiptCorrelation.Target(message: MessageID(high: 1, low: low), attempt: 1, segment: 0)
    }

    func report(
        _ id: String, carrier: String = "a", verdict: ReceiptVerdict = .delivered
    ) -> ReceiptCorrelation.Report {
        .init(carrier: carrier, carrierID: id, verdict: verdict, detail: "", at: start)
    }

    @Test func `a receipt is credited once, a repetition is a duplicate`() {
        var correlation = ReceiptCorrelation(rules: ["a": ReceiptRule(form: .same)])
        #expect(correlation.register(target(1), carrier: "a", carrierID: "0aF") == [])
        #expect(correlation.receive(report("0Af", verdict: .intermediate)) == .credited(target(1)))
        #expect(correlation.receive(report("0Af")) == .credited(target(1)))
        #expect(correlation.receive(report("0af")) == .duplicate)
    }

    @Test func `the same ID on another carrier is another message's`() {
        var correlation = ReceiptCorrelation()
        _ = correlation.register(target(1), carrier: "a", carrierID: "7")
        _ = correlation.register(target(2), carrier: "b", carrierID: "7")
        #expect(correlation.receive(report("7", carrier: "b")) == .credited(target(2)))
        #expect(correlation.receive(report("7", carrier: "a")) == .credited(target(1)))
    }

    @Test func `an ID that two attempts share names neither`() {
        var correlation = ReceiptCorrelation()
        _ = correlation.register(target(1), carrier: "a", carrierID: "same")
        _ = correlation.register(target(2), carrier: "a", carrierID: "same")
        #expect(correlation.receive(report("same")) == .ambiguous)
        correlation.forget(carrier: "a", carrierID: "same")
        #expect(correlation.receive(report("same")) == .ambiguous, "which of them is left can't be told")
        correlation.forget(carrier: "a", carrierID: "same")
        #expect(correlation.receive(report("same")) == .held)
    }

    @Test func `a receipt before the response is held and claimed`() {
        var correlation = ReceiptCorrelation()
        #expect(correlation.receive(report("x")) == .held)
        #expect(correlation.register(target(1), carrier: "a", carrierID: "X") == [report("x")])
        #expect(correlation.heldCount == 0)
        #expect(correlation.unclaimed(now: start + .seconds(60)) == [])
    }

    @Test func `what nobody claims is given up after its time`() {
        var correlation = ReceiptCorrelation()
        _ = correlation.receive(report("x"))
        let end = start + ReceiptCorrelation.holdTime
        #expect(correlation.unclaimed(now: end - .microseconds(1)) == [])
        #expect(correlation.unclaimed(now: end) == [report("x")])
        #expect(correlation.heldCount == 0)
        #expect(correlation.receive(report("x"), isOverdue: true) == .unknown)
    }

    @Test func `no more receipts are held than the limit`() {
        var correlation = ReceiptCorrelation()
        for index in 0..<ReceiptCorrelation.heldMax { #expect(correlation.receive(report("\(index)")) == .held) }
        #expect(correlation.receive(report("more")) == .overflow)
    }
}
