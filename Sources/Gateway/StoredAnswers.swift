import Storage
import World

/// How answers are kept beside their effect: the views themselves, so that a repetition is answered alike in every
/// dialect. None of them holds a code or a whole number.
extension VerificationView: StorableAnswer {
    var stored: [UInt8] {
        var writer = RecordWriter(version: 1)
        write(to: &writer)
        return writer.bytes
    }

    init?(stored: [UInt8]) {
        guard var reader = try? RecordReader(stored, versions: 1...1), let view = try? Self(from: &reader) else {
            return nil
        }
        self = view
    }

    func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(status)
        writer.append(service)
        writer.append(to)
        writer.append(channel)
        writer.append(codeLength)
        writer.append(createdAt)
        writer.append(expiresAt)
        writer.append(resendAt) { $0.append($1) }
        writer.append(checksLeft)
        writer.append(sendsLeft)
    }

    init(from reader: inout RecordReader) throws(RecordDamage) {
        id = try reader.identifier()
        status = try reader.string()
        service = try reader.string()
        to = try reader.string()
        channel = try reader.string()
        codeLength = try reader.int()
        createdAt = try reader.timestamp()
        expiresAt = try reader.timestamp()
        resendAt = try reader.optional { (reader) throws(RecordDamage) in try reader.timestamp() }
        checksLeft = try reader.int()
        sendsLeft = try reader.int()
    }
}

extension CheckView: StorableAnswer {
    var stored: [UInt8] {
        var writer = RecordWriter(version: 1)
        verification.write(to: &writer)
        writer.append(valid)
        writer.append(reason) { $0.append($1) }
        return writer.bytes
    }

    init?(stored: [UInt8]) {
        do {
            var reader = try RecordReader(stored, versions: 1...1)
            verification = try VerificationView(from: &reader)
            valid = try reader.bool()
            reason = try reader.optional { (reader) throws(RecordDamage) in try reader.string() }
        } catch {
            return nil
        }
    }
}

extension MessageView: StorableAnswer {
    /// The hops of an answer to a send are the first two, which a repetition need not show.
    var stored: [UInt8] {
        var writer = RecordWriter(version: 1)
        writer.append(id)
        writer.append(status)
        writer.append(to)
        writer.append(sender)
        writer.append(verification) { $0.append($1) }
        writer.append(createdAt)
        writer.append(expiresAt)
        return writer.bytes
    }

    init?(stored: [UInt8]) {
        do {
            var reader = try RecordReader(stored, versions: 1...1)
            id = try reader.identifier()
            status = try reader.string()
            to = try reader.string()
            sender = try reader.string()
            verification = try reader.optional { (reader) throws(RecordDamage) in try reader.identifier() }
            createdAt = try reader.timestamp()
            expiresAt = try reader.timestamp()
            hops = []
        } catch {
            return nil
        }
    }
}
