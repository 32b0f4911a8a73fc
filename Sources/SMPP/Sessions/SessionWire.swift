import World

/// The octets of a session: what came, cut into PDUs, and what is to go.
struct SessionWire: Sendable {
    private var reader: FrameReader
    /// What the driver has not yet taken.
    private(set) var outbound: [UInt8] = []
    private(set) var books = SessionBooks()
    /// Of the PDU read last.
    private(set) var lastOctets = 0
    /// What the peer may be sent. Nothing is left out before a bind, where nothing of a later version is said.
    var version = SMPPVersion.v50

    init(limits: PDULimits) { reader = FrameReader(limits: limits) }

    /// Octets of a PDU whose end has not come.
    var partialCount: Int { reader.partialCount }

    /// The next PDU or error of `input`; `nil` when it is used up.
    mutating func next(_ input: inout UnsafeRawBufferPointer) -> Result<PDU, PDUDecodingError>? {
        do throws(PDUDecodingError) {
            let before = reader.partialCount + input.count
            guard let pdu = try reader.next(&input) else { return nil }
            lastOctets = before - input.count
            books.received += 1
            return .success(pdu)
        } catch {
            books.unreadable += 1
            return .failure(error)
        }
    }

    mutating func takeOutbound() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &outbound)
        return taken
    }

    /// Throws what cannot be put on the wire, or said in the peer's version; nothing is written then.
    mutating func send(_ body: PDUBody, sequence: UInt32, status: CommandStatus = .ok) throws(FieldError) {
        let pdu = PDU(sequenceNumber: sequence, commandStatus: status, body: body)
        try write(try pdu.conforming(to: version))
    }

    private mutating func write(_ pdu: PDU) throws(FieldError) {
        try pdu.encode(into: &outbound, limits: reader.limits)
        books.sent += 1
    }

    /// A response; one that cannot be written, because of what the handler gave, becomes a system error.
    ///
    /// An operation that the peer's version does not have is answered all the same, without optional parameters: who
    /// asks knows it. Some clients bind as transceiver with `interface_version` 0.
    mutating func answer(_ body: PDUBody, sequence: UInt32, status: CommandStatus = .ok) {
        var pdu = PDU(sequenceNumber: sequence, commandStatus: status, body: body)
        do throws(FieldError) {
            if let since = body.commandID.since, since > version {
                pdu.body.tlvs = []
                pdu.commandStatus = status.conforming(to: version)
            } else if !status.isOK, body == PDUBody.emptyResponse(to: body.commandID.request) {
                pdu.commandStatus = status.conforming(to: version)
            } else {
                pdu = try pdu.conforming(to: version)
            }
            try write(pdu)
        } catch {
            books.unwritable += 1
            let empty = PDUBody.emptyResponse(to: body.commandID.request) ?? .genericNack
            try? write(PDU(sequenceNumber: sequence, commandStatus: .systemError, body: empty))
        }
    }

    mutating func answer(_ error: PDUDecodingError) {
        guard let answer = error.answer else { return }
        self.answer(answer.body, sequence: answer.sequenceNumber, status: answer.commandStatus)
    }

    /// Answers a request this side has no use for, or not in this state.
    mutating func refuse(_ pdu: PDU, _ status: CommandStatus) {
        guard let body = PDUBody.emptyResponse(to: pdu.commandID) else { return }
        answer(body, sequence: pdu.sequenceNumber, status: status)
    }

    mutating func countUnexpected() { books.unexpected += 1 }
}

/// What a session has counted since it began.
package struct SessionBooks: Equatable, Sendable {
    /// PDUs.
    package var received = 0
    package var sent = 0
    /// PDUs that could not be read.
    package var unreadable = 0
    /// Responses that could not be written as the handler gave them.
    package var unwritable = 0
    /// Responses nobody waits for, late and repeated ones among them, and PDUs without response nobody asked for.
    package var unexpected = 0

    package init() {}
}
