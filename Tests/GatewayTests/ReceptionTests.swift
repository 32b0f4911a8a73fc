import SMPP
import Synchronization
import Testing
import World

@testable import Gateway

/// Takes what phones send, or says not now.
private final class Inbox: InboundMessages {
    let taken = Mutex<[ReceivedSegment]>([])
    let answer: ReceptionAnswer
    init(_ answer: ReceptionAnswer = .kept) { self.answer = answer }
    func received(_ segment: ReceivedSegment) async -> ReceptionAnswer {
        taken.withLock { $0.append(segment) }
        return answer
    }
}

struct ReceptionTests {
    let segment = ReceivedSegment(
        carrier: "a", from: .international("46701234567"), to: Address(digits: "72000"), payload: Array("hej".utf8),
        receivedAt: Timestamp(seconds: 5))

    @Test func `a message from a phone is refused while nothing takes them`() async throws {
        let bench = try await Bench()
        #expect(await bench.gateway.dispatcher.message(segment) == .refused)
    }

    @Test func `a message from a phone is answered once it is durable`() async throws {
        let bench = try await Bench()
        let inbox = Inbox()
        bench.gateway.inbound = inbox
        #expect(await bench.gateway.dispatcher.message(segment) == .kept)
        #expect(inbox.taken.withLock { $0.first?.payload } == Array("hej".utf8))
        for answer in [ReceptionAnswer.notNow, .refused] {
            bench.gateway.inbound = Inbox(answer)
            #expect(await bench.gateway.dispatcher.message(segment) == answer)
        }
    }

    @Test func `a payload too long for short_message is kept whole`() {
        let long = [UInt8](repeating: 65, count: 255)
        let segment = ReceivedSegment(
            carrier: "a", from: Address(), to: Address(), payload: long, receivedAt: Timestamp(seconds: 5))
        #expect(segment.message.shortMessage.isEmpty)
        #expect(segment.payload == long)
    }

    @Test func `a received message does not show its text when printed`() {
        #expect(!"\(segment)".contains("hej") && !String(reflecting: segment).contains("46701234567"))
    }
}
