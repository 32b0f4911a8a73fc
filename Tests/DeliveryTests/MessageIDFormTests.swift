import Testing
import World

@testable import Delivery

/// How receipts that write a message's ID otherwise than the response did find their attempt.
struct MessageIDFormTests {
    let start = Timestamp(seconds: 1000)
    let phones = (0..<10).compactMap { NumberTail("4670123456\($0)") }

    private func target(_ low: UInt64) -> ReceiptCorrelation.Target {
        ReceiptCorrelation.Target(message: MessageID(high: 1, low: low), attempt: 1, segment: 0)
    }

    private func report(_ id: String, phone: NumberTail? = nil, carrier: String = "a") -> ReceiptCorrelation.Report {
        .init(carrier: carrier, carrierID: id, verdict: .delivered, detail: "", at: start, phone: phone)
    }

    /// One attempt for each ID, to phones in turn.
    private func registered(
        _ ids: [String], rules: [String: ReceiptRule] = [:], withPhones: Bool = true
    ) -> ReceiptCorrelation {
        var correlation = ReceiptCorrelation(rules: rules)
        for (index, id) in ids.enumerated() {
            _ = correlation.register(
                target(UInt64(index)), carrier: "a", carrierID: id,
                phone: withPhones ? phones[index % phones.count] : nil)
        }
        return correlation
    }

    // jsmpp#56: hexadecimal in the response, decimal in the receipt. jasmin#763: another letter case.
    @Test(arguments: [
        ("0A1F", "2591"), ("a1f", "2591"), ("2591", "a1f"), ("2591", "00000A1F"), ("00A1F", "a1f"), ("A1F", "a1F"),
        ("deadbeefdeadbeef", "16045690984833335023"), ("b8a7c-1F", "B8A7C-1f"),
    ])
    func `an ID in another base or case, or with other zeros, is found without a setting`(
        response: String, receipt: String
    ) {
        var correlation = registered([response])
        #expect(correlation.receive(report(receipt, phone: phones[0])) == .credited(target(0)))
        #expect(correlation.receive(report(receipt, phone: phones[0])) == .duplicate)
    }

    @Test(arguments: [
        (MessageIDForm.same, "16", "16"), (.hexadecimalInResponse, "10", "16"), (.decimalInResponse, "22", "16"),
    ])
    func `a form that is set reads IDs no other way`(form: MessageIDForm, response: String, receipt: String) {
        for id in ["10", "16", "22"] {
            var correlation = registered([id], rules: ["a": ReceiptRule(form: form)])
            #expect(correlation.receive(report(receipt)) == (id == response ? .credited(target(0)) : .held))
        }
    }

