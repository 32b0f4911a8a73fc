import SMPP
import Testing
import World

/// Every operation in every state of either machine, with what SMPP 3.4 prescribes as the answer.
/// Source: SMPP 3.4 §2.2 (states), §2.3 (which PDU in which state), §5.1.3 (ESME_RINVBNDSTS, ESME_RALYBND, ESME_RINVCMDID).
@Suite struct RobustnessStateTests {
    /// What a session does about one PDU.
    enum Reply: Equatable, Sendable, CustomStringConvertible {
        /// Given to the owner, and not answered by the session itself.
        case handedOut
        /// Answered with this status by the response of its own name.
        case answered(CommandStatus)
        /// Answered so, and the session is over.
        case answeredAndEnds(CommandStatus)
        case nack(CommandStatus)
        case nothing
        /// Without a word to the peer.
        case ends

        var description: String {
            switch self {
            case .handedOut: "handed out"
            case .answered(let status): "\(status)"
            case .answeredAndEnds(let status): "\(status), over"
            case .nack(let status): "generic_nack \(status)"
            case .nothing: "nothing"
            case .ends: "over"
            }
        }
    }

    /// One operation: in `open`, `binding`, bound as transmitter, receiver, transceiver, and `unbinding`.
    struct Row: Sendable, CustomTestStringConvertible {
        let octets: [UInt8]
        let replies: [Reply]
        let testDescription: String

        init(_ body: PDUBody, _ replies: Reply...) {
            octets = SMPPTests.octets(body, 77)
            self.replies = replies.count == 1 ? Array(repeating: replies[0], count: 6) : replies
            testDescription = body.commandID.name
        }

        init(command: UInt32, _ reply: Reply) {
            octets =
                [0, 0, 0, 16] + (0..<4).map { UInt8(truncatingIfNeeded: command >> (24 - 8 * $0)) }
                + [0, 0, 0, 0, 0, 0, 0, 77]
            replies = Array(repeating: reply, count: 6)
            testDescription = CommandID(rawValue: command).name
        }
    }

    private static let wrong = Reply.answered(.incorrectBindStatus)
    private static let unknown = Reply.answered(.invalidCommandID)
    private static let taken = Reply.handedOut
    private static let already = Reply.answered(.alreadyBound)
    private static let ok = Reply.answered(.ok)
    private static let over = Reply.answeredAndEnds(.ok)

    /// PDUs that neither side acts on: unknown ones, responses nobody waits for.
    private static let ofNobody: [Row] = [
        Row(.enquireLink, ok),
        Row(.enquireLinkResponse(), .nothing),
        Row(.unbind, wrong, wrong, over, over, over, over),
        Row(.unbindResponse(), .nothing),
        Row(.genericNack, .nothing),
        Row(.outbind(Outbind()), .nothing),
        Row(.broadcastSM(BroadcastSM()), unknown),
        Row(.queryBroadcastSM(QueryBroadcastSM()), unknown),
        Row(.cancelBroadcastSM(CancelBroadcastSM()), unknown),
        Row(.submitSMResponse(SubmitSMResponse(messageID: "m1")), .nothing),
        Row(.submitMultiResponse(SubmitMultiResponse(messageID: "m1")), .nothing),
        Row(.deliverSMResponse(DeliverSMResponse()), .nothing),
        Row(.dataSMResponse(DataSMResponse()), .nothing),
        Row(.querySMResponse(QuerySMResponse()), .nothing),
        Row(.cancelSMResponse(), .nothing),
        Row(.replaceSMResponse(), .nothing),
        Row(.bindResponse(BindResponse(kind: .receiver)), .nothing),
        Row(.broadcastSMResponse(BroadcastSMResponse()), .nothing),
        Row(command: 0x0000_0000, .nack(.invalidCommandID)),
        Row(command: 0x0000_000A, .nack(.invalidCommandID)),
        Row(command: 0x0001_0200, .nack(.invalidCommandID)),
        Row(command: 0x7FFF_FFFF, .nack(.invalidCommandID)),
        Row(command: 0x8000_000A, .nothing),
        Row(command: 0xFFFF_FFFF, .nothing),
    ]

