import Verification

/// A value that stores keep as bytes. Layouts carry a version; a reader knows all that were ever released.
package protocol StoredRecord: Sendable {
    /// The layout written now.
    static var layoutVersion: UInt8 { get }
    func write(to writer: inout RecordWriter)
    init(from reader: inout RecordReader) throws(RecordDamage)
}

extension StoredRecord {
    package var recordBytes: [UInt8] {
        var writer = RecordWriter(version: Self.layoutVersion)
        write(to: &writer)
        return writer.bytes
    }

    /// Reads what `recordBytes` gave.
    package init(recordBytes: [UInt8]) throws(RecordDamage) {
        var reader = try RecordReader(recordBytes, versions: 1...Self.layoutVersion)
        self = try Self(from: &reader)
        try reader.end()
    }
}

extension RecordWriter {
    mutating func append(_ sealed: SealedBytes) {
        append(byte: sealed.keyID)
        append(unsigned: UInt64(sealed.day))
        append(sealed.bytes)
    }

    mutating func append(_ digest: RecipientDigest) {
        append(fixed: digest.high)
        append(fixed: digest.low)
    }
}

extension RecordReader {
    mutating func sealedBytes() throws(RecordDamage) -> SealedBytes {
        let keyID = try byte()
        guard let day = UInt32(exactly: try unsigned()) else { throw .impossibleValue }
        return SealedBytes(keyID: keyID, day: day, bytes: try byteString())
    }

    mutating func recipientDigest() throws(RecordDamage) -> RecipientDigest {
        let high = try fixed()
        return RecipientDigest(high: high, low: try fixed())
    }

    /// An enumeration stored by its raw byte.
    mutating func raw<Value: RawRepresentable<UInt8>>(
        _ type: Value.Type = Value.self
    ) throws(RecordDamage) -> Value {
        guard let value = Value(rawValue: try byte()) else { throw .impossibleValue }
        return value
    }
}
