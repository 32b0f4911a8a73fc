/// Septets packed into octets, lowest bits first. Source: 3GPP TS 23.038 §6.1.2.1.1.
package enum SeptetPacking {
    /// Unused bits between a user data header of `octets` octets (its length octet included) and the first septet, 0–6.
    /// Source: 3GPP TS 23.040 §9.2.3.24.
    package static func fillBits(afterHeaderOctets octets: Int) -> Int { (7 - octets * 8 % 7) % 7 }

    /// Packs the low seven bits of each element after `fillBits` (0–6) zero bits.
    package static func pack(_ septets: some Sequence<UInt8>, fillBits: Int = 0) -> [UInt8] {
        var octets: [UInt8] = []
        var pending: UInt32 = 0
        var pendingBits = fillBits
        var isEmpty = true
        for septet in septets {
            isEmpty = false
            pending |= UInt32(septet & 0x7F) << UInt32(pendingBits)
            pendingBits += 7
            if pendingBits >= 8 {
                octets.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                pendingBits -= 8
            }
        }
        if pendingBits > 0 && !isEmpty { octets.append(UInt8(truncatingIfNeeded: pending)) }
        return octets
    }

    /// At most `count` septets of `octets` after `fillBits` unused bits; fewer where the octets end.
    ///
    /// Without a count, a final `@` (septet 0) that seven unused bits would read as is left out: SMPP carries only a
    /// number of octets, and that reading is nearly always the right one.
    package static func unpack(_ octets: some Collection<UInt8>, count: SeptetCount? = nil, fillBits: Int = 0)
        -> [UInt8]
    {
        let available = max(0, (octets.count * 8 - fillBits) / 7)
        let limit = min(count?.septets ?? available, available)
        var septets: [UInt8] = []
        septets.reserveCapacity(limit)
        var pending: UInt32 = 0
        var pendingBits = -fillBits
        for octet in octets {
            if pendingBits < 0 {
                pending = UInt32(octet) >> UInt32(-pendingBits)
            } else {
                pending |= UInt32(octet) << UInt32(pendingBits)
            }
            pendingBits += 8
            while pendingBits >= 7 && septets.count < limit {
                septets.append(UInt8(pending & 0x7F))
                pending >>= 7
                pendingBits -= 7
            }
            if septets.count == limit { break }
        }
        let endsOnOctet = (available * 7 + fillBits) % 8 == 0
        if count == nil, endsOnOctet, available > 0, septets.last == 0 { septets.removeLast() }
        return septets
    }
}
