extension PDU {
    /// The PDU's octets. Throws what the peer would have to refuse; nothing is written then.
    package func encoded(limits: PDULimits = PDULimits()) throws(FieldError) -> [UInt8] {
        var octets: [UInt8] = []
        try encode(into: &octets, limits: limits)
        return octets
    }

    /// Appends the PDU's octets. Throws what the peer would have to refuse; `octets` is then as it was.
    package func encode(into octets: inout [UInt8], limits: PDULimits = PDULimits()) throws(FieldError) {
        let start = octets.count
        var taken: [UInt8] = []
        swap(&taken, &octets)
        Self.appendHeader(commandID, commandStatus, sequenceNumber, to: &taken)
        // Only a submit's response may be without its body. OsmoMSC 1.9.0 (libsmpp34 1.14) takes a deliver_sm_resp
        // without message_id for a broken PDU and never learns of the refusal. Source: SMPP 3.4 §4.4.2, §4.6.2.
        let isWhole = if case .deliverSMResponse = body { true } else { false }
        var writer = FieldWriter(appendingTo: taken, status: isWhole ? .ok : commandStatus, limits: limits)
        taken = []
        defer { octets = writer.octets }
        do throws(FieldError) {
            try body.write(to: &writer)
            let length = writer.octets.count - start
            guard length <= limits.commandLengthMax else {
                throw FieldError(field: .commandLength, problem: .tooLong(octetsMax: limits.commandLengthMax))
            }
            for index in 0..<4 { writer.octets[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        } catch {
            writer.octets.removeLast(writer.octets.count - start)
            throw error
        }
    }

    /// The length is put in when it is known.
    private static func appendHeader(
        _ id: CommandID, _ status: CommandStatus, _ sequenceNumber: UInt32, to octets: inout [UInt8]
    ) {
        withUnsafeBytes(of: (UInt32(0), id.rawValue.bigEndian, status.rawValue.bigEndian, sequenceNumber.bigEndian)) {
            octets.append(contentsOf: $0)
        }
    }
}

extension PDUBody {
    fileprivate func write(to writer: inout FieldWriter) throws(FieldError) {
        switch self {
        case .submitSM(var body), .deliverSM(var body): try body.visit(&writer)
        case .submitSMResponse(var body), .deliverSMResponse(var body), .dataSMResponse(var body):
            try body.visit(&writer)
        case .bindRequest(var body): try body.visit(&writer)
        case .bindResponse(var body): try body.visit(&writer)
        case .outbind(var body): try body.visit(&writer)
        case .dataSM(var body): try body.visit(&writer)
        case .querySM(var body): try body.visit(&writer)
        case .querySMResponse(var body): try body.visit(&writer)
        case .cancelSM(var body): try body.visit(&writer)
        case .replaceSM(var body): try body.visit(&writer)
        case .alertNotification(var body): try body.visit(&writer)
        case .submitMulti(var body): try body.visit(&writer)
        case .submitMultiResponse(var body): try body.visit(&writer)
        case .broadcastSM(var body): try body.visit(&writer)
        case .broadcastSMResponse(var body): try body.visit(&writer)
        case .queryBroadcastSM(var body): try body.visit(&writer)
        case .queryBroadcastSMResponse(var body): try body.visit(&writer)
        case .cancelBroadcastSM(var body): try body.visit(&writer)
        case .cancelSMResponse(var body), .replaceSMResponse(var body), .cancelBroadcastSMResponse(var body),
            .enquireLinkResponse(var body), .unbindResponse(var body):
            try body.visit(&writer)
        case .enquireLink, .unbind, .genericNack: break
        }
    }
}