    static let toSMSC: [Row] =
        ofNobody + [
            Row(.bindRequest(BindRequest(kind: .transmitter)), taken, already, already, already, already, wrong),
            Row(.bindRequest(BindRequest(kind: .receiver)), taken, already, already, already, already, wrong),
            Row(.bindRequest(BindRequest(kind: .transceiver)), taken, already, already, already, already, wrong),
            Row(.submitSM(ShortMessage()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.submitMulti(SubmitMulti()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.dataSM(DataSM()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.querySM(QuerySM()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.cancelSM(CancelSM()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.replaceSM(ReplaceSM()), wrong, wrong, taken, wrong, taken, wrong),
            Row(.deliverSM(ShortMessage()), unknown),
            Row(.alertNotification(AlertNotification()), .nothing),
        ]

    static let toESME: [Row] =
        ofNobody + [
            Row(.deliverSM(ShortMessage()), wrong, wrong, wrong, taken, taken, wrong),
            Row(.dataSM(DataSM()), wrong, wrong, wrong, taken, taken, wrong),
            Row(
                .alertNotification(AlertNotification()), .nothing, .nothing, .nothing, taken, taken, .nothing),
            Row(.bindRequest(BindRequest(kind: .transmitter)), unknown),
            Row(.bindRequest(BindRequest(kind: .receiver)), unknown),
            Row(.bindRequest(BindRequest(kind: .transceiver)), unknown),
            Row(.submitSM(ShortMessage()), unknown),
            Row(.submitMulti(SubmitMulti()), unknown),
            Row(.querySM(QuerySM()), unknown),
            Row(.cancelSM(CancelSM()), unknown),
            Row(.replaceSM(ReplaceSM()), unknown),
        ]

    @Test(arguments: toSMSC)
    func `an SMSC answers every operation in every state as the text has it`(row: Row) {
        for (state, reply) in zip(Self.smscStates(), row.replies) {
            var session = state.session
            let actions = session.hear(row.octets)
            let found = Self.reply(actions, session.said(), ended: session.isClosed, to: row)
            #expect(found == reply, "\(state.name)")
        }
    }

    @Test(arguments: toESME)
    func `an ESME answers every operation in every state as the text has it`(row: Row) {
        for (state, reply) in zip(Self.esmeStates(), row.replies) {
            var session = state.session
            let actions = session.hear(row.octets)
            let found = Self.reply(actions, session.said(), ended: session.isClosed, to: row)
            #expect(found == reply, "\(state.name)")
        }
    }

    @Test(arguments: toSMSC + toESME)
    func `a closed session does not hear anything, nor say anything`(row: Row) {
        var smsc = SMSCSession.bound()
        var esme = ESMESession.bound()
        smsc.close(.connectionLost)
        esme.close(.connectionLost)
        _ = (smsc.takeActions(), esme.takeActions())
        #expect(smsc.hear(row.octets) == [] && smsc.said() == [])
        #expect(esme.hear(row.octets) == [] && esme.said() == [])
        #expect(smsc.state == .closed(.connectionLost) && esme.state == .closed(.connectionLost))
    }

    private static func smscStates() -> [(name: String, session: SMSCSession)] {
        var binding = SMSCSession.open()
        _ = binding.hear(.bindRequest(BindRequest()), 1)
        var unbinding = SMSCSession.bound()
        unbinding.unbind(now: .zero)
        _ = unbinding.said()
        return [
            ("open", .open()), ("binding", binding), ("bound as transmitter", .bound(.transmitter)),
            ("bound as receiver", .bound(.receiver)), ("bound as transceiver", .bound(.transceiver)),
            ("unbinding", unbinding),
        ]
    }

    private static func esmeStates() -> [(name: String, session: ESMESession)] {
        var binding = ESMESession.open()
        binding.bind(now: .zero)
        var unbinding = ESMESession.bound()
        unbinding.unbind(now: .zero)
        _ = (binding.said(), unbinding.said())
        return [
            ("open", .open()), ("binding", binding), ("bound as transmitter", .bound(.transmitter)),
            ("bound as receiver", .bound(.receiver)), ("bound as transceiver", .bound(.transceiver)),
            ("unbinding", unbinding),
        ]
    }

    /// Says in one word what was done; anything else fails.
    private static func reply<Event>(
        _ actions: [SessionAction<Event>], _ said: [PDU], ended: Bool, to row: Row
    ) -> Reply? {
        let asked = CommandID(rawValue: row.octets[4..<8].reduce(0) { $0 << 8 | UInt32($1) })
        switch (said.count, actions.count) {
        case (0, 0): return ended ? nil : .nothing
        case (0, 1):
            if case .event = actions[0] { return ended ? nil : .handedOut }
            return ended ? .ends : nil
        case (1, 0), (1, 1):
            let answer = said[0]
            guard answer.sequenceNumber == 77 else { return nil }
            if answer.body == .genericNack { return actions.isEmpty ? .nack(answer.commandStatus) : nil }
            guard answer.commandID == asked.response else { return nil }
            if actions.isEmpty { return ended ? nil : .answered(answer.commandStatus) }
            return ended ? .answeredAndEnds(answer.commandStatus) : nil
        default: return nil
        }
    }
}

extension SMPPSession {
    var isClosed: Bool { if case .closed = state { true } else { false } }
}
