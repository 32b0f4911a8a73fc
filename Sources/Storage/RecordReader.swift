package import World

/// Why bytes are not the record they should be.
package enum RecordDamage: Error, Hashable, Sendable {
    /// The record ends within a field.
    case truncated
    /// A layout that this program does not know.
    case unknownVersion(UInt8)
    /// A field holds what no writer writes.
    case impossibleValue
    /// Something follows the last field.
    case trailingBytes
}

/// Reads what `RecordWriter` wrote. Never reads past the end and never allocates more than the record's own size.
package struct RecordReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0
    /// The version the record was written with.
    package let version: UInt8

    /// Reads the version, which must be one of `versions`.
    package init(_ bytes: [UInt8], versions: ClosedRange<UInt8>) throws(RecordDamage) {
        self.bytes = bytes
        guard let version = bytes.first else { throw .truncated }
        guard versions.contains(version) else { throw .unknownVersion(version) }
        self.version = version
        position = 1
    }

    private var remaining: Int { bytes.count - position }

    package mutating func byte() throws(RecordDamage) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func bool() throws(RecordDamage) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .impossibleValue
        }
    }

    package mutating func int() throws(RecordDamage) -> Int {
        let value = try unsigned()
        return Int(bitPattern: UInt(value >> 1)) ^ -Int(value & 1)
    }

    package mutating func unsigned() throws(RecordDamage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            // The tenth byte has room for one bit only.
            guard shift < 63 || next <= 1 else { throw .impossibleValue }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func fixed() throws(RecordDamage) -> UInt64 {
        guard remaining >= 8 else { throw .truncated }
        defer { position += 8 }
        return bytes.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self)) }
    }

    package mutating func timestamp() throws(RecordDamage) -> Timestamp {
        Timestamp(microseconds: Int64(bitPattern: try fixed()))
    }

    package mutating func identifier<Kind>(
        _ kind: Identifier<Kind>.Type = Identifier<Kind>.self
    ) throws(RecordDamage) -> Identifier<Kind> {
        let high = try fixed()
        return Identifier(high: high, low: try fixed())
    }

    package mutating func byteString() throws(RecordDamage) -> [UInt8] { try exactly(try count()) }

    package mutating func exactly(_ count: Int) throws(RecordDamage) -> [UInt8] {
        guard count <= remaining else { throw .truncated }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    package mutating func string() throws(RecordDamage) -> String {
        let count = try count()
        guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
            throw .impossibleValue
        }
        position += count
        return text
    }

    package mutating func optional<Value>(
        _ read: (inout Self) throws(RecordDamage) -> Value
    ) throws(RecordDamage) -> Value? {
        guard try bool() else { return nil }
        return try read(&self)
    }

    /// Elements of at least one byte each.
    package mutating func array<Value>(
        _ read: (inout Self) throws(RecordDamage) -> Value
    ) throws(RecordDamage) -> [Value] {
        let count = try count()
        var values: [Value] = []
        // Elements are larger in memory than here: room grows as they prove to be there.
        values.reserveCapacity(min(count, 16))
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    /// Nothing may follow.
    package func end() throws(RecordDamage) {
        guard remaining == 0 else { throw .trailingBytes }
    }

    /// A number of bytes or elements, which can't be more than the bytes that are left.
    private mutating func count() throws(RecordDamage) -> Int {
        let value = try unsigned()
        guard value <= UInt64(remaining) else { throw .truncated }
        return Int(value)
    }
}
