/// An IP address, and whether the world can reach it.
package enum NetworkAddress: Hashable, Sendable {
    /// 4 octets.
    case v4([UInt8])
    /// 16 octets.
    case v6([UInt8])

    /// Reads `192.0.2.1` and `2001:db8::1`, an IPv4 tail included; `nil` for anything else, a zone included.
    package init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        if let octets = Self.octets(dotted: text[...]) {
            self = .v4(octets)
        } else if let octets = Self.octets(colons: text) {
            self = .v6(octets)
        } else {
            return nil
        }
    }

    /// False for every range set apart for one machine, one network, documentation or multicast.
    /// Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).
    package var isPublic: Bool {
        switch self {
        case .v4(let octets): !Self.special4.contains { Self.covers($0, octets) }
        case .v6(let octets):
            if let inner = Self.embedded4(octets) {
                NetworkAddress.v4(inner).isPublic
            } else {
                // 2000::/3 is all that is given out, some of it set apart again.
                octets[0] & 0xE0 == 0x20 && !Self.special6.contains { Self.covers($0, octets) }
            }
        }
    }

    private typealias Block = (prefix: [UInt8], bits: Int)

    private static let special4: [Block] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
        ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
        ([203, 0, 113], 24), ([224], 3),
    ]
    private static let special6: [Block] = [
        ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF], 20),
    ]

    private static func covers(_ block: Block, _ octets: [UInt8]) -> Bool {
        for bit in 0..<block.bits {
            let (octet, mask) = (bit / 8, UInt8(0x80) >> (bit % 8))
            let prefix = octet < block.prefix.count ? block.prefix[octet] : 0
            if prefix & mask != octets[octet] & mask { return false }
        }
        return true
    }

    /// The IPv4 address that an IPv6 one stands for: mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96), 6to4 (2002::/16).
    private static func embedded4(_ octets: [UInt8]) -> [UInt8]? {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        if octets.starts(with: mapped) || octets.starts(with: translated) { return Array(octets[12...]) }
        return octets.starts(with: [0x20, 0x02]) ? Array(octets[2..<6]) : nil
    }

    private static func octets(dotted text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            let isPlain =
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part.utf8.count == 1 || part.first != "0")
            guard isPlain, let octet = UInt8(part) else { return nil }
            octets.append(octet)
        }
        return octets
    }

    private static func octets(colons text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ Self.isInAddress($0) }) else { return nil }
        guard let gap = text.firstRange(of: "::") else {
            let octets = groups(text[...])
            return octets?.count == 16 ? octets : nil
        }
        guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count <= 14, !text[..<gap.lowerBound].contains(".")
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func isInAddress(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == 0x3A || byte == 0x2E
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var octets: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            if place == parts.count - 1, let tail = self.octets(dotted: part) {
                octets += tail
            } else {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16) else { return nil }
                octets += [UInt8(group >> 8), UInt8(group & 255)]
            }
        }
        return octets
    }
}
