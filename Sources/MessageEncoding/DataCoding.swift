/// SMPP's data_coding octet, any value. Source: SMPP 3.4 §5.2.19, 3GPP TS 23.038 §4.
package struct DataCoding: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Whatever the SMSC's default alphabet is; see `DefaultAlphabet`.
    package static let smscDefault = DataCoding(rawValue: 0)
    /// IA5, which is ASCII.
    package static let ia5 = DataCoding(rawValue: 1)
    package static let latin1 = DataCoding(rawValue: 3)
    package static let binary = DataCoding(rawValue: 4)
    package static let ucs2 = DataCoding(rawValue: 8)
    /// GSM alphabet of message class 0: shown at once, not stored.
    package static let flash = DataCoding(rawValue: 0xF0)

    /// What the octets of a message are.
    package enum Alphabet: Hashable, Sendable { case smscDefault, gsm0338, latin1, ucs2, binary, unknown }

    package var alphabet: Alphabet {
        switch rawValue {
        case 0: .smscDefault
        case 1, 3: .latin1
        case 2, 4: .binary
        case 8: .ucs2
        case 0x10...0x1F, 0x30...0x3F, 0x50...0x5F, 0x70...0x7F: byBits
        case 0xC0...0xDF: .gsm0338
        case 0xE0...0xEF: .ucs2
        case 0xF0...0xFF: rawValue & 0b100 == 0 ? .gsm0338 : .binary
        default: .unknown
        }
    }

    /// 0–3 where the value states a class; 0 is a flash message.
    package var messageClass: UInt8? {
        switch rawValue {
        case 0x10...0x1F, 0x30...0x3F, 0x50...0x5F, 0x70...0x7F, 0xF0...0xFF: rawValue & 0b11
        default: nil
        }
    }

    /// The general data coding groups of 3GPP TS 23.038, which many SMSCs pass through. Bit 5 says compressed, which no
    /// handset reads.
    private var byBits: Alphabet {
        guard rawValue & 0x20 == 0 else { return .unknown }
        switch rawValue >> 2 & 0b11 {
        case 0: return .gsm0338
        case 1: return .binary
        case 2: return .ucs2
        default: return .unknown
        }
    }
}

/// What an SMSC takes the octets of data_coding 0 for.
package enum DefaultAlphabet: String, Hashable, Sendable, CaseIterable {
    /// GSM 03.38, one septet an octet: the usual one.
    case gsm0338
    /// GSM 03.38, septets packed; after a user data header with fill bits.
    case gsm0338Packed
    /// ISO 8859-1, which the SMSC turns into septets itself.
    case latin1
    /// ASCII alone; what is outside it goes as UCS-2.
    case ascii
    /// UCS-2: nothing is ever written in data_coding 0.
    case ucs2
}