    /// What becomes of receipts that name no phone, before anything is known of the carrier: they wait for an attempt
    /// that another reading of the ID means.
    private func receiveOverdue(
        _ ids: [String], _ correlation: inout ReceiptCorrelation
    ) -> [ReceiptCorrelation.Verdict] {
        for id in ids { #expect(correlation.receive(report(id)) == .held) }
        let overdue = correlation.unclaimed(now: start + ReceiptCorrelation.holdTime)
        #expect(overdue.map(\.carrierID) == ids)
        return overdue.map { correlation.receive($0, isOverdue: true) }
    }

    @Test func `an early receipt is not credited to the attempt its ID would name in another base`() {
        var correlation = registered(["10"], withPhones: false)
        #expect(correlation.receive(report("16")) == .held)
        let claimed = correlation.register(target(9), carrier: "a", carrierID: "16")
        #expect(claimed.map { correlation.receive($0) } == [.ambiguous])
    }

    @Test func `an ID that could name two attempts in two bases names none`() {
        var correlation = registered(["16", "10"], withPhones: false)
        #expect(correlation.receive(report("16")) == .ambiguous)
    }

    @Test func `of two attempts an ID could name, the receipt's phone says which`() {
        var correlation = registered(["16", "10"])
        #expect(correlation.receive(report("16", phone: phones[1])) == .credited(target(1)))
    }

    @Test func `what receipts beyond doubt have shown decides later ones`() {
        var correlation = registered(["1a", "1b", "16", "10"], withPhones: false)
        #expect(receiveOverdue(["26", "27"], &correlation) == [.credited(target(0)), .credited(target(1))])
        #expect(correlation.takeNotices() == [.learned(carrier: "a", .hexadecimalInResponse)])
        #expect(correlation.receive(report("16")) == .credited(target(3)), "0x10, whatever else is live")
        #expect(correlation.receive(report("22")) == .credited(target(2)))
        #expect(correlation.takeNotices() == [])
    }

    @Test func `a carrier may change how it writes IDs: receipts that name the phone show it`() {
        var correlation = registered((0..<400).map { "\(90_000 + $0)" })
        for index in 0..<200 {
            let receipt = report("\(90_000 + index)", phone: phones[index % phones.count])
            #expect(correlation.receive(receipt) == .credited(target(UInt64(index))))
        }
        #expect(correlation.takeNotices() == [.learned(carrier: "a", .same)])
        for index in 200..<400 {
            let receipt = report(String(90_000 + index, radix: 16), phone: phones[index % phones.count])
            #expect(correlation.receive(receipt) == .credited(target(UInt64(index))))
        }
        #expect(correlation.takeNotices() == [.learned(carrier: "a", .decimalInResponse)])
    }

    @Test func `one receipt teaches nothing yet, nor does an ID that is the same in both bases`() {
        var correlation = registered(["1a", "5", "6", "7", "16", "10"], withPhones: false)
        #expect(receiveOverdue(["26"], &correlation) == [.credited(target(0))])
        for (id, credited) in [("5", UInt64(1)), ("6", 2), ("7", 3)] {
            #expect(correlation.receive(report(id)) == .credited(target(credited)))
        }
        #expect(correlation.receive(report("16")) == .ambiguous)
    }

    @Test func `before anything is learned a match for another phone waits for its own attempt`() {
        var correlation = registered(["16"])
        #expect(correlation.receive(report("16", phone: phones[5])) == .held)
        let early = correlation.register(target(9), carrier: "a", carrierID: "10", phone: phones[5])
        #expect(early == [report("16", phone: phones[5])])
        #expect(early.map { correlation.receive($0) } == [.credited(target(9))])
    }

    // OsmoMSC with deliver-src-imsi: the receipt's source is the IMSI, never the phone's number.
    @Test func `a carrier whose receipts name no phone is believed after the wait`() throws {
        let imsi = try #require(NumberTail("001010000000001"))
        var correlation = registered(["1001", "1002", "1003"])
        for index in 0..<2 {
            #expect(correlation.receive(report("100\(index + 1)", phone: imsi)) == .held)
            let overdue = correlation.unclaimed(now: start + ReceiptCorrelation.holdTime)
            #expect(overdue.count == 1)
            #expect(
                correlation.receive(try #require(overdue.first), isOverdue: true) == .credited(target(UInt64(index))))
        }
        #expect(correlation.receive(report("1003", phone: imsi)) == .credited(target(2)), "learned by now")
    }

    @Test func `once receipts are known to name the phone, one for another phone is another's`() throws {
        var correlation = registered(["2001", "2002", "2003"])
        for index in 0..<2 {
            let receipt = report("200\(index + 1)", phone: phones[index])
            #expect(correlation.receive(receipt) == .credited(target(UInt64(index))))
        }
        #expect(correlation.receive(report("2003", phone: phones[7])) == .held)
        let overdue = correlation.unclaimed(now: start + ReceiptCorrelation.holdTime)
        #expect(correlation.receive(try #require(overdue.first), isOverdue: true) == .unknown)
    }

    @Test func `a carrier that gives several live messages one ID is told of, once`() {
        var correlation = registered(Array(repeating: "msg_id_not_implemented", count: 2))
        #expect(correlation.takeNotices() == [])
        _ = correlation.register(target(8), carrier: "a", carrierID: "msg_id_not_implemented")
        #expect(correlation.takeNotices() == [.sharedIDs(carrier: "a")])
        _ = correlation.register(target(9), carrier: "a", carrierID: "msg_id_not_implemented")
        #expect(correlation.takeNotices() == [])
        #expect(correlation.receive(report("msg_id_not_implemented", phone: phones[0])) == .ambiguous)
    }

    // OsmoMSC 1.9.0 in transaction mode: submit_sm_resp has an empty message_id.
    @Test func `a carrier that gives no IDs is told of too`() {
        var correlation = registered(["", ""])
        #expect(correlation.takeNotices() == [])
        #expect(correlation.register(target(8), carrier: "a", carrierID: "") == [])
        #expect(correlation.takeNotices() == [.sharedIDs(carrier: "a")])
    }

    @Test func `references name an attempt together with the phone`() {
        let rules = ["a": ReceiptRule(key: .userMessageReference)]
        var correlation = ReceiptCorrelation(rules: rules)
        _ = correlation.register(target(1), carrier: "a", carrierID: "umr:1", phone: phones[1])
        _ = correlation.register(target(2), carrier: "a", carrierID: "umr:1", phone: phones[2])
        #expect(correlation.receive(report("umr:1", phone: phones[3])) == .held)
        #expect(correlation.receive(report("umr:1", phone: phones[2])) == .credited(target(2)))
        #expect(correlation.receive(report("umr:1", phone: phones[1])) == .credited(target(1)))
        correlation.forget(carrier: "a", carrierID: "umr:1", phone: phones[1])
        #expect(correlation.receive(report("umr:1", phone: phones[2])) == .duplicate)
    }

    @Test func `a receipt early and in another base is claimed by its attempt`() {
        var correlation = ReceiptCorrelation()
        #expect(correlation.receive(report("2591", phone: phones[0])) == .held)
        let early = correlation.register(target(1), carrier: "a", carrierID: "00000A1F", phone: phones[0])
        #expect(early.count == 1 && correlation.heldCount == 0)
        #expect(early.map { correlation.receive($0) } == [.credited(target(1))])
    }

    @Test func `numbers are compared by their end, and not shown`() {
        #expect(NumberTail("+46701234567") == NumberTail("0701234567"))
        #expect(NumberTail("46701234567") != NumberTail("46701234568"))
        #expect(NumberTail("Watchword") == nil && NumberTail("123") == nil && NumberTail("1234") != nil)
        #expect(
            "\(NumberTail("46701234567")!) \(String(reflecting: NumberTail("46701234567")!))".contains("4567") == false)
    }
}
