package import World

/// Writes a record as bytes: a version, then fields without names or padding.
///
/// Integers are zigzag LEB128, texts and byte strings follow their length, moments and identifiers have fixed
/// widths. `RecordReader` reads the same fields in the same order.
package struct RecordWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// Begins a record with the version of its layout.
    package init(version: UInt8) {
        bytes.reserveCapacity(256)
        bytes.append(version)
    }

    package mutating func append(byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func append(_ value: Int) {
        append(unsigned: UInt64(bitPattern: Int64(value << 1 ^ value >> (Int.bitWidth - 1))))
    }

    package mutating func append(unsigned value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func append(fixed value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ value: Timestamp) { append(fixed: UInt64(bitPattern: value.microseconds)) }

    package mutating func append<Kind>(_ value: Identifier<Kind>) {
        append(fixed: value.high)
        append(fixed: value.low)
    }

    package mutating func append(_ value: [UInt8]) {
        append(unsigned: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    package mutating func append(_ value: String) {
        append(unsigned: UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Bytes whose length the reader knows.
    package mutating func append(exactly value: [UInt8]) { bytes.append(contentsOf: value) }

    /// A byte for whether there is one, then the value.
    package mutating func append<Value>(_ value: Value?, with write: (inout Self, Value) -> Void) {
        append(value != nil)
        if let value { write(&self, value) }
    }

    /// How many there are, then each.
    package mutating func append<Value>(each values: [Value], with write: (inout Self, Value) -> Void) {
        append(unsigned: UInt64(values.count))
        for value in values { write(&self, value) }
    }
}
