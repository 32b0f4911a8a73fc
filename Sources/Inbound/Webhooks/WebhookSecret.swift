/// The secret that signs a webhook's events, in the form of Standard Webhooks: `whsec_` and base 64.
package enum WebhookSecret {
    package static let prefix = "whsec_"
    /// 192 bits. Source: Standard Webhooks 1.0, "between 24 bytes (192 bits) and 64 bytes".
    package static let byteCount = 24

    static func make(_ bytes: [UInt8]) -> String { prefix + Base64.text(bytes) }
}

/// Source: RFC 4648 §4.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func text(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `nil` for anything but whole groups of the alphabet.
    package static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 4 == 0 else { return nil }
        let padding = digits.suffix(2).count { $0 == UInt8(ascii: "=") }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 4) {
            var bits = 0
            for (place, digit) in digits[start..<start + 4].enumerated() {
                let isPadding = digit == UInt8(ascii: "=") && start + place >= digits.count - padding
                guard let value = isPadding ? 0 : alphabet.firstIndex(of: digit) else { return nil }
                bits = bits << 6 | value
            }
            bytes += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
        }
        return Array(bytes.dropLast(padding))
    }
}
