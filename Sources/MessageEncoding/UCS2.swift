/// UTF-16 in big-endian octets, which is what handsets take "UCS-2" for. Source: 3GPP TS 23.038 §6.2.3.
package enum UCS2 {
    package static func encode(_ text: String) -> [UInt8] { octets(of: text.utf16) }

    /// The text of big-endian octets: a leading byte order mark is dropped, and lone surrogates and an odd last octet
    /// become U+FFFD.
    package static func decode(_ octets: some Collection<UInt8>) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(octets.count / 2 + 1)
        var iterator = octets.makeIterator()
        while let high = iterator.next() {
            guard let low = iterator.next() else {
                units.append(0xFFFD)
                break
            }
            units.append(UInt16(high) << 8 | UInt16(low))
        }
        if units.first == 0xFEFF { units.removeFirst() }
        return String(decoding: units, as: UTF16.self)
    }

    static func octets(of units: some Collection<UInt16>) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(units.count * 2)
        for unit in units {
            octets.append(UInt8(unit >> 8))
            octets.append(UInt8(truncatingIfNeeded: unit))
        }
        return octets
    }
}
