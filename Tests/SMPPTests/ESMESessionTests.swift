import SMPP
import Testing
import World

@Suite struct ESMESessionTests {
    let response = SubmitSMResponse(messageID: "m1")

    private func configuration(_ kind: BindKind = .transceiver) -> ESMEConfiguration {
        let bind = BindRequest(kind: kind, systemID: "otpgw", password: "secret08")
        var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 2775), bind: bind)
        configuration.windowMax = 3
        configuration.inboundWindowMax = 2
        return configuration
    }

    private func bound(_ configuration: ESMEConfiguration? = nil) -> ESMESession {
        let configuration = configuration ?? self.configuration()
        var session = ESMESession(configuration, now: .zero)
        session.bind(now: .zero)
        _ = session.hear(.bindResponse(BindResponse(kind: configuration.bind.kind)), 1)
        _ = session.said()
        return session
    }

    @Test(arguments: BindKind.allCases)
    func `it binds and is bound by the answer`(kind: BindKind) {
        var session = ESMESession(configuration(kind), now: .zero)
        #expect(session.state == .open(deadline: nil))
        session.bind(now: .zero)
        #expect(session.said() == [PDU(.bindRequest(configuration(kind).bind), 1)])
        #expect(session.state == .binding(sequence: 1, deadline: .after(5)))
        let answer = BindResponse(kind: kind, systemID: "smsc", tlvs: [TLV(.scInterfaceVersion, octet: 0x34)])
        #expect(session.hear(.bindResponse(answer), 1) == [.event(.bound(answer))])
        #expect(session.state == .bound)
    }

    @Test func `a refused bind closes, and so does a generic_nack to it`() {
        for body in [PDUBody.bindResponse(BindResponse()), .genericNack] {
            var session = ESMESession(configuration(), now: .zero)
            session.bind(now: .zero)
            #expect(session.hear(body, 1, .invalidPassword) == [.close(.bindRefused(.invalidPassword))])
            #expect(session.state == .closed(.bindRefused(.invalidPassword)))
        }
    }

    @Test func `the answer to another bind, or with another number, binds nothing`() {
        var session = ESMESession(configuration(), now: .zero)
        session.bind(now: .zero)
        #expect(session.hear(.bindResponse(BindResponse(kind: .receiver)), 1) == [])
        #expect(session.hear(.bindResponse(BindResponse()), 2) == [])
        #expect(session.state == .binding(sequence: 1, deadline: .after(5)))
        #expect(session.books.unexpected == 2)
    }

    @Test func `a bind that cannot be written is an end that says so`() {
        var configuration = configuration()
        configuration.bind.password = "ninechars"
        var session = ESMESession(configuration, now: .zero)
        session.bind(now: .zero)
        #expect(session.said() == [])
        #expect(
            session.takeActions() == [
                .close(.notConnected("the bind cannot be written: password: more than 9 octets"))
            ])
    }

    @Test func `no answer to the bind within the session_init time closes`() {
        var session = ESMESession(configuration(), now: .zero)
        session.bind(now: .zero)
        #expect(session.nextDeadline == .after(5))
        session.tick(now: .after(4.999))
        #expect(session.takeActions() == [])
        session.tick(now: .after(5))
        #expect(session.takeActions() == [.close(.sessionInitTimedOut)])
    }

    @Test func `submits are answered in any order, each once`() {
        var session = bound()
        for token in 1...3 {
            #expect(session.request(.submitSM(ShortMessage()), token: UInt64(token), now: .zero) == nil)
        }
        #expect(session.said().map(\.sequenceNumber) == [2, 3, 4])
        #expect(
            session.hear(.submitSMResponse(response), 4) == [
                .resolved(3, .answered(PDU(.submitSMResponse(response), 4)))
            ])
        #expect(
            session.hear(.submitSMResponse(SubmitSMResponse()), 2, .throttled) == [
                .resolved(1, .answered(PDU(.submitSMResponse(SubmitSMResponse()), 2, .throttled)))
            ])
        #expect(
            session.hear(.genericNack, 3, .invalidCommandLength) == [
                .resolved(2, .answered(PDU(.genericNack, 3, .invalidCommandLength)))
            ])
        #expect(session.outstanding == 0)
    }

    @Test func `a repeated, unknown or late response resolves nothing and is counted`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        #expect(session.hear(.submitSMResponse(response), 2).count == 1)
        #expect(session.hear(.submitSMResponse(response), 2) == [])
        #expect(session.hear(.submitSMResponse(response), 99) == [])
        #expect(session.hear(.genericNack, 0, .invalidCommandID) == [])
        #expect(session.hear(.deliverSMResponse(DeliverSMResponse()), 1) == [])
        #expect(session.books.unexpected == 4)
        _ = session.request(.submitSM(ShortMessage()), token: 2, now: .zero)
        session.tick(now: .after(10))
        #expect(session.takeActions() == [.resolved(2, .ambiguous(.timedOut))])
        #expect(session.hear(.submitSMResponse(response), 3, at: .after(11)) == [])
        #expect(session.books.unexpected == 5)
    }

    @Test func `the window takes its limit and refuses one more until one is answered`() {
        var session = bound()
        for token in 1...3 {
            #expect(session.request(.submitSM(ShortMessage()), token: UInt64(token), now: .zero) == nil)
        }
        #expect(session.request(.submitSM(ShortMessage()), token: 4, now: .zero) == .windowFull)
        #expect(session.said().count == 3)
        _ = session.hear(.submitSMResponse(response), 3)
        #expect(session.request(.submitSM(ShortMessage()), token: 5, now: .zero) == nil)
    }

    @Test func `a submit not answered in time is ambiguous, the oldest first`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        _ = session.request(.submitSM(ShortMessage()), token: 2, now: .after(1))
        #expect(session.nextDeadline == .after(10))
        session.tick(now: .after(9.999))
        #expect(session.takeActions() == [])
        session.tick(now: .after(10))
        #expect(session.takeActions() == [.resolved(1, .ambiguous(.timedOut))])
        session.tick(now: .after(11))
        #expect(session.takeActions() == [.resolved(2, .ambiguous(.timedOut))])
        #expect(session.state == .bound)
    }

    @Test func `what does not fit the protocol is not sent and takes no place`() {
        var session = bound()
        let long = ShortMessage(shortMessage: Array(repeating: 0, count: 255))
        let problem = FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 254))
        #expect(session.request(.submitSM(long), token: 1, now: .zero) == .unencodable(problem))
        #expect(session.said() == [])
        #expect(session.outstanding == 0)
    }

    @Test func `submits above the rate are refused until time has passed`() {
        var configuration = configuration()
        configuration.submitsPerSecondMax = 10
        var session = bound(configuration)
        #expect(session.request(.submitSM(ShortMessage()), token: 1, now: .zero) == nil)
        #expect(session.request(.submitSM(ShortMessage()), token: 2, now: .zero) == nil)
        #expect(session.request(.submitSM(ShortMessage()), token: 3, now: .zero) == .throttled)
        #expect(session.request(.submitSM(ShortMessage()), token: 4, now: .after(0.1)) == nil)
    }

    @Test func `nothing is submitted before the bind, after it, or by a receiver`() {
        var session = ESMESession(configuration(), now: .zero)
        #expect(session.request(.submitSM(ShortMessage()), token: 1, now: .zero) == .notBound)
        session.bind(now: .zero)
        #expect(session.request(.submitSM(ShortMessage()), token: 1, now: .zero) == .notBound)
        session.close(.connectionLost)
        #expect(session.request(.submitSM(ShortMessage()), token: 1, now: .zero) == .notBound)
        var receiver = bound(configuration(.receiver))
        #expect(receiver.request(.submitSM(ShortMessage()), token: 1, now: .zero) == .notBound)
        var leaving = bound()
        leaving.unbind(now: .zero)
        #expect(leaving.request(.submitSM(ShortMessage()), token: 1, now: .zero) == .shuttingDown)
    }

    @Test func `a deliver is handed out and answered with what the owner says`() {
        var session = bound()
        let message = ShortMessage(shortMessage: [1])
        #expect(session.hear(.deliverSM(message), 70) == [.event(.request(sequence: 70, .deliver(message)))])
        #expect(session.said() == [])
        session.answer(sequence: 70, .deliverSMResponse(DeliverSMResponse()), status: .temporaryApplicationError)
        #expect(session.said() == [PDU(.deliverSMResponse(DeliverSMResponse()), 70, .temporaryApplicationError)])
        session.answer(sequence: 70, .deliverSMResponse(DeliverSMResponse()), status: .ok)
        #expect(session.said() == [], "answered once")
    }

    @Test func `a data_sm is handed out and answered with its own response`() {
        var session = bound()
        var message = DataSM()
        message.tlvs = [TLV(.messagePayload, [1, 2])]
        #expect(session.hear(.dataSM(message), 71) == [.event(.request(sequence: 71, .data(message)))])
        session.answer(sequence: 71, .dataSMResponse(DataSMResponse()), status: .ok)
        #expect(session.said() == [PDU(.dataSMResponse(DataSMResponse()), 71)])
        #expect(DeliverSM(message).payload == [1, 2])
    }

    @Test func `an alert is handed on to a receiver, needs no answer and takes no place`() {
        var session = bound()
        for number in 1...5 {
            #expect(
                session.hear(.alertNotification(AlertNotification()), UInt32(number)) == [
                    .event(.alert(AlertNotification()))
                ])
        }
        #expect(session.said() == [])
        #expect(session.inboundOutstanding == 0)
        var transmitter = bound(configuration(.transmitter))
        #expect(transmitter.hear(.alertNotification(AlertNotification()), 1) == [])
        #expect(transmitter.books.unexpected == 1)
    }

    @Test func `every operation of an ESME is sent and resolved by its own response`() {
        let pairs: [(PDUBody, PDUBody)] = [
            (.dataSM(DataSM()), .dataSMResponse(DataSMResponse(messageID: "d"))),
            (.submitMulti(SubmitMulti()), .submitMultiResponse(SubmitMultiResponse(messageID: "m"))),
            (.querySM(QuerySM()), .querySMResponse(QuerySMResponse())),
            (.cancelSM(CancelSM()), .cancelSMResponse()),
            (.replaceSM(ReplaceSM()), .replaceSMResponse()),
        ]
        for (request, answer) in pairs {
            var session = bound()
            #expect(session.request(request, token: 1, now: .zero) == nil)
            #expect(session.said() == [PDU(request, 2)])
            #expect(session.hear(answer, 2, .systemError) == [.resolved(1, .answered(PDU(answer, 2, .systemError)))])
        }
    }

    @Test func `a response of another operation resolves nothing`() {
        var session = bound()
        _ = session.request(.querySM(QuerySM()), token: 1, now: .zero)
        #expect(session.hear(.submitSMResponse(response), 2) == [])
        #expect(session.books.unexpected == 1)
        #expect(session.hear(.querySMResponse(QuerySMResponse()), 2).count == 1)
    }

    @Test(arguments: [PDUBody.unbind, .bindRequest(BindRequest()), .enquireLink, .genericNack, .deliverSM(DeliverSM())])
    func `what is no request of an ESME's owner is not sent`(body: PDUBody) {
        var session = bound()
        #expect(session.request(body, token: 1, now: .zero) == .notARequest)
        #expect(session.said() == [])
    }

    @Test func `past the inbound window the peer is told its message must wait`() {
        var session = bound()
        #expect(session.hear(.deliverSM(ShortMessage()), 1).count == 1)
        #expect(session.hear(.deliverSM(ShortMessage()), 2).count == 1)
        #expect(session.hear(.deliverSM(ShortMessage()), 3) == [])
        #expect(session.said() == [PDU(.deliverSMResponse(DeliverSMResponse()), 3, .messageQueueFull)])
        session.answer(sequence: 1, .deliverSMResponse(DeliverSMResponse()), status: .ok)
        #expect(session.hear(.deliverSM(ShortMessage()), 4).count == 1)
    }

    @Test func `a deliver to a transmitter, or before the bind, is refused`() {
        var transmitter = bound(configuration(.transmitter))
        var early = ESMESession(configuration(), now: .zero)
        for session in [transmitter, early] {
            var session = session
            #expect(session.hear(.deliverSM(ShortMessage()), 3) == [])
            #expect(session.said() == [PDU(.deliverSMResponse(DeliverSMResponse()), 3, .incorrectBindStatus)])
        }
        _ = (transmitter.takeActions(), early.takeActions())
    }

    @Test func `a request only an SMSC takes is refused by name, an unknown one by generic_nack`() throws {
        var session = bound()
        #expect(session.hear(.submitSM(ShortMessage()), 5) == [])
        #expect(session.hear(.querySM(QuerySM()), 6) == [])
        #expect(session.hear(.bindRequest(BindRequest()), 7) == [])
        #expect(session.hear(try #require(Hex.octets("00000010 00000114 00000000 00000008"))) == [])
        #expect(
            session.said() == [
                PDU(.submitSMResponse(SubmitSMResponse()), 5, .invalidCommandID),
                PDU(.querySMResponse(QuerySMResponse()), 6, .invalidCommandID),
                PDU(.bindResponse(BindResponse()), 7, .invalidCommandID),
                PDU(.genericNack, 8, .invalidCommandID),
            ])
        #expect(session.state == .bound)
    }

    @Test func `silence is met with enquire_link, and silence after it ends the session`() {
        var session = bound()
        #expect(session.nextDeadline == .after(30))
        session.tick(now: .after(29.999))
        #expect(session.said() == [])
        session.tick(now: .after(30))
        #expect(session.said() == [PDU(.enquireLink, 2)])
        #expect(session.nextDeadline == .after(40))
        session.tick(now: .after(39.999))
        #expect(session.said() == [])
        session.tick(now: .after(40))
        #expect(session.takeActions() == [.close(.enquireLinkTimedOut)])
    }

    @Test func `an answer, or any PDU, after enquire_link keeps the session`() {
        for body in [PDUBody.enquireLinkResponse(), .enquireLink, .deliverSM(ShortMessage())] {
            var session = bound()
            session.tick(now: .after(30))
            _ = session.hear(body, 2, at: .after(39))
            session.tick(now: .after(40))
            #expect(session.takeActions() == [])
            #expect(session.nextDeadline == .after(69))
        }
    }

    @Test func `a peer that is silent for the inactivity time is given up where nothing is asked of it`() {
        var configuration = configuration()
        configuration.timers.enquireLink = nil
        var session = bound(configuration)
        #expect(session.nextDeadline == .after(120))
        session.tick(now: .after(119.999))
        #expect(session.takeActions() == [])
        session.tick(now: .after(120))
        #expect(session.takeActions() == [.close(.inactive)])
    }

    @Test func `enquire_link is answered in every state that still listens`() {
        var session = ESMESession(configuration(), now: .zero)
        _ = session.hear(.enquireLink, 1)
        session.bind(now: .zero)
        _ = session.hear(.enquireLink, 2)
        _ = session.hear(.bindResponse(BindResponse()), 1)
        _ = session.hear(.enquireLink, 3)
        session.unbind(now: .zero)
        _ = session.hear(.enquireLink, 4)
        let answered = session.said().filter { $0.body == .enquireLinkResponse() }
        #expect(answered.map(\.sequenceNumber) == [1, 2, 3, 4])
    }

    @Test func `unbinding lets what is outstanding be answered, then closes`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        session.unbind(now: .zero)
        #expect(session.said().map(\.body).last == .unbind)
        #expect(session.state == .unbinding(sequence: 3, deadline: .after(10)))
        #expect(
            session.hear(.submitSMResponse(response), 2) == [
                .resolved(1, .answered(PDU(.submitSMResponse(response), 2)))
            ])
        #expect(session.hear(.unbindResponse(), 9) == [])
        #expect(session.hear(.unbindResponse(), 3) == [.close(.unbound)])
    }

    @Test func `a peer that does not agree to the unbind is left`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        session.unbind(now: .after(5))
        session.tick(now: .after(10))
        #expect(session.takeActions() == [.resolved(1, .ambiguous(.timedOut))])
        session.tick(now: .after(15))
        #expect(session.takeActions() == [.close(.unbindTimedOut)])
    }

    @Test func `an unbind by the peer is answered, and what is outstanding is ambiguous`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        _ = session.said()
        #expect(
            session.hear(.unbind, 44) == [
                .resolved(1, .ambiguous(.connectionLost)), .close(.unboundByPeer),
            ])
        #expect(session.said() == [PDU(.unbindResponse(), 44)])
        #expect(session.hear(.deliverSM(ShortMessage()), 45) == [], "nothing is heard after the end")
        #expect(session.said() == [])
    }

    @Test func `a lost connection makes what is outstanding ambiguous, once`() {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 1, now: .zero)
        _ = session.request(.submitSM(ShortMessage()), token: 2, now: .zero)
        session.close(.connectionLost)
        session.close(.peerNotReading)
        #expect(
            session.takeActions() == [
                .resolved(1, .ambiguous(.connectionLost)), .resolved(2, .ambiguous(.connectionLost)),
                .close(.connectionLost),
            ])
    }

    @Test func `lost framing is answered with generic_nack and ends the session`() {
        var session = bound()
        let error = PDUDecodingError(header: nil, reason: .commandLengthOutOfRange(3))
        #expect(session.hear([0, 0, 0, 3]) == [.close(.unreadable(error))])
        #expect(session.said() == [PDU(.genericNack, 0, .invalidCommandLength)])
    }

    @Test func `an answer that cannot be read makes its submit ambiguous`() throws {
        var session = bound()
        _ = session.request(.submitSM(ShortMessage()), token: 7, now: .zero)
        let unterminated = try #require(Hex.octets("00000012 80000004 00000000 00000002 6d31"))
        #expect(session.hear(unterminated) == [.resolved(7, .ambiguous(.unreadableResponse))])
        #expect(session.state == .bound)
    }

    @Test func `sequence numbers wrap to 1 and pass over one that still waits`() {
        var window = ESMESequenceProbe()
        #expect(window.numbers(3) == [1, 2, 3])
    }
}

/// Sequence numbers as a session gives them.
private struct ESMESequenceProbe {
    var session: ESMESession

    init() {
        var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: BindRequest())
        configuration.windowMax = 10
        session = ESMESession(configuration, now: .zero)
        session.bind(now: .zero)
        _ = session.hear(.bindResponse(BindResponse()), 1)
    }

    mutating func numbers(_ count: Int) -> [UInt32] {
        for token in 1..<count { _ = session.request(.submitSM(ShortMessage()), token: UInt64(token), now: .zero) }
        return session.said().map(\.sequenceNumber)
    }
}
