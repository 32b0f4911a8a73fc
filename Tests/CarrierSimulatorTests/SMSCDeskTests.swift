import MessageEncoding
import Numbering
import SMPP
import Testing
import World

@testable import CarrierSimulator

@Suite struct SMSCDeskTests {
    private let start = Timestamp(seconds: 1_800_000_000)
    private let swedish = OperatorNetwork(
        Operator(mcc: 240, mnc: "01", name: "One"), prefixes: ["+46"],
        deliveryLatency: Latency(p50: .seconds(9), p95: .seconds(9)))
    private let mobile = OperatorNetwork(Operator(mcc: 240, mnc: "07", name: "Two"), prefixes: ["+4670"])

    private func desk(_ change: (inout CarrierProfile) -> Void = { _ in }) -> SMSCDesk {
        SMSCDesk(profile: CarrierProfile.instant.with(change), seed: 3, now: start)
    }

    private func status(_ decision: SubmitDecision) -> CommandStatus {
        switch decision {
        case .refuse(let status): status
        case .accept: .ok
        }
    }

    private func accepted(_ decision: SubmitDecision) throws -> AcceptedMessage {
        guard case .accept(let message, _, _) = decision else {
            throw Refused(status: status(decision))
        }
        return message
    }

    private struct Refused: Error { let status: CommandStatus }

    @Test func `past its rate a carrier answers throttled, and takes one more when its time has come`() {
        var desk = desk { $0.segmentsPerSecondMax = 10 }
        let first = (0..<11).map { _ in status(desk.decide(submit(), now: start)) }
        #expect(first == Array(repeating: .ok, count: 10) + [.throttled])
        #expect(status(desk.decide(submit(), now: start + .milliseconds(99))) == .throttled)
        #expect(status(desk.decide(submit(), now: start + .milliseconds(100))) == .ok)
        #expect(status(desk.decide(submit(), now: start + .milliseconds(100))) == .throttled)
        #expect(desk.statistics.throttled == 3 && desk.statistics.accepted == 11)
    }

    @Test func `a full queue answers so, until a message is at its end`() throws {
        var desk = desk { $0.queueMax = 2 }
        let first = try accepted(desk.decide(submit(), now: start))
        _ = desk.decide(submit(), now: start)
        #expect(status(desk.decide(submit(), now: start)) == .messageQueueFull)
        _ = desk.end(first, .delivered, now: start)
        #expect(status(desk.decide(submit(), now: start)) == .ok)
        #expect(desk.statistics.queueFull == 1 && desk.statistics.queued == 2)
    }

    @Test func `what is not a number abroad is no destination`() {
        var desk = desk()
        for digits in ["", "12345", "4670123456x", "1234567890123456", "0701234567"] {
            var message = submit()
            message.destination.digits = digits
            #expect(status(desk.decide(message, now: start)) == .invalidDestinationAddress)
        }
        var national = submit()
        national.destination.ton = .national
        #expect(status(desk.decide(national, now: start)) == .invalidDestinationAddress)
    }

    @Test func `a validity period that is no time, or over, is refused`() {
        var desk = desk()
        for text in ["soon", SMPPTime.absolute(start - .seconds(1)).text, SMPPTime.relative(.zero).text] {
            #expect(status(desk.decide(submit(validityPeriod: text), now: start)) == .invalidValidityPeriod)
        }
        var scheduled = submit()
        scheduled.scheduleDeliveryTime = "tomorrow"
        #expect(status(desk.decide(scheduled, now: start)) == .invalidScheduledTime)
    }

    @Test func `a message lives as long as it says, or as the carrier says`() throws {
        var desk = desk { $0.validityDefault = .seconds(77) }
        let validity = SMPPTime.validityPeriod(.seconds(42))
        let stated = try accepted(desk.decide(submit(validityPeriod: validity), now: start))
        #expect(stated.expiresAt == start + .seconds(42))
        #expect(try accepted(desk.decide(submit(), now: start)).expiresAt == start + .seconds(77))
    }

    @Test func `a message scheduled for later arrives later`() throws {
        var desk = desk()
        var message = submit()
        message.scheduleDeliveryTime = SMPPTime.relative(.seconds(600)).text
        #expect(try accepted(desk.decide(message, now: start)).arrivesAt > start + .seconds(600))
    }

    @Test func `message numbers are unique, also after a restart`() throws {
        var desk = desk()
        var numbers = Set<UInt64>()
        for _ in 0..<1000 { numbers.insert(try accepted(desk.decide(submit(), now: start)).number) }
        var restarted = SMSCDesk(profile: .instant, seed: 3, now: start + .seconds(1))
        numbers.insert(try accepted(restarted.decide(submit(), now: start)).number)
        #expect(numbers.count == 1001)
    }

    @Test func `a hub sends by the longest beginning, and refuses what it has no way to`() throws {
        var desk = desk { $0.hub = Hub([self.swedish, self.mobile]) }
        let other = try #require(E164("+46812345678"))
        let far = try #require(E164("+447700900123"))
        #expect(try accepted(desk.decide(submit(), now: start)).arrivesAt < start + .seconds(1))
        #expect(try accepted(desk.decide(submit(to: other), now: start)).arrivesAt > start + .seconds(8))
        #expect(status(desk.decide(submit(to: far), now: start)) == .invalidDestinationAddress)
    }

