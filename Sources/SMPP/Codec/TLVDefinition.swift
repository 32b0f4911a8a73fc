/// What SMPP says of one optional parameter.
package struct TLVDefinition: Sendable {
    package let tag: TLVTag
    /// The specification's name.
    package let name: String
    package let form: Form
    /// Octets of the value, by either text.
    package let lengths: ClosedRange<Int>
    /// The first version that has it.
    package let since: SMPPVersion

    init(_ tag: TLVTag, _ name: String, _ form: Form, _ lengths: ClosedRange<Int>, _ since: SMPPVersion) {
        (self.tag, self.name, self.form, self.lengths, self.since) = (tag, name, form, lengths, since)
    }

    /// What the value is.
    package enum Form: Sendable {
        /// An unsigned integer, most significant octet first.
        case number
        /// One octet whose values have names.
        case named(ValueNames)
        /// Text that ends with a NUL.
        case cString
        case octets
        /// A person's words: not to be shown unasked.
        case text
        /// Parts of its own.
        case structured
    }

    private static let byTag = Dictionary(uniqueKeysWithValues: table.map { ($0.tag, $0) })

    /// `nil` for a tag SMPP does not name.
    package static func of(_ tag: TLVTag) -> TLVDefinition? { byTag[tag] }
}

extension TLVTag {
    package var definition: TLVDefinition? { TLVDefinition.of(self) }

    /// 0x1400–0x3FFF are each SMSC vendor's own. Source: SMPP 3.4 §5.3.1.
    package var isVendors: Bool { (0x1400...0x3FFF).contains(rawValue) }

    /// The specification's name, or the value in hex where it has none.
    package var name: String { definition?.name ?? "0x" + Hex.text([UInt8(rawValue >> 8), UInt8(rawValue & 255)]) }
}

extension TLV {
    /// What is wrong with the value by the text; `nil` for nothing, and for a tag SMPP does not name.
    ///
    /// Decoding asks none of this: what a peer sends is kept octet for octet.
    package var problem: Problem? {
        guard let definition = tag.definition else { return nil }
        guard definition.lengths.contains(value.count) else { return .length(definition.lengths) }
        guard case .cString = definition.form else { return nil }
        return value.firstIndex(of: 0) == value.count - 1 ? nil : .notTerminated
    }

    package enum Problem: Equatable, Sendable {
        /// Octets that it may have.
        case length(ClosedRange<Int>)
        /// No NUL at the end of a C-octet string, or one before it.
        case notTerminated

        /// What the text prescribes as the answer. Source: SMPP 3.4 §5.1.3.
        package var status: CommandStatus {
            switch self {
            case .length: .invalidParameterLength
            case .notTerminated: .invalidTLVValue
            }
        }
    }
}
