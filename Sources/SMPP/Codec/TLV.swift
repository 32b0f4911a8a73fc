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

    /// The specification's name, or the value in hex where it has none.
    package var name: String {
        Self.table.first { $0.value == rawValue }?.name
            ?? "0x" + Hex.text([UInt8(rawValue >> 8), UInt8(rawValue & 255)])
    }
}

/// Typed access to the parameters a session and its users read; `nil` where absent or of the wrong length, and the
/// first where one is repeated.
extension [TLV] {
    package subscript(_ tag: TLVTag) -> TLV? { first { $0.tag == tag } }

    /// Source: SMPP 3.4 §5.3.2.12.
    package var receiptedMessageID: String? {
        self[.receiptedMessageID].map(\.cString).flatMap { $0.isEmpty ? nil : $0 }
    }
    /// Source: SMPP 3.4 §5.3.2.35.
    package var messageState: MessageState? { self[.messageState]?.octet.flatMap(MessageState.init(rawValue:)) }
    /// Source: SMPP 3.4 §5.3.2.31.
    package var networkErrorCode: NetworkErrorCode? { self[.networkErrorCode].flatMap { NetworkErrorCode($0.value) } }
    /// Source: SMPP 3.4 §5.3.2.17.
    package var userMessageReference: UInt16? { self[.userMessageReference]?.short }
    /// Source: SMPP 3.4 §5.3.2.32.
    package var messagePayload: [UInt8]? { self[.messagePayload]?.value }
    /// 0 idle … 100 congested; 80–90 is the load to aim for. Source: SMPP 5.0 §4.8.4.18.
    package var congestionState: UInt8? { self[.congestionState]?.octet }
    /// The highest version the SMSC speaks. Source: SMPP 3.4 §5.3.2.25.
    package var interfaceVersion: UInt8? { self[.scInterfaceVersion]?.octet }
    /// Reference, total and number of a segment; `nil` unless all three are there, as the text demands.
    /// Source: SMPP 3.4 §5.3.2.22–24.
    package var segment: (reference: UInt16, total: UInt8, number: UInt8)? {
        guard let reference = self[.sarReferenceNumber]?.short, let total = self[.sarTotalSegments]?.octet,
            let number = self[.sarSegmentNumber]?.octet
        else { return nil }
        return (reference, total, number)
    }
}

/// An error of the network behind the SMSC. Source: SMPP 3.4 §5.3.2.31.
package struct NetworkErrorCode: Equatable, Sendable {
    /// 1 ANSI-136, 2 IS-95, 3 GSM; 4 and above vendor or 5.0.
    package var networkType: UInt8
    package var code: UInt16

    package init(networkType: UInt8, code: UInt16) { (self.networkType, self.code) = (networkType, code) }

    init?(_ octets: [UInt8]) {
        guard octets.count == 3 else { return nil }
        self.init(networkType: octets[0], code: UInt16(octets[1]) << 8 | UInt16(octets[2]))
    }

    var octets: [UInt8] { [networkType, UInt8(code >> 8), UInt8(code & 255)] }
}
