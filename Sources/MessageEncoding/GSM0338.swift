/// The GSM 7 bit default alphabet, one septet an octet. Source: 3GPP TS 23.038 §6.2.1.
package enum GSM0338 {
    /// Announces a septet of the extension table.
    package static let escape: UInt8 = 0x1B

    /// The septets of `text`, escapes included; `nil` when it has a character outside the alphabet.
    ///
    /// Canonically equivalent spellings are the same character: `e` + U+0301 is septet 0x05, as `é` is. U+001B is not
    /// encodable: as a septet it would swallow the character after it.
    package static func septets(of text: String) -> [UInt8]? {
        var septets: [UInt8] = []
        septets.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard byte < 0x80 else { return septetsByCharacter(of: text) }
            guard append(asciiCodes[Int(byte)], to: &septets) else { return nil }
        }
        return septets
    }

    package static func canEncode(_ text: String) -> Bool { septets(of: text) != nil }

    /// The text of septets, one an octet; octets past 0x7F, which no septet has, become U+FFFD.
    ///
    /// An escape before a septet the extension table lacks gives the character of the main table; an escape at the end
    /// or before another escape gives a space. Source: 3GPP TS 23.038 §6.2.1 note 1, §6.2.1.1.
    package static func decode(_ septets: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var escaped = false
        for septet in septets {
            if escaped {
                escaped = false
                if septet == escape {
                    text.append(" ")
                } else {
                    text.append(extendedScalars[septet] ?? basicScalar(septet))
                }
            } else if septet == escape {
                escaped = true
            } else {
                text.append(basicScalar(septet))
            }
        }
        if escaped { text.append(" ") }
        return String(text)
    }

    private static func septetsByCharacter(of text: String) -> [UInt8]? {
        var septets: [UInt8] = []
        septets.reserveCapacity(text.utf8.count)
        for character in text {
            let scalars = character.unicodeScalars
            if let first = scalars.first, scalars.count == 1, first.isASCII {
                guard append(asciiCodes[Int(first.value)], to: &septets) else { return nil }
            } else if character == "\r\n" {
                septets += [0x0D, 0x0A]
            } else {
                guard let code = codes[character], append(code, to: &septets) else { return nil }
            }
        }
        return septets
    }

    private static func append(_ code: UInt16, to septets: inout [UInt8]) -> Bool {
        guard code != notEncodable else { return false }
        if code > 0xFF { septets.append(escape) }
        septets.append(UInt8(truncatingIfNeeded: code))
        return true
    }

    private static func basicScalar(_ septet: UInt8) -> Unicode.Scalar {
        septet < 0x80 ? basicScalars[Int(septet)] : "\u{FFFD}"
    }

    private static let notEncodable: UInt16 = .max

    private static let basicScalars: [Unicode.Scalar] = GSM0338Table.basic.map { Unicode.Scalar($0) ?? "\u{FFFD}" }

    private static let extendedScalars: [UInt8: Unicode.Scalar] = Dictionary(
        uniqueKeysWithValues: GSM0338Table.extended.map { ($0.septet, Unicode.Scalar($0.scalar) ?? "\u{FFFD}") })

    /// By character: the septet, or 0x1B00 + the septet of the extension table. Keyed by `Character`, whose equality is
    /// canonical equivalence.
    private static let codes: [Character: UInt16] = {
        var codes: [Character: UInt16] = [:]
        for (septet, scalar) in basicScalars.enumerated() where septet != Int(escape) {
            codes[Character(scalar)] = UInt16(septet)
        }
        for (septet, scalar) in GSM0338Table.extended {
            codes[Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")] = UInt16(escape) << 8 | UInt16(septet)
        }
        return codes
    }()

    private static let asciiCodes: [UInt16] = (UInt8(0)..<0x80).map {
        codes[Character(Unicode.Scalar($0))] ?? notEncodable
    }
}
