/// An optional parameter. Source: SMPP 3.4 §3.2.4.1.
///
/// A PDU keeps them in order, unknown and repeated ones included.
package struct TLV: Hashable, Sendable {
    package var tag: TLVTag
    package var value: [UInt8]

    package init(_ tag: TLVTag, _ value: [UInt8]) { (self.tag, self.value) = (tag, value) }

    /// One octet.
    package init(_ tag: TLVTag, octet: UInt8) { self.init(tag, [octet]) }
    /// Two octets, most significant first.
    package init(_ tag: TLVTag, short: UInt16) { self.init(tag, [UInt8(short >> 8), UInt8(short & 255)]) }
    /// Text with its NUL; characters outside Latin-1 become `?`.
    package init(_ tag: TLVTag, cString: String) {
        self.init(tag, cString.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") } + [0])
    }

    /// The value as one octet; `nil` when it has another length.
    package var octet: UInt8? { value.count == 1 ? value[0] : nil }
    /// The value as two octets; `nil` when it has another length.
    package var short: UInt16? { value.count == 2 ? UInt16(value[0]) << 8 | UInt16(value[1]) : nil }
    /// The value as four octets; `nil` when it has another length.
    package var word: UInt32? { value.count == 4 ? value.reduce(0) { $0 << 8 | UInt32($1) } : nil }
    /// The value up to its NUL, or all of it: some peers leave the NUL out.
    package var cString: String { Latin1.string(value.prefix { $0 != 0 }) }
}

extension TLV: CustomStringConvertible {
    /// Never the value: `message_payload` holds codes.
    package var description: String { "\(tag.name)[\(value.count)]" }
}

extension TLV: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: ["tag": tag.name, "octets": value.count]) }
}

/// Names an optional parameter.
package struct TLVTag: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }
}
