package import Fraud

/// What a value must look like.
package enum ValueForm: Sendable {
    case host
    case port(ClosedRange<Int>)
    case integer(ClosedRange<Int>)
    /// Between so many characters.
    case text(ClosedRange<Int>)
    case path
    case choice([String])
    case apiKey
    case sender
    case limit
    case duration(ClosedRange<Duration>)
    /// International prefixes without "+".
    case prefixes
    case carriers
    /// Optional parameters.
    case tlvs
    /// Status codes and what they mean.
    case statuses

    /// What is allowed, to follow "must be".
    package var allowed: String {
        switch self {
        case .host: "a host name or an IP address"
        case .port(let range): "a port from \(range.lowerBound) to \(range.upperBound)"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let range) where range.lowerBound == 0: "a text of at most \(range.upperBound) characters"
        case .text(let range): "a text of \(range.lowerBound) to \(range.upperBound) characters"
        case .path: "a path"
        case .choice(let words) where words.count == 1: words[0]
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .apiKey: "at least \(Setting.apiKeyLengthMin) printable ASCII characters without spaces"
        case .sender:
            "1 to 11 letters, digits, spaces or . _ - & with a letter among them, or a number of 3 to 15 digits"
        case .limit: "COUNT/PERIOD such as 5/10m, with a count of 1 to 1000 and a period of 1s to 7d"
        case .duration(let range):
            "a time such as 90s, 10m, 24h or 7d, from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        case .prefixes: "a list of prefixes of 1 to 15 digits without +"
        case .carriers: "a list of carriers"
        case .tlvs: "up to 32 of 0xTAG=text:TEXT or 0xTAG=hex:OCTETS with ; between"
        case .statuses:
            "up to 32 of 0xSTATUS=MEANING with ; between, a meaning being one of "
                + CarrierLists.meanings.joined(separator: ", ")
        }
    }

    package func accepts(_ text: String) -> Bool {
        switch self {
        case .host: return Self.isHost(text)
        case .port(let range), .integer(let range): return Self.integer(text).map(range.contains) ?? false
        case .text(let range):
            return range.contains(text.count) && text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        case .path: return !text.isEmpty && !text.utf8.contains(0)
        case .choice(let words): return words.contains(text)
        case .apiKey:
            return text.utf8.count >= Setting.apiKeyLengthMin && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        case .sender: return Self.isSender(text)
        case .limit: return Self.limit(text) != nil
        case .duration(let range): return Self.duration(text).map(range.contains) ?? false
        case .prefixes: return (1...15).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isDigit)
        case .carriers: return false
        case .tlvs: return CarrierLists.tlvs(text) != nil
        case .statuses: return CarrierLists.statuses(text) != nil
        }
    }

    // MARK: Reading

    /// Decimal digits only.
    static func integer(_ text: String) -> Int? {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit) ? Int(text) : nil
    }

    /// `90s`, `10m`, `24h`, `7d`, `250ms`; a number alone counts seconds.
    package static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = integer(String(digits)) else { return nil }
        switch text[digits.endIndex...] {
        case "ms": return .milliseconds(count)
        case "", "s": return .seconds(count)
        case "m": return .seconds(count * 60)
        case "h": return .seconds(count * 3600)
        case "d": return .seconds(count * 86_400)
        default: return nil
        }
    }

    /// `5/10m`.
    package static func limit(_ text: String) -> VelocityLimit? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = integer(String(parts[0])), (1...1000).contains(count),
            let period = duration(String(parts[1])), (.seconds(1) ... .seconds(7 * 86_400)).contains(period)
        else { return nil }
        return VelocityLimit(count, per: period)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || [0x2D, 0x2E, 0x3A, 0x25, 0x5F].contains(byte)
            }
    }

    /// Names are what every network shows unchanged. Source: 3GPP TS 23.040 §9.1.2.5 (11 characters).
    private static func isSender(_ text: String) -> Bool {
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        if digits.utf8.allSatisfy(isDigit) { return (3...15).contains(digits.utf8.count) }
        let others = Set(" ._-&".utf8)
        return (1...11).contains(text.utf8.count)
            && text.utf8.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0 | 0x20) || others.contains($0) }
            && text.utf8.contains { (0x61...0x7A).contains($0 | 0x20) }
    }

    /// In the largest unit that leaves no rest.
    static func text(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds > 0 && seconds % size == 0 {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }
}
