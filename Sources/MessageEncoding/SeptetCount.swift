/// A number of 7-bit characters, escapes counted.
package struct SeptetCount: Hashable, Comparable, Sendable {
    package var septets: Int

    package init(_ septets: Int) { self.septets = septets }

    /// What one short message holds without a user data header. Source: 3GPP TS 23.040 §9.2.3.16.
    package static let segmentMax = SeptetCount(160)

    /// How many septets `text` takes in the GSM alphabet; `nil` when it has a character outside it.
    package init?(of text: String) {
        guard let septets = GSM0338.septets(of: text) else { return nil }
        self.septets = septets.count
    }

    /// The septets displaced by a user data header of `octets` octets, its length octet included.
    package init(displacedByHeaderOctets octets: Int) { septets = (octets * 8 + 6) / 7 }

    /// Octets taken when packed after `fillBits` (0–6) unused bits.
    package func packedOctets(fillBits: Int = 0) -> Int { septets == 0 ? 0 : (septets * 7 + fillBits + 7) / 8 }

    package static func < (left: Self, right: Self) -> Bool { left.septets < right.septets }
}
