import MessageEncoding
import Storage
import World

/// What a stored part holds, sealed: enough to join it without the carrier's message.
struct PartBody: Hashable, Sendable {
    var inbox: InboxID
    var from: String
    /// A keyed digest of the content, by which a part that comes again is known.
    var fingerprint: UInt64
    var content: MessageContent

    var bytes: [UInt8] {
        var writer = RecordWriter(version: 1)
        writer.append(inbox)
        writer.append(from)
        writer.append(fixed: fingerprint)
        writer.append(content)
        return writer.bytes
    }

    init(inbox: InboxID, from: String, fingerprint: UInt64, content: MessageContent) {
        (self.inbox, self.from, self.fingerprint, self.content) = (inbox, from, fingerprint, content)
    }

    init(_ bytes: [UInt8]) throws(RecordDamage) {
        var reader = try RecordReader(bytes, versions: 1...1)
        inbox = try reader.identifier()
        from = try reader.string()
        fingerprint = try reader.fixed()
        content = try reader.content()
        try reader.end()
    }
}

/// What is kept of a finished message under the index 0, so that a part that comes again after a restart is known.
struct FinishedBody: Hashable, Sendable {
    var fingerprints: [UInt8: UInt64]

    var bytes: [UInt8] {
        var writer = RecordWriter(version: 1)
        writer.append(each: fingerprints.sorted { $0.key < $1.key }) { writer, entry in
            writer.append(byte: entry.key)
            writer.append(fixed: entry.value)
        }
        return writer.bytes
    }

    init(fingerprints: [UInt8: UInt64]) { self.fingerprints = fingerprints }

    init(_ bytes: [UInt8]) throws(RecordDamage) {
        var reader = try RecordReader(bytes, versions: 1...1)
        let pairs = try reader.array { reader throws(RecordDamage) in (try reader.byte(), try reader.fixed()) }
        fingerprints = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        try reader.end()
    }
}

extension RecordWriter {
    mutating func append(_ content: MessageContent) {
        switch content {
        case .septets(let octets):
            append(byte: 1)
            append(octets)
        case .utf16(let octets):
            append(byte: 2)
            append(octets)
        case .latin1(let octets):
            append(byte: 3)
            append(octets)
        case .binary(let octets):
            append(byte: 4)
            append(octets)
        }
    }
}

extension RecordReader {
    mutating func content() throws(RecordDamage) -> MessageContent {
        switch try byte() {
        case 1: return .septets(try byteString())
        case 2: return .utf16(try byteString())
        case 3: return .latin1(try byteString())
        case 4: return .binary(try byteString())
        default: throw .impossibleValue
        }
    }
}
