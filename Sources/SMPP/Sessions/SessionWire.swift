import World

/// The octets of a session: what came, cut into PDUs, and what is to go.
struct SessionWire: Sendable {
    private var reader: FrameReader
    /// What the driver has not yet taken.
    private(set) var outbound: [UInt8] = []
    private(set) var books = SessionBooks()

    init(limits: PDULimits) { reader = FrameReader(limits: limits) }

    /// The next PDU or error of `input`; `nil` when it is used up.
    mutating func next(_ input: inout UnsafeRawBufferPointer) -> Result<PDU, PDUDecodingError>? {
        do throws(PDUDecodingError) {
            guard let pdu = try reader.next(&input) else { return nil }
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

    /// Throws what cannot be put on the wire; nothing is written then.
    mutating func send(_ body: PDUBody, sequence: UInt32, status: CommandStatus = .ok) throws(FieldError) {
        let pdu = PDU(sequenceNumber: sequence, commandStatus: status, body: body)
        try pdu.encode(into: &outbound, limits: reader.limits)
        books.sent += 1
    }

    /// A response; one that cannot be written, because of what the handler gave, becomes a system error.
    mutating func answer(_ body: PDUBody, sequence: UInt32, status: CommandStatus = .ok) {
        do {
            try send(body, sequence: sequence, status: status)
        } catch {
            books.unwritable += 1
            let empty = PDUBody.emptyResponse(to: body.commandID.request) ?? .genericNack
            try? send(empty, sequence: sequence, status: .systemError)
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
