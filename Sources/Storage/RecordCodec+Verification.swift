package import Verification
package import World

extension Verification: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    /// What `init` wants and the fields read afterwards replace.
    private static let anyPolicy = VerificationPolicy()

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(service)
        writer.append(recipient.digest)
        writer.append(recipient.masked)
        writer.append(recipient.sealed)
        writer.append(channel)
        writer.append(locale)
        writer.append(codeLength)
        writer.append(byte: codeOrigin.rawValue)
        writer.append(createdAt)
        writer.append(expiresAt)
        writer.append(checksMax)
        writer.append(sendsMax)
        writer.append(byte: resendMode.storedByte)
        writer.append(each: resendSchedule.delaysSeconds) { $0.append($1) }
        switch state {
        case .pending: writer.append(byte: 0)
        case .approved(let moment):
            writer.append(byte: 1)
            writer.append(moment)
        case .failed(let failure, let moment):
            writer.append(byte: 2)
            writer.append(byte: failure.rawValue)
            writer.append(moment)
        }
        writer.append(checksUsed)
        writer.append(sendsUsed)
        writer.append(lastSentAt)
        writer.append(each: codes) { $0.append($1) }
        writer.append(each: checks) { writer, check in
            writer.append(check.at)
            writer.append(check.valid)
        }
        writer.append(each: messages) { $0.append($1) }
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        let id = try reader.identifier(VerificationID.self)
        let account = try reader.identifier(AccountID.self)
        let service = try reader.identifier(ServiceID.self)
        let recipient = Recipient(
            digest: try reader.recipientDigest(), masked: try reader.string(), sealed: try reader.sealedBytes())
        self.init(
            id: id, account: account, service: service, recipient: recipient, channel: try reader.string(),
            locale: try reader.string(), codeLength: try reader.int(), codeOrigin: try reader.raw(),
            createdAt: try reader.timestamp(), expiresAt: try reader.timestamp(), policy: Self.anyPolicy)
        checksMax = try reader.int()
        sendsMax = try reader.int()
        resendMode = try reader.resendMode()
        resendSchedule.delaysSeconds = try reader.array { reader throws(RecordDamage) in try reader.int() }
        switch try reader.byte() {
        case 0: state = .pending
        case 1: state = .approved(at: try reader.timestamp())
        case 2: state = .failed(try reader.raw(), at: try reader.timestamp())
        default: throw .impossibleValue
        }
        checksUsed = try reader.int()
        sendsUsed = try reader.int()
        lastSentAt = try reader.timestamp()
        codes = try reader.array { reader throws(RecordDamage) in try reader.liveCode() }
        checks = try reader.array { reader throws(RecordDamage) in
            CheckRecord(at: try reader.timestamp(), valid: try reader.bool())
        }
        messages = try reader.array { reader throws(RecordDamage) in try reader.identifier() }
        version = try reader.int()
    }

    /// When it ended; `nil` while it is pending by its state.
    package var endedAt: Timestamp? {
        switch state {
        case .pending: nil
        case .approved(let moment), .failed(_, let moment): moment
        }
    }
}

extension VerificationPolicy.ResendMode {
    /// Fixed for ever, whatever the cases are called.
    var storedByte: UInt8 {
        switch self {
        case .same: 1
        case .rotate: 2
        case .keepEarlier: 3
        }
    }
}

extension RecordWriter {
    fileprivate mutating func append(_ code: Verification.LiveCode) {
        append(code.generation)
        append(byte: code.digest.keyID)
        append(code.digest.bytes)
        append(code.sealed)
        append(each: code.tags) { writer, tag in
            writer.append(fixed: tag.high)
            writer.append(fixed: tag.low)
        }
    }
}

extension RecordReader {
    mutating func resendMode() throws(RecordDamage) -> VerificationPolicy.ResendMode {
        let byte = try byte()
        guard let mode = VerificationPolicy.ResendMode.allCases.first(where: { $0.storedByte == byte }) else {
            throw .impossibleValue
        }
        return mode
    }

    fileprivate mutating func liveCode() throws(RecordDamage) -> Verification.LiveCode {
        Verification.LiveCode(
            generation: try int(), digest: CodeDigest(keyID: try byte(), bytes: try byteString()),
            sealed: try sealedBytes(),
            tags: try array { reader throws(RecordDamage) in
                let high = try reader.fixed()
                return CodeTag(high: high, low: try reader.fixed())
            })
    }
}
