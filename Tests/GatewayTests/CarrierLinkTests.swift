import Delivery
import SMPP
import Synchronization
import Testing
import World

@testable import Gateway

/// What a link makes of a carrier's answers and receipts. Every quirk names the peer that has it.
struct CarrierLinkTests {
    static let long = CarrierDialectTests.long

    private func receipt(_ text: String, from: Address = .international("46701234567"), tlvs: [TLV] = []) -> DeliverSM {
        DeliverSM(
            source: from, destination: .alphanumeric("Watchword"), esmClass: .deliveryReceipt,
            shortMessage: Array(text.utf8), tlvs: tlvs)
    }

    // MARK: Several segments

    @Test func `a segment that is throttled is tried again under the same reference`() async {
        let bench = await LinkBench([
            .accepted(messageID: "a", tlvs: []), .rejected(.throttled), .rejected(.messageQueueFull),
            .accepted(messageID: "b", tlvs: []),
        ])
        let outcome = await bench.submit(bench.submission(Self.long))
        #expect(outcome == .acknowledged(carrierIDs: ["a", "b"]))
        #expect(bench.session.sent.map { $0.shortMessage.prefix(6).last } == [1, 2, 2, 2])
        #expect(Set(bench.session.sent.map { $0.shortMessage[3] }).count == 1)
    }

    @Test func `a segment without answer is written again, for the phone joins either`() async {
        let bench = await LinkBench([.accepted(messageID: "a", tlvs: []), .ambiguous(.timedOut)])
        #expect(await bench.submit(bench.submission(Self.long)) == .acknowledged(carrierIDs: ["a", "id3"]))
    }

