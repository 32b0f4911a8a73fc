/// Octets as hexadecimal text and back.
package enum Hex {
    /// Lower case, two digits an octet, no separator.
    package static func text(_ octets: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for octet in octets { text += [digits[Int(octet >> 4)], digits[Int(octet & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// `0x` and eight digits.
    package static func text(_ value: UInt32) -> String {
        "0x" + text([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
    }

    /// Reads pairs of digits; white space, colons, commas and a `0x` before a pair are skipped.
    /// `nil` when anything else, or half an octet, is there.
    package static func octets(_ text: some StringProtocol) -> [UInt8]? {
        var octets: [UInt8] = []
        var high: UInt8?
        var afterZero = false
        for byte in text.utf8 {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ":"), UInt8(ascii: ","):
                guard high == nil else { return nil }
                afterZero = false
            case UInt8(ascii: "x"), UInt8(ascii: "X"):
                guard afterZero, high == 0 else { return nil }
                (high, afterZero) = (nil, false)
            default:
                guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
                if let first = high {
                    octets.append(first << 4 | UInt8(digit))
                    (high, afterZero) = (nil, false)
                } else {
                    (high, afterZero) = (UInt8(digit), digit == 0)
                }
            }
        }
        return high == nil ? octets : nil
    }
}
