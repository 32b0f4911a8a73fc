#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A network as CIDR writes it (`192.0.2.0/24`, `2001:db8::/32`), or one address.
struct IPNetwork: Hashable, Sendable {
    /// 4 or 16 octets.
    private let octets: [UInt8]
    private let prefixLength: Int

    /// `nil` for anything else, and where bits follow the prefix: then a digit is wrong.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let octets = Self.octets(of: String(parts[0])) else { return nil }
        var length = octets.count * 8
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(parts[1]), given <= length
            else { return nil }
            length = given
        }
        (self.octets, prefixLength) = (octets, length)
        guard Self.masked(octets, length) == octets else { return nil }
    }

    /// Whether the address is of this network; one that can't be read is of none.
    func contains(_ address: String) -> Bool {
        guard let other = Self.octets(of: address), other.count == octets.count else { return false }
        return Self.masked(other, prefixLength) == octets
    }

    private static func masked(_ octets: [UInt8], _ length: Int) -> [UInt8] {
        octets.enumerated().map { index, octet in
            let kept = min(max(length - index * 8, 0), 8)
            return octet & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
        }
    }

    /// An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) counts as the IPv4 address: that is how a listener on both
    /// sees it.
    private static func octets(of text: String) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0.prefix(4)) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let octets = withUnsafeBytes(of: six) { Array($0.prefix(16)) }
        let mapped: [UInt8] = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return octets.starts(with: mapped) ? Array(octets.suffix(4)) : octets
    }
}
