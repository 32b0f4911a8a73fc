import SMPP
import World

/// PDUs of every operation with any content the codec must carry.
struct RandomPDU {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func pdu(_ command: CommandID) -> PDU? {
        body(command).map { body in
            let status = command.isResponse && chance() ? UInt32.random(in: 0...0x4FF, using: &random) : 0
            return PDU(
                sequenceNumber: UInt32.random(in: 1...0x7FFF_FFFF, using: &random),
                commandStatus: CommandStatus(rawValue: status), body: body)
        }
    }

    private mutating func chance() -> Bool { Bool.random(using: &random) }
    private mutating func octet() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
    private mutating func octets(_ max: Int) -> [UInt8] {
        (0..<Int.random(in: 0...max, using: &random)).map { _ in octet() }
    }
    private mutating func text(_ max: Int) -> String {
        String(
            String.UnicodeScalarView(
                (0..<Int.random(in: 0...max, using: &random)).map { _ in
                    UnicodeScalar(UInt8.random(in: 1...255, using: &random))
                }))
    }
    private mutating func address(_ max: Int = 20) -> Address {
        Address(ton: .init(rawValue: octet()), npi: .init(rawValue: octet()), digits: text(max))
    }
    private mutating func tlvs() -> [TLV] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let tag =
                chance()
                ? TLVDefinition.table[Int.random(in: 0..<64, using: &random)].tag
                : TLVTag(rawValue: UInt16.random(in: 0...UInt16.max, using: &random))
            return TLV(tag, octets(40))
        }
    }

    private mutating func message() -> ShortMessage {
        ShortMessage(
            serviceType: text(5), source: address(), destination: address(), esmClass: ESMClass(rawValue: octet()),
            protocolID: octet(), priorityFlag: octet(), scheduleDeliveryTime: text(16), validityPeriod: text(16),
            registeredDelivery: RegisteredDelivery(rawValue: octet()), replaceIfPresent: octet(), dataCoding: octet(),
            defaultMessageID: octet(), shortMessage: octets(254), tlvs: tlvs())
    }

    private mutating func body(_ command: CommandID) -> PDUBody? {
        switch command {
        case .bindReceiver: .bindRequest(bind(.receiver))
        case .bindTransmitter: .bindRequest(bind(.transmitter))
        case .bindTransceiver: .bindRequest(bind(.transceiver))
        case .bindReceiver.response: .bindResponse(BindResponse(kind: .receiver, systemID: text(15), tlvs: tlvs()))
        case .bindTransmitter.response:
            .bindResponse(BindResponse(kind: .transmitter, systemID: text(15), tlvs: tlvs()))
        case .bindTransceiver.response:
            .bindResponse(BindResponse(kind: .transceiver, systemID: text(15), tlvs: tlvs()))
        case .submitSM: .submitSM(message())
        case .deliverSM: .deliverSM(message())
        case .submitSM.response: .submitSMResponse(response())
        case .deliverSM.response: .deliverSMResponse(response())
        case .dataSM.response: .dataSMResponse(response())
        case .broadcastSM.response: .broadcastSMResponse(response())
        case .queryBroadcastSM.response: .queryBroadcastSMResponse(response())
        case .cancelSM.response: .cancelSMResponse(BareResponse(tlvs: tlvs()))
        case .replaceSM.response: .replaceSMResponse(BareResponse(tlvs: tlvs()))
        case .cancelBroadcastSM.response: .cancelBroadcastSMResponse(BareResponse(tlvs: tlvs()))
        case .enquireLink.response: .enquireLinkResponse(BareResponse(tlvs: tlvs()))
        case .unbind.response: .unbindResponse(BareResponse(tlvs: tlvs()))
        case .enquireLink: .enquireLink
        case .unbind: .unbind
        case .genericNack: .genericNack
        default: rarer(command)
        }
    }

    private mutating func response() -> MessageResponse { MessageResponse(messageID: text(64), tlvs: tlvs()) }

    private mutating func bind(_ kind: BindKind) -> BindRequest {
        BindRequest(
            kind: kind, systemID: text(15), password: text(8), systemType: text(12), interfaceVersion: octet(),
            ton: .init(rawValue: octet()), npi: .init(rawValue: octet()), addressRange: text(40), tlvs: tlvs())
    }

    private mutating func rarer(_ command: CommandID) -> PDUBody? {
        switch command {
        case .outbind:
            var body = Outbind()
            (body.systemID, body.password, body.tlvs) = (text(15), text(8), tlvs())
            return .outbind(body)
        case .dataSM:
            var body = DataSM()
            (body.serviceType, body.source, body.destination) = (text(5), address(64), address(64))
            (body.esmClass.rawValue, body.registeredDelivery.rawValue) = (octet(), octet())
            (body.dataCoding, body.tlvs) = (octet(), tlvs())
            return .dataSM(body)
        case .submitMulti:
            var shared = message()
            shared.destination = Address()
            let destinations = (0..<Int.random(in: 0...255, using: &random)).map { _ in
                chance() ? SubmitMulti.Destination.address(address()) : .distributionList(text(20))
            }
            return .submitMulti(SubmitMulti(destinations: destinations, message: shared))
        case .submitMulti.response:
            let refused = (0..<Int.random(in: 0...255, using: &random)).map { _ in
                SubmitMultiResponse.Unsuccessful(
                    address: address(),
                    status: CommandStatus(rawValue: UInt32.random(in: 0...UInt32.max, using: &random)))
            }
            return .submitMultiResponse(
                SubmitMultiResponse(messageID: text(64), unsuccessful: refused, tlvs: tlvs()))
        case .querySM:
            var body = QuerySM()
            (body.messageID, body.source, body.tlvs) = (text(64), address(), tlvs())
            return .querySM(body)
        case .querySM.response:
            var body = QuerySMResponse()
            (body.messageID, body.finalDate) = (text(64), text(16))
            (body.messageState, body.errorCode, body.tlvs) = (octet(), octet(), tlvs())
            return .querySMResponse(body)
        case .cancelSM:
            var body = CancelSM()
            (body.serviceType, body.messageID) = (text(5), text(64))
            (body.source, body.destination, body.tlvs) = (address(), address(), tlvs())
            return .cancelSM(body)
        case .replaceSM:
            var body = ReplaceSM()
            (body.messageID, body.source) = (text(64), address())
            (body.scheduleDeliveryTime, body.validityPeriod) = (text(16), text(16))
            (body.registeredDelivery.rawValue, body.defaultMessageID) = (octet(), octet())
            (body.shortMessage, body.tlvs) = (octets(254), tlvs())
            return .replaceSM(body)
        default: return broadcast(command)
        }
    }

    private mutating func broadcast(_ command: CommandID) -> PDUBody? {
        switch command {
        case .broadcastSM:
            var body = BroadcastSM()
            (body.serviceType, body.source, body.messageID) = (text(5), address(), text(64))
            (body.scheduleDeliveryTime, body.validityPeriod) = (text(16), text(16))
            (body.priorityFlag, body.replaceIfPresent) = (octet(), octet())
            (body.dataCoding, body.defaultMessageID, body.tlvs) = (octet(), octet(), tlvs())
            return .broadcastSM(body)
        case .queryBroadcastSM:
            var body = QueryBroadcastSM()
            (body.messageID, body.source, body.tlvs) = (text(64), address(), tlvs())
            return .queryBroadcastSM(body)
        case .cancelBroadcastSM:
            var body = CancelBroadcastSM()
            (body.serviceType, body.messageID) = (text(5), text(64))
            (body.source, body.tlvs) = (address(), tlvs())
            return .cancelBroadcastSM(body)
        case .alertNotification:
            var body = AlertNotification()
            (body.source, body.esme, body.tlvs) = (address(64), address(64), tlvs())
            return .alertNotification(body)
        default: return nil
        }
    }
}
