import SMPP
import Testing
import World

/// What is written depends on what both sides speak. Source: SMPP 3.4 §3.3–3.4, SMPP 5.0 Table 4-49.
@Suite struct VersionTests {
    private let tlvs = [TLV(.userMessageReference, short: 7), TLV(.destAddrNPResolution, octet: 1)]
    private var message: ShortMessage { ShortMessage(shortMessage: [1], tlvs: tlvs) }

    private func esme(_ own: UInt8, _ peer: UInt8?) -> ESMESession {
        let bind = BindRequest(kind: .transmitter, interfaceVersion: own)
        let configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: bind)
        var session = ESMESession(configuration, now: .zero)
        session.bind(now: .zero)
        #expect(session.said() == [PDU(.bindRequest(bind), 1)])
        let version = peer.map { [TLV(.scInterfaceVersion, octet: $0)] } ?? []
        _ = session.hear(.bindResponse(BindResponse(kind: .transmitter, tlvs: version)), 1)
        return session
    }

    private func smsc(_ own: SMPPVersion, _ peer: UInt8, _ kind: BindKind = .receiver) -> SMSCSession {
        var configuration = SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 1))
        configuration.version = own
        var session = SMSCSession(configuration, now: .zero)
        _ = session.hear(.bindRequest(BindRequest(kind: kind, interfaceVersion: peer)), 1)
        session.answerBind(.accepted(), now: .zero)
        _ = session.takeActions()
        return session
    }

    @Test(
        arguments: [
            (0x34, 0x34, 1), (0x34, nil, 1), (0x34, 0x50, 1), (0x34, 0x33, 0), (0x33, 0x34, 0), (0x33, nil, 0),
            (0x50, 0x50, 2), (0x50, 0x34, 1), (0x50, 0x00, 0), (0x50, nil, 2),
        ] as [(UInt8, UInt8?, Int)])
    func `an ESME writes the optional parameters that both versions have`(own: UInt8, peer: UInt8?, count: Int) {
        var session = esme(own, peer)
        #expect(session.request(.submitSM(message), token: 1, now: .zero) == nil)
        #expect(session.said().map(\.body.tlvs) == [Array(tlvs.prefix(count))])
    }

    @Test func `a text that only an optional parameter can hold is not sent to a peer that has none`() {
        var session = esme(0x33, nil)
        let long = ShortMessage(tlvs: [TLV(.messagePayload, Array(repeating: 65, count: 255))])
        guard case .unencodable = session.request(.submitSM(long), token: 1, now: .zero) else {
            Issue.record("it was sent")
            return
        }
        let short = ShortMessage(tlvs: [TLV(.messagePayload, [65, 66])])
        #expect(session.request(.submitSM(short), token: 2, now: .zero) == nil)
        #expect(session.said().map(\.body) == [.submitSM(ShortMessage(shortMessage: [65, 66]))])
    }

    @Test func `an operation of 5.0 is not sent to a peer of 3.4`() {
        var session = esme(0x50, 0x34)
        guard case .unencodable = session.request(.broadcastSM(BroadcastSM()), token: 1, now: .zero) else {
            Issue.record("it was sent")
            return
        }
        #expect(session.outstanding == 0)
    }

    @Test(
        arguments: [
            (SMPPVersion.v50, 0x50, 0x50), (.v50, 0x34, 0x34), (.v34, 0x50, 0x34), (.v50, 0x40, 0x40),
        ] as [(SMPPVersion, UInt8, UInt8)])
    func `an SMSC answers a bind with the lesser version`(own: SMPPVersion, peer: UInt8, answer: UInt8) {
        var session = smsc(own, peer)
        #expect(session.said().map(\.body.tlvs) == [[TLV(.scInterfaceVersion, octet: answer)]])
    }

    @Test(arguments: [UInt8(0), 0x03, 0x33])
    func `an older ESME is sent no optional parameter, in the bind's answer nor after`(peer: UInt8) {
        var session = smsc(.v50, peer)
        #expect(session.deliver(message, token: 1, now: .zero) == nil)
        #expect(session.said().map(\.body.tlvs) == [[], []])
    }

    @Test func `a transceiver of version 0 is let in, and answered what it asks`() {
        var session = smsc(.v50, 0, .transceiver)
        _ = session.hear(.dataSM(DataSM()), 2)
        session.answer(sequence: 2, .dataSMResponse(DataSMResponse(messageID: "1", tlvs: tlvs)))
        #expect(
            session.said() == [
                PDU(.bindResponse(BindResponse(systemID: "watchword")), 1),
                PDU(.dataSMResponse(DataSMResponse(messageID: "1")), 2),
            ])
    }
}
