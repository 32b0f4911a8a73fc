/// A telephone number as the ITU writes it: "+", then 7 to 15 digits of which the first is not 0.
///
/// It prints masked, so that it can't slip into a log; `text` is the one way to the whole number.
/// Source: ITU-T E.164 §6 (at most 15 digits); no country's numbers with calling code are usefully shorter than 7.
package struct E164: Hashable, Sendable {
    /// How many digits a number has, calling code included.
    package static let digitCounts = 7...15

    /// The digits as nibbles from the top down, zeros after them, and their count in the lowest nibble.
    let packed: UInt64

    /// Reads "+46701234567"; `nil` for anything else, separators and national formats included
    /// (`NumberingPlan.parse` reads those).
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.first == UInt8(ascii: "+"), Self.digitCounts.contains(bytes.count - 1) else { return nil }
        var packing = Packing()
        for byte in bytes.dropFirst() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            packing.append(byte - UInt8(ascii: "0"))
        }
        guard let packed = packing.finish() else { return nil }
        self.packed = packed
    }

    /// From a calling code and the national digits (values 0 to 9); `nil` when E.164 has no room for them.
    init?(callingCode: Int, national: some Collection<UInt8>) {
        guard (1...999).contains(callingCode), national.count <= Self.digitCounts.upperBound else { return nil }
        var packing = Packing()
        for divisor in [100, 10, 1] where callingCode >= divisor {
            packing.append(UInt8(callingCode / divisor % 10))
        }
        guard packing.count + national.count <= Self.digitCounts.upperBound else { return nil }
        for digit in national { packing.append(digit) }
        guard let packed = packing.finish() else { return nil }
        self.packed = packed
    }

    /// The whole number, "+" first.
    package var text: String { written { _ in true } }

    /// The whole number without its "+", as SMPP addresses carry it.
    package var digits: String { String(text.dropFirst()) }

    /// The calling code and at most the last four digits: "+46•••••4567".
    ///
    /// At least half of the national number stays hidden, so a short number shows fewer than four.
    package var masked: String {
        let codeCount = callingCodeLength
        let shown = min(4, (count - codeCount) / 2)
        return written { $0 < codeCount || $0 >= count - shown }
    }

    var count: Int { Int(packed & 15) }

    func digit(at index: Int) -> Int { Int(packed >> UInt64(60 - index * 4) & 15) }

    /// 1 to 3. Zones 1 and 7 are single digits; the two-digit codes are as old as the plan, and all later ones
    /// have three digits. Source: ITU-T E.164.D, list of assigned country codes.
    var callingCodeLength: Int {
        let (first, second) = (digit(at: 0), digit(at: 1))
        return first == 1 || first == 7 ? 1 : Self.twoDigitCodes[first] >> second & 1 == 1 ? 2 : 3
    }

    /// By first digit, a bit for each second digit that ends a calling code.
    private static let twoDigitCodes: [UInt16] = [
        0, 0,
        0b00_1000_0001,  // 20 27
        0b10_0101_1111,  // 30 31 32 33 34 36 39
        0b11_1111_1011,  // 40 41 43 44 45 46 47 48 49
        0b01_1111_1110,  // 51 … 58
        0b00_0111_1111,  // 60 … 66
        0,
        0b00_0101_0110,  // 81 82 84 86
        0b01_0011_1111,  // 90 … 95 98
    ]

    private func written(isShown: (Int) -> Bool) -> String {
        var text = "+"
        for index in 0..<count {
            text.unicodeScalars.append(
                isShown(index) ? Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit(at: index))) : "•")
        }
        return text
    }

    private struct Packing {
        var packed: UInt64 = 0
        var count = 0

        mutating func append(_ digit: UInt8) {
            packed |= UInt64(digit) << UInt64(60 - count * 4)
            count += 1
        }

        func finish() -> UInt64? {
            guard E164.digitCounts.contains(count), packed >> 60 != 0 else { return nil }
            return packed | UInt64(count)
        }
    }
}

/// In the order of `text`.
extension E164: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }
}

extension E164: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { masked }
    package var debugDescription: String { masked }
    /// Without this, `dump` and a failed test would print the digits.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
