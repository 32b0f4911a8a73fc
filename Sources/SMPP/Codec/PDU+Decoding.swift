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
        switch command {
        case .submitSM: self = .submitSM(try SubmitSM().visited(by: &visitor))
        case .submitSM.response: self = .submitSMResponse(try SubmitSMResponse().visited(by: &visitor))
        case .deliverSM: self = .deliverSM(try DeliverSM().visited(by: &visitor))
        case .deliverSM.response: self = .deliverSMResponse(try DeliverSMResponse().visited(by: &visitor))
        case .bindReceiver: self = .bindRequest(try BindRequest(kind: .receiver).visited(by: &visitor))
        case .bindTransmitter: self = .bindRequest(try BindRequest(kind: .transmitter).visited(by: &visitor))
        case .bindTransceiver: self = .bindRequest(try BindRequest(kind: .transceiver).visited(by: &visitor))
        case .bindReceiver.response: self = .bindResponse(try BindResponse(kind: .receiver).visited(by: &visitor))
        case .bindTransmitter.response: self = .bindResponse(try BindResponse(kind: .transmitter).visited(by: &visitor))
        case .bindTransceiver.response: self = .bindResponse(try BindResponse(kind: .transceiver).visited(by: &visitor))
        case .outbind: self = .outbind(try Outbind().visited(by: &visitor))
        case .dataSM: self = .dataSM(try DataSM().visited(by: &visitor))
        case .dataSM.response: self = .dataSMResponse(try DataSMResponse().visited(by: &visitor))
        case .querySM: self = .querySM(try QuerySM().visited(by: &visitor))
        case .querySM.response: self = .querySMResponse(try QuerySMResponse().visited(by: &visitor))
        case .cancelSM: self = .cancelSM(try CancelSM().visited(by: &visitor))
        case .replaceSM: self = .replaceSM(try ReplaceSM().visited(by: &visitor))
        case .submitMulti: self = .submitMulti(try SubmitMulti().visited(by: &visitor))
        case .submitMulti.response: self = .submitMultiResponse(try SubmitMultiResponse().visited(by: &visitor))
        case .broadcastSM: self = .broadcastSM(try BroadcastSM().visited(by: &visitor))
        case .broadcastSM.response: self = .broadcastSMResponse(try BroadcastSMResponse().visited(by: &visitor))
        case .queryBroadcastSM: self = .queryBroadcastSM(try QueryBroadcastSM().visited(by: &visitor))
        case .queryBroadcastSM.response:
            self = .queryBroadcastSMResponse(try QueryBroadcastSMResponse().visited(by: &visitor))
        case .cancelBroadcastSM: self = .cancelBroadcastSM(try CancelBroadcastSM().visited(by: &visitor))
        case .cancelBroadcastSM.response: self = .cancelBroadcastSMResponse(try BareResponse().visited(by: &visitor))
        case .cancelSM.response: self = .cancelSMResponse(try BareResponse().visited(by: &visitor))
        case .replaceSM.response: self = .replaceSMResponse(try BareResponse().visited(by: &visitor))
        case .enquireLink.response: self = .enquireLinkResponse(try BareResponse().visited(by: &visitor))
        case .unbind.response: self = .unbindResponse(try BareResponse().visited(by: &visitor))
        case .alertNotification: self = .alertNotification(try AlertNotification().visited(by: &visitor))
        default:
            guard let plain = Self.withoutFields(command) else { return nil }
            _ = try EmptyBody().visited(by: &visitor)
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
