import Verification
import World

extension Account: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(name)
        writer.append(isActive)
        writer.append(createdAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            id: try reader.identifier(), name: try reader.string(), isActive: try reader.bool(),
            createdAt: try reader.timestamp())
        version = try reader.int()
    }
}

extension Service: StoredRecord {
    package static var layoutVersion: UInt8 { 2 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(name)
        writer.append(brand)
        writer.append(policy)
        writer.append(locale)
        for text in [sender, originHost, retrieverHash, template] { writer.append(text) { $0.append($1) } }
        writer.append(allowsAnyNumberKind)
        writer.append(createdAt)
        writer.append(version)
        writer.append(each: testNumbers) { writer, number in
            writer.append(number.recipient)
            writer.append(number.masked)
            writer.append(number.sealedCode)
        }
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        func text(_ reader: inout RecordReader) throws(RecordDamage) -> String? {
            try reader.optional { reader throws(RecordDamage) in try reader.string() }
        }
        self.init(
            id: try reader.identifier(), account: try reader.identifier(), name: try reader.string(),
            brand: try reader.string(), policy: try reader.policy(), locale: try reader.string(),
            sender: try text(&reader), originHost: try text(&reader), retrieverHash: try text(&reader),
            template: try text(&reader), allowsAnyNumberKind: try reader.bool(), createdAt: try reader.timestamp())
        version = try reader.int()
        // The first layout knew no test numbers.
        guard reader.version > 1 else { return }
        testNumbers = try reader.array { reader throws(RecordDamage) in
            TestNumber(
                recipient: try reader.recipientDigest(), masked: try reader.string(),
                sealedCode: try reader.sealedBytes())
        }
    }
}

extension APIKey: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(name)
        writer.append(hash)
        writer.append(createdAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            id: try reader.identifier(), account: try reader.identifier(), name: try reader.string(),
            hash: try reader.byteString(), createdAt: try reader.timestamp())
        version = try reader.int()
    }
}

extension RecordWriter {
    fileprivate mutating func append(_ policy: VerificationPolicy) {
        append(policy.codeLength)
        append(policy.codeLengthMax)
        append(policy.lifeSeconds)
        append(policy.lifeSecondsMax)
        append(policy.checksMax)
        append(policy.sendsMax)
        append(byte: policy.resendMode.storedByte)
        append(byte: policy.restart.storedByte)
        append(each: policy.resendSchedule.delaysSeconds) { $0.append($1) }
    }
}

extension RecordReader {
    fileprivate mutating func policy() throws(RecordDamage) -> VerificationPolicy {
        var policy = VerificationPolicy()
        policy.codeLength = try int()
        policy.codeLengthMax = try int()
        policy.lifeSeconds = try int()
        policy.lifeSecondsMax = try int()
        policy.checksMax = try int()
        policy.sendsMax = try int()
        policy.resendMode = try resendMode()
        let restart = try byte()
        guard let known = VerificationPolicy.Restart.allCases.first(where: { $0.storedByte == restart }) else {
            throw .impossibleValue
        }
        policy.restart = known
        policy.resendSchedule.delaysSeconds = try array { reader throws(RecordDamage) in try reader.int() }
        return policy
    }
}

extension VerificationPolicy.Restart {
    /// Fixed for ever, whatever the cases are called.
    fileprivate var storedByte: UInt8 {
        switch self {
        case .new: 1
        case .resendExisting: 2
        case .supersede: 3
        }
    }
}
