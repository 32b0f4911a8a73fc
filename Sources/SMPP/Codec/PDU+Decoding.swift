/// The sixteen octets before every body. Source: SMPP 3.4 §3.2.
package struct PDUHeader: Equatable, Sendable {
    package var commandLength: UInt32
    package var commandID: CommandID
    package var commandStatus: CommandStatus
    package var sequenceNumber: UInt32

    /// `nil` when there are fewer than sixteen octets.
    package init?(_ octets: UnsafeRawBufferPointer) {
        guard octets.count >= PDULimits.commandLengthMin else { return nil }
        func word(_ offset: Int) -> UInt32 { octets.loadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian }
        commandLength = word(0)
        commandID = CommandID(rawValue: word(4))
        commandStatus = CommandStatus(rawValue: word(8))
        sequenceNumber = word(12)
    }
}

extension PDU {
    /// Reads one whole PDU: exactly `command_length` octets.
    package init(decoding octets: UnsafeRawBufferPointer, limits: PDULimits = PDULimits()) throws(PDUDecodingError) {
        guard let header = PDUHeader(octets) else {
            throw PDUDecodingError(header: nil, reason: .commandLengthOutOfRange(UInt32(octets.count)))
        }
        guard Int(header.commandLength) == octets.count, octets.count <= limits.commandLengthMax else {
            throw PDUDecodingError(header: header, reason: .commandLengthOutOfRange(header.commandLength))
        }
        var reader = FieldReader(octets, limits: limits)
        let body: PDUBody?
        do throws(FieldError) {
            body = try PDUBody(header.commandID, from: &reader)
        } catch {
            throw PDUDecodingError(header: header, reason: .field(error))
        }
        guard let body else { throw PDUDecodingError(header: header, reason: .unknownCommand) }
        self.init(sequenceNumber: header.sequenceNumber, commandStatus: header.commandStatus, body: body)
    }

    /// Reads one whole PDU: exactly `command_length` octets.
    package init(decoding octets: [UInt8], limits: PDULimits = PDULimits()) throws(PDUDecodingError) {
        let result = octets.withUnsafeBytes { octets in
            Result { () throws(PDUDecodingError) in try PDU(decoding: octets, limits: limits) }
        }
        self = try result.get()
    }
}

extension PDUBody {
    /// Visits the fields of `command` with any visitor; `nil` for a command this build does not know.
    init?(_ command: CommandID, from visitor: inout some FieldVisitor) throws(FieldError) {
        func read<Body: PDUFields>(
            _ body: Body, _ visitor: inout some FieldVisitor
        ) throws(FieldError) -> Body {
            var body = body
            try body.visit(&visitor)
            return body
        }
        switch command {
        case .submitSM: self = .submitSM(try read(SubmitSM(), &visitor))
        case .submitSM.response: self = .submitSMResponse(try read(SubmitSMResponse(), &visitor))
        case .deliverSM: self = .deliverSM(try read(DeliverSM(), &visitor))
        case .deliverSM.response: self = .deliverSMResponse(try read(DeliverSMResponse(), &visitor))
        case .bindReceiver: self = .bindRequest(try read(BindRequest(kind: .receiver), &visitor))
        case .bindTransmitter: self = .bindRequest(try read(BindRequest(kind: .transmitter), &visitor))
        case .bindTransceiver: self = .bindRequest(try read(BindRequest(kind: .transceiver), &visitor))
        case .bindReceiver.response: self = .bindResponse(try read(BindResponse(kind: .receiver), &visitor))
        case .bindTransmitter.response: self = .bindResponse(try read(BindResponse(kind: .transmitter), &visitor))
        case .bindTransceiver.response: self = .bindResponse(try read(BindResponse(kind: .transceiver), &visitor))
        case .outbind: self = .outbind(try read(Outbind(), &visitor))
        case .dataSM: self = .dataSM(try read(DataSM(), &visitor))
        case .dataSM.response: self = .dataSMResponse(try read(DataSMResponse(), &visitor))
        case .querySM: self = .querySM(try read(QuerySM(), &visitor))
        case .querySM.response: self = .querySMResponse(try read(QuerySMResponse(), &visitor))
        case .cancelSM: self = .cancelSM(try read(CancelSM(), &visitor))
        case .replaceSM: self = .replaceSM(try read(ReplaceSM(), &visitor))
        case .submitMulti: self = .submitMulti(try read(SubmitMulti(), &visitor))
        case .submitMulti.response: self = .submitMultiResponse(try read(SubmitMultiResponse(), &visitor))
        case .broadcastSM: self = .broadcastSM(try read(BroadcastSM(), &visitor))
        case .broadcastSM.response: self = .broadcastSMResponse(try read(BroadcastSMResponse(), &visitor))
        case .queryBroadcastSM: self = .queryBroadcastSM(try read(QueryBroadcastSM(), &visitor))
        case .queryBroadcastSM.response:
            self = .queryBroadcastSMResponse(try read(QueryBroadcastSMResponse(), &visitor))
        case .cancelBroadcastSM: self = .cancelBroadcastSM(try read(CancelBroadcastSM(), &visitor))
        case .cancelBroadcastSM.response: self = .cancelBroadcastSMResponse(try read(BareResponse(), &visitor))
        case .cancelSM.response: self = .cancelSMResponse(try read(BareResponse(), &visitor))
        case .replaceSM.response: self = .replaceSMResponse(try read(BareResponse(), &visitor))
        case .enquireLink.response: self = .enquireLinkResponse(try read(BareResponse(), &visitor))
        case .unbind.response: self = .unbindResponse(try read(BareResponse(), &visitor))
        case .alertNotification: self = .alertNotification(try read(AlertNotification(), &visitor))
        default:
            guard let plain = Self.withoutFields(command) else { return nil }
            _ = try read(EmptyBody(), &visitor)
            self = plain
        }
    }

    private static func withoutFields(_ command: CommandID) -> PDUBody? {
        switch command {
        case .enquireLink: .enquireLink
        case .unbind: .unbind
        case .genericNack: .genericNack
        default: nil
        }
    }
}
