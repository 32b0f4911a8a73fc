import SMPP
import Testing
import World

@Suite struct SMSCSessionTests {
    private var configuration: SMSCConfiguration {
        var configuration = SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 2775))
        configuration.systemID = "smsc"
        configuration.windowMax = 2
        configuration.inboundWindowMax = 2
        return configuration
    }

    private func bound(_ kind: BindKind = .transceiver) -> SMSCSession {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest(kind: kind)), 1)
        session.answerBind(.accepted(), now: .zero)
        _ = (session.said(), session.takeActions())
        return session
    }

    @Test(arguments: BindKind.allCases)
    func `a bind is handed out and answered with the SMSC's name and version`(kind: BindKind) {
        var session = SMSCSession(configuration, now: .zero)
        let request = BindRequest(kind: kind, systemID: "otpgw", password: "secret08")
        #expect(session.hear(.bindRequest(request), 9) == [.event(.bind(request))])
        #expect(session.state == .binding(sequence: 9, deadline: .after(5)))
        #expect(session.said() == [])
        session.answerBind(.accepted(), now: .zero)
        let response = BindResponse(kind: kind, systemID: "smsc", tlvs: [TLV(.scInterfaceVersion, octet: 0x34)])
        #expect(session.said() == [PDU(.bindResponse(response), 9)])
        #expect(session.state == .bound)
        #expect(session.takeActions() == [.event(.bound(kind))])
    }

    @Test func `a peer of an older version is sent no optional parameter`() {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest(interfaceVersion: 0x33)), 1)
        session.answerBind(.accepted(), now: .zero)
        #expect(session.said() == [PDU(.bindResponse(BindResponse(systemID: "smsc")), 1)])
    }

    @Test func `a refused bind is answered and ends the session`() {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest(kind: .receiver)), 1)
        session.answerBind(.refused(.invalidSystemID), now: .zero)
        #expect(session.said() == [PDU(.bindResponse(BindResponse(kind: .receiver)), 1, .invalidSystemID)])
        #expect(session.takeActions() == [.close(.bindRefused(.invalidSystemID))])
    }

    @Test func `a connection that does not bind in time is closed, one the owner is slow about too`() {
        for binds in [false, true] {
            var session = SMSCSession(configuration, now: .zero)
            if binds { _ = session.hear(.bindRequest(BindRequest()), 1) }
            #expect(session.nextDeadline == .after(5))
            session.tick(now: .after(4.999))
            #expect(session.takeActions() == [])
            session.tick(now: .after(5))
            #expect(session.takeActions() == [.close(.sessionInitTimedOut)])
            session.answerBind(.accepted(), now: .after(6))
            #expect(session.said() == [])
        }
    }

    @Test func `a second bind is told that the first stands`() {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest()), 1)
        #expect(session.hear(.bindRequest(BindRequest()), 2) == [])
        session.answerBind(.accepted(), now: .zero)
        #expect(session.takeActions() == [.event(.bound(.transceiver))])
        #expect(session.hear(.bindRequest(BindRequest(kind: .receiver)), 3) == [])
        #expect(session.said().map { [$0.sequenceNumber, $0.commandStatus.rawValue] } == [[2, 5], [1, 0], [3, 5]])
    }

    @Test func `a submit before the bind, or by a receiver, is told the bind is wrong`() {
        var early = SMSCSession(configuration, now: .zero)
        #expect(early.hear(.submitSM(ShortMessage()), 1) == [])
        #expect(early.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 1, .incorrectBindStatus)])
        var receiver = bound(.receiver)
        #expect(receiver.hear(.submitSM(ShortMessage()), 2) == [])
        #expect(receiver.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 2, .incorrectBindStatus)])
    }

    @Test func `submits are handed out and answered in any order`() {
        var session = bound()
        let message = ShortMessage(shortMessage: [1])
        #expect(session.hear(.submitSM(message), 5) == [.event(.request(sequence: 5, .submit(message)))])
        #expect(session.hear(.submitSM(message), 6) == [.event(.request(sequence: 6, .submit(message)))])
        session.answer(sequence: 6, .submitSMResponse(SubmitSMResponse(messageID: "b")))
        session.answer(sequence: 5, .submitSMResponse(SubmitSMResponse()), status: .throttled)
        session.answer(sequence: 5, .submitSMResponse(SubmitSMResponse(messageID: "again")))
        #expect(
            session.said() == [
                PDU(.submitSMResponse(SubmitSMResponse(messageID: "b")), 6),
                PDU(.submitSMResponse(SubmitSMResponse()), 5, .throttled),
            ])
    }

    @Test func `past the inbound window the peer is told its queue is full`() {
        var session = bound()
        for sequence in 1...2 { #expect(session.hear(.submitSM(ShortMessage()), UInt32(sequence)).count == 1) }
        #expect(session.hear(.submitSM(ShortMessage()), 3) == [])
        #expect(session.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 3, .messageQueueFull)])
        session.answer(sequence: 1, .submitSMResponse(SubmitSMResponse(messageID: "1")))
        #expect(session.hear(.submitSM(ShortMessage()), 4).count == 1)
    }

    @Test func `an answer that cannot be written becomes a system error`() {
        var session = bound()
        _ = session.hear(.submitSM(ShortMessage()), 5)
        session.answer(sequence: 5, .submitSMResponse(SubmitSMResponse(messageID: String(repeating: "x", count: 65))))
        #expect(session.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 5, .systemError)])
        #expect(session.books.unwritable == 1)
    }

    @Test func `delivers are answered, refused past the window, ambiguous past their time`() {
        var session = bound()
        for token in 1...2 { #expect(session.deliver(ShortMessage(), token: UInt64(token), now: .zero) == nil) }
        #expect(session.deliver(ShortMessage(), token: 3, now: .zero) == .windowFull)
        #expect(session.said().map(\.sequenceNumber) == [1, 2])
        #expect(
            session.hear(.deliverSMResponse(DeliverSMResponse()), 2, .messageQueueFull) == [
                .resolved(2, .answered(PDU(.deliverSMResponse(DeliverSMResponse()), 2, .messageQueueFull)))
            ])
        session.tick(now: .after(10))
        #expect(session.takeActions() == [.resolved(1, .ambiguous(.timedOut))])
        #expect(session.hear(.deliverSMResponse(DeliverSMResponse()), 1, at: .after(11)) == [])
        #expect(session.books.unexpected == 1)
    }

    @Test func `nothing is delivered to a transmitter or before the bind`() {
        var transmitter = bound(.transmitter)
        #expect(transmitter.deliver(ShortMessage(), token: 1, now: .zero) == .notBound)
        var early = SMSCSession(configuration, now: .zero)
        #expect(early.deliver(ShortMessage(), token: 1, now: .zero) == .notBound)
        var leaving = bound()
        leaving.unbind(now: .zero)
        #expect(leaving.deliver(ShortMessage(), token: 1, now: .zero) == .shuttingDown)
    }

    @Test func `every operation of an ESME is handed out and answered by its own response`() {
        let requests: [(PDUBody, SMSCRequest, PDUBody)] = [
            (.dataSM(DataSM()), .data(DataSM()), .dataSMResponse(DataSMResponse(messageID: "d"))),
            (
                .submitMulti(SubmitMulti(destinations: [.distributionList("all")])),
                .submitMulti(SubmitMulti(destinations: [.distributionList("all")])),
                .submitMultiResponse(SubmitMultiResponse(messageID: "m"))
            ),
            (
                .querySM(QuerySM()), .query(QuerySM()),
                .querySMResponse(QueryAnswer.found("q", state: .enroute).response)
            ),
            (.cancelSM(CancelSM()), .cancel(CancelSM()), .cancelSMResponse()),
            (.replaceSM(ReplaceSM()), .replace(ReplaceSM()), .replaceSMResponse()),
        ]
        for (body, request, response) in requests {
            var session = bound()
            #expect(session.hear(body, 7) == [.event(.request(sequence: 7, request))])
            session.answer(sequence: 7, response)
            #expect(session.said() == [PDU(response, 7)])
            #expect(session.inboundOutstanding == 0)
        }
    }

    @Test func `an operation without service here gets its own response, an unknown one a generic_nack`() throws {
        var session = bound()
        _ = session.hear(.deliverSM(DeliverSM()), 2)
        _ = session.hear(.cancelBroadcastSM(CancelBroadcastSM()), 3)
        _ = session.hear(try #require(Hex.octets("00000010 00000022 00000000 00000006")))
        #expect(
            session.said() == [
                PDU(.deliverSMResponse(DeliverSMResponse()), 2, .invalidCommandID),
                PDU(.cancelBroadcastSMResponse(), 3, .invalidCommandID),
                PDU(.genericNack, 6, .invalidCommandID),
            ])
        #expect(session.takeActions() == [])
    }

    @Test func `an alert goes to a receiver and not to a transmitter`() {
        var receiver = bound(.receiver)
        #expect(receiver.alert(AlertNotification()) == nil)
        #expect(receiver.said() == [PDU(.alertNotification(AlertNotification()), 1)])
        var transmitter = bound(.transmitter)
        #expect(transmitter.alert(AlertNotification()) == .notBound)
        #expect(transmitter.said() == [])
    }

    @Test func `the bind's answer sets limits for its session alone`() {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest()), 1)
        session.answerBind(.accepted(windowMax: 1, inboundWindowMax: 1), now: .zero)
        _ = (session.said(), session.takeActions())
        #expect(session.deliver(ShortMessage(), token: 1, now: .zero) == nil)
        #expect(session.deliver(ShortMessage(), token: 2, now: .zero) == .windowFull)
        #expect(session.hear(.submitSM(ShortMessage()), 5).count == 1)
        #expect(session.hear(.submitSM(ShortMessage()), 6) == [])
        #expect(session.said().last == PDU(.submitSMResponse(SubmitSMResponse()), 6, .messageQueueFull))
    }

    @Test func `large requests fill the inbound window by their octets, one alone never`() {
        var configuration = configuration
        configuration.inboundWindowMax = 100
        configuration.inboundOctetsMax = 2000
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest()), 1)
        session.answerBind(.accepted(), now: .zero)
        _ = (session.said(), session.takeActions())
        let large = PDUBody.submitSM(ShortMessage(tlvs: [TLV(.messagePayload, Array(repeating: 0, count: 3000))]))
        #expect(session.hear(large, 2).count == 1, "one alone, whatever its size")
        #expect(session.hear(.submitSM(ShortMessage()), 3) == [])
        #expect(session.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 3, .messageQueueFull)])
        session.answer(sequence: 2, .submitSMResponse(SubmitSMResponse(messageID: "1")))
        // 33 octets each: 60 of them are 1980, one more is past 2000.
        let taken = (10..<100).filter { session.hear(.submitSM(ShortMessage()), $0).count == 1 }
        #expect(taken == Array(10..<70))
        #expect(session.inboundOutstanding == 60)
    }

    @Test func `a number used twice is two requests, answered twice and no more`() {
        var session = bound()
        #expect(session.hear(.submitSM(ShortMessage()), 5).count == 1)
        #expect(session.hear(.submitSM(ShortMessage()), 5).count == 1)
        for id in ["a", "b", "c"] {
            session.answer(sequence: 5, .submitSMResponse(SubmitSMResponse(messageID: id)))
        }
        #expect(session.said().count == 2)
        #expect(session.inboundOutstanding == 0)
    }

    @Test func `above its rate a session is told so, a submit_multi counting by its destinations`() {
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest()), 1)
        session.answerBind(.accepted(inboundWindowMax: 10, submitsPerSecondMax: 10), now: .zero)
        _ = (session.said(), session.takeActions())
        let four = SubmitMulti(destinations: (0..<4).map { .distributionList("\($0)") })
        #expect(session.hear(.submitMulti(four), 2).count == 1)
        #expect(session.hear(.submitSM(ShortMessage()), 3, at: .after(0.299)) == [])
        #expect(session.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 3, .throttled)])
        #expect(session.hear(.querySM(QuerySM()), 4, at: .after(0.299)).count == 1, "what is no message is not counted")
        #expect(session.hear(.submitSM(ShortMessage()), 5, at: .after(0.3)).count == 1)
    }

    @Test func `a malformed submit is answered by its field and the next one is taken`() {
        var broken = Vector.octets("submit_sm")
        broken += [0, 0]
        broken[3] += 2
        var session = bound()
        let actions = session.hear(broken + Vector.octets("submit_sm_segment"))
        #expect(actions.count == 1)
        #expect(session.said() == [PDU(.submitSMResponse(SubmitSMResponse()), 2, .invalidTLVStream)])
        #expect(session.books.unreadable == 1)
    }

    @Test func `an unbind is answered and ends the session with its delivers ambiguous`() {
        var session = bound()
        _ = session.deliver(ShortMessage(), token: 1, now: .zero)
        _ = session.said()
        #expect(session.hear(.unbind, 8) == [.resolved(1, .ambiguous(.connectionLost)), .close(.unboundByPeer)])
        #expect(session.said() == [PDU(.unbindResponse(), 8)])
    }

    @Test func `an unbind before the bind is refused`() {
        var session = SMSCSession(configuration, now: .zero)
        #expect(session.hear(.unbind, 8) == [])
        #expect(session.said() == [PDU(.unbindResponse(), 8, .incorrectBindStatus)])
    }

    @Test func `its own unbind ends with the answer, or without it in time`() {
        for answers in [true, false] {
            var session = bound()
            session.unbind(now: .zero)
            #expect(session.said() == [PDU(.unbind, 1)])
            if answers {
                #expect(session.hear(.unbindResponse(), 1) == [.close(.unbound)])
            } else {
                session.tick(now: .after(10))
                #expect(session.takeActions() == [.close(.unbindTimedOut)])
            }
        }
    }

    @Test func `a silent peer is asked, then left`() {
        var session = bound()
        session.tick(now: .after(30))
        #expect(session.said() == [PDU(.enquireLink, 1)])
        session.tick(now: .after(40))
        #expect(session.takeActions() == [.close(.enquireLinkTimedOut)])
    }
}