    @Test func `only its own customer binds, with the right password`() {
        var desk = desk()
        let right = BindRequest(systemID: "instant", password: "secret")
        var (stranger, wrong) = (right, right)
        stranger.systemID = "other"
        wrong.password = "guess"
        #expect(desk.bind(right, now: start) == .ok)
        #expect(desk.bind(stranger, now: start) == .invalidSystemID)
        #expect(desk.bind(wrong, now: start) == .invalidPassword)
        desk.plan = FaultPlan([CarrierFault(.down)])
        #expect(desk.bind(right, now: start) == .systemError)
    }

    @Test func `faults hold from their beginning until before their end`() throws {
        var desk = desk { $0.deliveryLatency = Latency(p50: .seconds(1), p95: .seconds(1)) }
        let window = (from: start + .seconds(10), until: start + .seconds(20))
        func fault(_ kind: CarrierFault.Kind) -> FaultPlan {
            FaultPlan([CarrierFault(kind, from: window.from, until: window.until)])
        }
        desk.plan = fault(.down)
        let moments = [window.from - .microseconds(1), window.from, window.until - .microseconds(1), window.until]
        #expect(moments.map { status(desk.decide(submit(), now: $0)) } == [.ok, .systemError, .systemError, .ok])
        desk.plan = fault(.slow(factor: 5))
        let slow = try accepted(desk.decide(submit(), now: window.from))
        #expect(slow.arrivesAt - slow.acceptedAt > .milliseconds(4900))
        desk.plan = fault(.throttled(segmentsPerSecond: 1))
        let burst = (0..<3).map { _ in status(desk.decide(submit(), now: window.from + .seconds(5))) }
        #expect(burst == [.ok, .throttled, .throttled])
        desk.plan = fault(.silentDrop)
        #expect(try accepted(desk.decide(submit(), now: window.from + .seconds(7))).fate == .silence)
        #expect(try accepted(desk.decide(submit(), now: window.until)).fate == .delivery)
    }

    @Test func `a text from a phone waits for a bind in segments that join to it`() throws {
        var desk = desk()
        let text = String(repeating: "Кириллица. ", count: 10)
        let short = Address(ton: .unknown, npi: .e164, digits: "12345")
        #expect(try desk.take(text, from: phone, to: short, now: start) == 2)
        #expect(desk.takeWaiting(now: start).isEmpty)
        desk.bound(.receiver, session: SMSCSessionID(1))
        let segments = desk.takeWaiting(now: start)
        #expect(segments.map(\.isReceipt) == [false, false])
        #expect(segments.allSatisfy { $0.message.source == .international(phone.text) })
        #expect(segments.allSatisfy { $0.message.destination == short && $0.message.esmClass.hasUserDataHeader })
        var reassembler = Reassembler<String>()
        var joined: String?
        for message in segments.map(\.message) {
            let decoded = MessageDecoder.decode(
                dataCoding: DataCoding(rawValue: message.dataCoding), esmUDHI: true, octets: message.payload)
            if case .whole(let whole) = reassembler.add(decoded, from: "phone", now: 0) { joined = whole.text }
        }
        #expect(joined == text)
    }

    @Test(arguments: [
        (DeliverOutcome.answered(.ok), 1, 0, 0), (.answered(.temporaryApplicationError), 0, 0, 1),
        (.answered(.permanentApplicationError), 0, 1, 0),
    ])
    func `a phone's segment is taken, kept or given up as the ESME answers`(
        outcome: DeliverOutcome, taken: Int, dropped: Int, waiting: Int
    ) throws {
        var desk = desk()
        desk.bound(.receiver, session: SMSCSessionID(1))
        _ = try desk.take("STOP", from: phone, to: .international("+46700000001"), now: start)
        let segment = try #require(desk.takeWaiting(now: start).first)
        desk.sent(segment, outcome)
        let statistics = desk.statistics
        #expect(statistics.fromHandsets == taken && statistics.fromHandsetsDropped == dropped)
        #expect(statistics.receiptsWaiting == waiting && statistics.receipts == 0 && statistics.receiptsDropped == 0)
    }

    @Test func `receipts that wait are bounded in number and age`() throws {
        var desk = desk()
        let message = try accepted(desk.decide(submit(), now: start))
        let made = desk.end(message, .delivered, now: start)
        let receipt = try #require(made)
        for _ in 0..<SMSCDesk.waitingMax { desk.keep(receipt) }
        #expect(desk.statistics.receiptsDropped == 0 && desk.statistics.receiptsWaiting == SMSCDesk.waitingMax)
        desk.keep(receipt)
        #expect(desk.statistics.receiptsDropped == 1000)
        desk.bound(.receiver, session: SMSCSessionID(1))
        #expect(desk.takeWaiting(now: start + SMSCDesk.waitingLifetime).isEmpty)
        #expect(desk.statistics.receiptsDropped == 1000 + 9001 && desk.statistics.receiptsWaiting == 0)
    }
}
