/// A country or territory: two letters of ISO 3166-1, or "001" (UN M.49: the world) for numbers of no country.
package struct RegionCode: Hashable, Sendable, CustomStringConvertible {
    /// Global services such as +800 freephone and +881 satellite telephones.
    package static let nonGeographic = RegionCode(bytes: (0x30, 0x30, 0x31))

    private let packed: UInt32

    /// Reads "SE", in either letter case, or "001"; `nil` for anything else. Says nothing on whether it exists.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        if text == "001" {
            self = .nonGeographic
            return
        }
        guard bytes.count == 2 else { return nil }
        let upper = bytes.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }
        guard upper.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains) else { return nil }
        self.init(bytes: (0, upper[0], upper[1]))
    }

    private init(bytes: (UInt8, UInt8, UInt8)) {
        packed = UInt32(bytes.0) << 16 | UInt32(bytes.1) << 8 | UInt32(bytes.2)
    }

    /// "SE", or "001".
    package var text: String {
        var text = ""
        for shift in [16, 8, 0] as [UInt32] where packed >> shift & 0xFF != 0 {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(packed >> shift & 0xFF)))
        }
        return text
    }

    package var description: String { text }
}