    @Test func `a segment refused for good gives the message back with what was taken`() async {
        let bench = await LinkBench([.accepted(messageID: "a", tlvs: []), .rejected(.submitFailed)])
        #expect(
            await bench.submit(bench.submission(Self.long))
                == .partly(carrierIDs: ["a"], of: 2, then: .rejected(.route, detail: "ESME_RSUBMITFAIL")))
    }

    @Test func `a segment is tried no longer than the link's patience`() async {
        let refused = Array(repeating: SubmitOutcome.notSent(.notBound), count: 500)
        let bench = await LinkBench([.accepted(messageID: "a", tlvs: [])] + refused)
        let start = bench.world.now
        let outcome = await bench.submit(bench.submission(Self.long))
        #expect(outcome == .partly(carrierIDs: ["a"], of: 2, then: .notSent))
        #expect(bench.world.now - start >= SMPPCarrierLink.partPatience - SMPPCarrierLink.partPause.limit)
    }

    @Test func `the first segment's refusal is the message's`() async {
        let bench = await LinkBench([.rejected(.throttled)])
        #expect(
            await bench.submit(bench.submission(Self.long))
                == .rejected(.throttled, detail: "ESME_RTHROTTLED"))
        #expect(bench.session.sent.count == 1)
    }

    // MARK: Receipts

    @Test func `a receipt is reported as the carrier wrote it, with the phone it is about`() async {
        let bench = await LinkBench()
        let status = await bench.link.receive(
            receipt("id:0A1F sub:001 dlvrd:001 stat:DELIVRD err:000 text:"))
        #expect(status == .ok)
        let report = bench.events.reports.withLock { $0.first }
        #expect(report?.carrierID == "0A1F" && report?.verdict == .delivered)
        #expect(report?.phone == NumberTail("0701234567"))
    }

    @Test func `a receipt that names no message is kept as unreadable`() async {
        let bench = await LinkBench()
        #expect(await bench.link.receive(receipt("stat:DELIVRD")) == .ok)
        #expect(bench.events.unreadable.withLock { $0 } == 1)
    }

    // OsmoMSC 1.9.0 answers every submit_sm with message_id `msg_id_not_implemented`; its receipts have id:00000001,
    // dates literally YYMMDDhhmm, and user_message_reference truncated to eight bits.
    @Test func `where message IDs are all alike the reference names the message`() async {
        let constant = SubmitOutcome.accepted(messageID: "msg_id_not_implemented", tlvs: [])
        let bench = await LinkBench([constant, constant, constant]) { $0.receipts.key = .userMessageReference }
        var ids: [String] = []
        for to in [LinkBench.phone, LinkBench.phone, "+46709999999"] {
            guard case .acknowledged(let given) = await bench.link.submit(bench.submission("hi", to: to)) else {
                Issue.record("refused")
                return
            }
            ids += given
        }
        #expect(ids[0] != ids[1], "to one phone the references differ")
        let references = bench.session.sent.compactMap(\.tlvs.userMessageReference)
        #expect(references.count == 3 && references.allSatisfy { $0 <= 255 })
        #expect(ids == references.map { "umr:\($0)" })
        let answer = receipt(
            "id:00000001 sub:001 dlvrd:001 submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:DELIVRD err:000 text:",
            tlvs: [TLV(.userMessageReference, short: references[1] | 0x0300)])
        #expect(await bench.link.receive(answer) == .ok)
        #expect(bench.events.reports.withLock { $0.first?.carrierID } == ids[1])
    }

    @Test func `where references name messages, one without answer has its name too`() async {
        let bench = await LinkBench([.ambiguous(.timedOut), .notSent(.notBound)]) {
            $0.receipts.key = .userMessageReference
        }
        let outcome = await bench.link.submit(bench.submission("hi"))
        let reference = bench.session.sent.first?.tlvs.userMessageReference ?? 999
        #expect(
            outcome == .partly(carrierIDs: ["umr:\(reference)"], of: 1, then: .ambiguous(detail: "timedOut")))
        #expect(await bench.link.submit(bench.submission("hi")) == .notSent)
    }

    // OsmoMSC 1.9.0 in transaction mode answers with an empty message_id once the phone has it.
    @Test func `a response without an ID is enough where the reference names the message`() async {
        let bench = await LinkBench([.accepted(messageID: "", tlvs: [])]) {
            $0.receipts.key = .userMessageReference
            $0.deliveryMode = .transaction
        }
        let outcome = await bench.link.submit(bench.submission("hi"))
        let reference = bench.session.sent.first?.tlvs.userMessageReference ?? 999
        #expect(outcome == .acknowledged(carrierIDs: ["umr:\(reference)"]))
    }

    @Test func `each segment has a reference of its own, and keeps it when tried again`() async {
        let bench = await LinkBench([
            .accepted(messageID: "x", tlvs: []), .rejected(.throttled), .accepted(messageID: "x", tlvs: []),
        ]) { $0.receipts.key = .userMessageReference }
        _ = await bench.submit(bench.submission(Self.long))
        let references = bench.session.sent.compactMap(\.tlvs.userMessageReference)
        #expect(references.count == 3 && references[0] != references[1] && references[1] == references[2])
    }

    // MARK: Binds

    @Test func `a refused bind is said loudly, every time`() async {
        let bench = await LinkBench()
        let end = SessionEnd.bindRefused(.invalidPassword)
        for _ in 0..<2 { bench.link.stateChanged(.waiting(until: bench.world.now, after: end)) }
        let lines = bench.log.all.filter { $0.hasPrefix("error") }
        #expect(lines.count == 2)
        #expect(lines[0].contains("ESME_RINVPASWD") && lines[0].contains("carrier=a"))
    }

    @Test func `a lost bind is said once until it is made again`() async {
        let bench = await LinkBench()
        for _ in 0..<3 { bench.link.stateChanged(.waiting(until: bench.world.now, after: .connectionLost)) }
        #expect(bench.log.all.filter { $0.hasPrefix("warning") }.count == 1)
        bench.link.stateChanged(.bound)
        bench.link.stateChanged(.waiting(until: bench.world.now, after: .connectionLost))
        #expect(bench.log.all.filter { $0.hasPrefix("warning") }.count == 2)
    }
}

struct ReferenceBookTests {
    let start = Timestamp(seconds: 1000)

    @Test func `no two live references to a phone are the same, and at 256 there is none left`() throws {
        let phone = try #require(NumberTail("46701234567"))
        let other = try #require(NumberTail("46701234568"))
        var book = ReferenceBook()
        var given: Set<UInt8> = []
        for index in 0..<256 {
            let until = start + .seconds(index == 7 ? 5 : 60)
            let reference = book.take(phone, until: until, first: 250, now: start)
            given.insert(try #require(reference))
        }
        #expect(given.count == 256)
        #expect(book.take(phone, until: start + .seconds(60), first: 0, now: start) == nil)
        #expect(book.take(other, until: start + .seconds(60), first: 0, now: start) == 1)
        // The eighth is free again after its time: 250 + 8 beyond 255.
        #expect(book.take(phone, until: start + .seconds(60), first: 0, now: start + .seconds(5)) == 2)
    }

    @Test func `no more phones than the limit have references, until one's are over`() throws {
        let phones = try (0..<3).map { try #require(NumberTail("4670123456\($0)")) }
        var book = ReferenceBook(phonesMax: 2)
        for (index, phone) in phones.enumerated() {
            let given = book.take(phone, until: start + .seconds(10 + index), first: 0, now: start)
            #expect(given == (index < 2 ? 1 : nil))
        }
        #expect(book.take(phones[0], until: start + .seconds(10), first: 0, now: start) == 2)
        #expect(book.take(phones[2], until: start + .seconds(60), first: 0, now: start + .seconds(10)) == 1)
    }
}
