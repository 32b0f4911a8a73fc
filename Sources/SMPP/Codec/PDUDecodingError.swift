/// Octets that are no PDU, and what to do about it.
package struct PDUDecodingError: Error, Equatable, Sendable {
    /// `nil` when too little of it could be trusted.
    package let header: PDUHeader?
    package let reason: Reason

    package init(header: PDUHeader?, reason: Reason) { (self.header, self.reason) = (header, reason) }

    package enum Reason: Equatable, Sendable {
        /// Below 16 or above the limit: where the next PDU starts is lost.
        case commandLengthOutOfRange(UInt32)
        case unknownCommand
        case field(FieldError)
    }

    /// Whether the session survives.
    package enum Severity: Equatable, Sendable {
        case fatal(CommandStatus)
        case answerable(CommandStatus)
    }

    package var severity: Severity {
        switch reason {
        case .commandLengthOutOfRange: .fatal(.invalidCommandLength)
        case .unknownCommand: .answerable(.invalidCommandID)
        case .field(let error): .answerable(error.status)
        }
    }

    /// What the text prescribes to send; `nil` where it is a response that cannot be read, which nobody answers.
    /// Source: SMPP 3.4 §3.3, §4.3; SMPP 5.0 §2.8.2.
    package var answer: PDU? {
        switch reason {
        case .commandLengthOutOfRange:
            return PDU(sequenceNumber: 0, commandStatus: .invalidCommandLength, body: .genericNack)
        case .unknownCommand:
            guard let header, !header.commandID.isResponse else { return nil }
            return PDU(
                sequenceNumber: header.sequenceNumber, commandStatus: .invalidCommandID, body: .genericNack)
        case .field(let error):
            guard let header, let body = PDUBody.emptyResponse(to: header.commandID) else { return nil }
            return PDU(sequenceNumber: header.sequenceNumber, commandStatus: error.status, body: body)
        }
    }
}

extension PDUDecodingError: CustomStringConvertible {
    package var description: String {
        let command = header.map { "\($0.commandID.name): " } ?? ""
        switch reason {
        case .commandLengthOutOfRange(let length): return "\(command)command_length \(length) is out of range"
        case .unknownCommand: return "\(command)the command is not known"
        case .field(let error): return "\(command)\(error)"
        }
    }
}
