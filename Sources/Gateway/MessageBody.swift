import SMPP
import Storage

/// What a message's sealed body holds: the number, and the text or the octets an ESME gave.
struct MessageBody {
    /// With the leading "+".
    var to: String
    var content: SubmissionContent

    init(to: String, text: String) { (self.to, content) = (to, .text(text)) }
    init(to: String, content: SubmissionContent) { (self.to, self.content) = (to, content) }

    /// Begins the second form. A number begins with "+", so the first form never does.
    private static let rawForm: UInt8 = 1

    /// Number, a line feed, text; or a record of the raw form's fields.
    var bytes: [UInt8] {
        switch content {
        case .text(let text): return Array(to.utf8) + [0x0A] + Array(text.utf8)
        case .short(let raw):
            var writer = RecordWriter(version: Self.rawForm)
            writer.append(to)
            writer.append(raw)
            return writer.bytes
        }
    }

    init?(_ bytes: [UInt8]) {
        if bytes.first == Self.rawForm {
            do {
                var reader = try RecordReader(bytes, versions: Self.rawForm...Self.rawForm)
                to = try reader.string()
                content = .short(try reader.rawShortMessage())
                try reader.end()
            } catch {
                return nil
            }
            return
        }
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        to = String(decoding: bytes[..<end], as: UTF8.self)
        content = .text(String(decoding: bytes[(end + 1)...], as: UTF8.self))
    }
}

extension RecordWriter {
    fileprivate mutating func append(_ raw: RawShortMessage) {
        append(raw.octets)
        append(byte: raw.dataCoding)
        append(raw.hasUserDataHeader)
        append(raw.hasReplyPath)
        append(byte: raw.protocolID)
        append(byte: raw.alphabet.rawValue)
        append(raw.source) { writer, source in
            writer.append(byte: source.ton.rawValue)
            writer.append(byte: source.npi.rawValue)
            writer.append(source.digits)
        }
        append(each: raw.tlvs) { writer, tlv in
            writer.append(unsigned: UInt64(tlv.tag.rawValue))
            writer.append(tlv.value)
        }
    }
}

extension RecordReader {
    fileprivate mutating func rawShortMessage() throws(RecordDamage) -> RawShortMessage {
        var raw = RawShortMessage(octets: try byteString(), dataCoding: try byte())
        raw.hasUserDataHeader = try bool()
        raw.hasReplyPath = try bool()
        raw.protocolID = try byte()
        guard let alphabet = RawShortMessage.Alphabet(rawValue: try byte()) else { throw .impossibleValue }
        raw.alphabet = alphabet
        raw.source = try optional { reader throws(RecordDamage) in
            Address(
                ton: .init(rawValue: try reader.byte()), npi: .init(rawValue: try reader.byte()),
                digits: try reader.string())
        }
        raw.tlvs = try array { reader throws(RecordDamage) in
            guard let tag = UInt16(exactly: try reader.unsigned()) else { throw .impossibleValue }
            return TLV(TLVTag(rawValue: tag), try reader.byteString())
        }
        return raw
    }
}
