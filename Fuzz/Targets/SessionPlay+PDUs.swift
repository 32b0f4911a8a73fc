import SMPP

extension SessionPlay {
    /// One PDU, readable or with a wrong length, with a sequence number that is small or near the last one sent.
    mutating func pdu(_ choices: inout Choices) -> [UInt8] {
        let body = choices.one(of: playedBodies)
        let number = choices.octet()
        let sequence: UInt32 =
            switch number {
            case 0..<0x80: UInt32(number)
            case 0x80..<0xF0: lastSent &- UInt32(number & 0x0F)
            case 0xF0: 0x7FFF_FFFF
            case 0xF1: 0x8000_0000
            default: .max
            }
        let status = choices.one(of: playedStatuses)
        let pdu = PDU(sequenceNumber: sequence, commandStatus: status, body: body)
        guard var octets = try? pdu.encoded() else { return [] }
        switch choices.octet() {
        case 0xFF: octets.replaceSubrange(0..<4, with: [0x80, 0, 0, 0])
        case 0xFE: octets.replaceSubrange(0..<4, with: [0, 0, 0, choices.octet() & 0x0F])
        case 0xFD: octets[7] = 0x77
        case 0xFC: octets.replaceSubrange(0..<4, with: [0, 0, 0, 16])
        default: break
        }
        return octets
    }
}

private let playedStatuses: [CommandStatus] = [
    .ok, .ok, .throttled, .invalidCommandID, .systemError, .messageQueueFull,
]

private let playedBodies: [PDUBody] = [
    .bindResponse(BindResponse(kind: .transceiver, systemID: "smsc")),
    .bindResponse(BindResponse(kind: .transmitter)),
    .bindResponse(BindResponse(kind: .receiver)),
    .bindRequest(BindRequest(kind: .transceiver, systemID: "esme")),
    .bindRequest(BindRequest(kind: .transmitter, systemID: "esme")),
    .bindRequest(BindRequest(kind: .receiver, systemID: "esme", interfaceVersion: 0x33)),
    .submitSM(ShortMessage(shortMessage: [0x68, 0x69])),
    .submitSMResponse(SubmitSMResponse(messageID: "m1")),
    .deliverSM(ShortMessage(shortMessage: [0x68, 0x69])),
    .deliverSMResponse(DeliverSMResponse()),
    .dataSM(DataSM()),
    .dataSMResponse(DataSMResponse()),
    .querySM(QuerySM()),
    .querySMResponse(QuerySMResponse()),
    .cancelSM(CancelSM()),
    .cancelSMResponse(),
    .replaceSM(ReplaceSM()),
    .replaceSMResponse(),
    .alertNotification(AlertNotification()),
    .outbind(Outbind()),
    .enquireLink,
    .enquireLinkResponse(),
    .unbind,
    .unbindResponse(),
    .genericNack,
    .submitSM(ShortMessage(tlvs: [TLV(.messagePayload, [0x68])])),
    .submitMulti(SubmitMulti()),
    .submitMultiResponse(SubmitMultiResponse()),
    .broadcastSM(BroadcastSM()),
    .queryBroadcastSM(QueryBroadcastSM()),
    .cancelBroadcastSM(CancelBroadcastSM()),
]
