/// Where events are posted: `http` or `https`, a host, and no name or password in it.
package struct WebhookURL: Hashable, Sendable {
    package static let lengthMax = 2048
    package static let rule =
        "must be an http or https URL of at most \(lengthMax) characters, without user or fragment"

    package let text: String
    /// Lower case, without brackets.
    package let host: String
    package let isSecure: Bool
    package let port: Int

    package init?(_ text: String) {
        guard text.utf8.count <= Self.lengthMax, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.utf8.contains(where: { Self.forbidden.contains($0) })
        else { return nil }
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { !"/?".contains($0) }
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.text = text
        self.host = host
        isSecure = scheme == "https"
        self.port = port ?? (scheme == "https" ? 443 : 80)
    }

    /// Whether the host is this machine or an address of a private network, as far as the text tells.
    package var isPrivate: Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".local")
            || host.hasSuffix(".internal")
        {
            return true
        }
        return NetworkAddress(host).map { !$0.isPublic } ?? false
    }

    /// `#` begins a fragment, the backslash is read as a slash by some, and no URL holds the others bare.
    private static let forbidden = Set("#\\\"<>^`{|}".utf8)

    private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
        guard !authority.contains("@") else { return nil }
        var host = authority
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            portText = rest.isEmpty ? nil : rest.dropFirst()
            guard case .v6? = NetworkAddress(String(host)) else { return nil }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                portText = authority[authority.index(after: colon)...]
            }
            guard isHostName(host) else { return nil }
        }
        guard let portText else { return (host.lowercased(), nil) }
        guard portText.utf8.count <= 5, portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(portText), (1...65_535).contains(port)
        else { return nil }
        return (host.lowercased(), port)
    }

    /// Letters, digits, hyphens and dots. A name of digits alone is an IPv4 address, and must be one in its usual form:
    /// `127.1` and `0x7f.1` are ways around a list of addresses.
    private static func isHostName(_ host: Substring) -> Bool {
        let bytes = host.utf8
        guard (1...253).contains(bytes.count), bytes.first != UInt8(ascii: "."), bytes.first != UInt8(ascii: "-"),
            bytes.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x2E
            })
        else { return false }
        let last = host.split(separator: ".").last ?? ""
        let isNumeric = last.utf8.first.map { (0x30...0x39).contains($0) } ?? false
        return !isNumeric || NetworkAddress(String(host)) != nil
    }
}
