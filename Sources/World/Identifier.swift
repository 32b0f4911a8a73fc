/// A 128-bit identifier that sorts by the time it was made: 48 bits of milliseconds, then 80 random bits.
///
/// Written as a kind's prefix, an underscore and 26 characters of Crockford's base 32 (`ver_06ex…`).
/// The random part is more than NIST asks of an unguessable handle and than the 74 bits a UUIDv7 has.
package struct Identifier<Kind: IdentifierKind>: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// A new one; `random` gives the 80 random bits.
    package init(at now: Timestamp, using random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(max(0, now.milliseconds)) & 0xFFFF_FFFF_FFFF
        self.init(high: milliseconds << 16 | random.next() & 0xFFFF, low: random.next())
    }

    /// Reads the written form, in either letter case; `nil` for anything else, another kind's prefix included.
    package init?(_ text: String) {
        var text = text
        let parsed: (UInt64, UInt64)? = text.withUTF8 { bytes in
            let prefix = Kind.prefix.utf8
            guard bytes.count == prefix.count + 27, bytes.starts(with: prefix), bytes[prefix.count] == UInt8(ascii: "_")
            else { return nil }
            var (high, low): (UInt64, UInt64) = (0, 0)
            for (index, byte) in bytes.dropFirst(prefix.count + 1).enumerated() {
                guard let digit = Base32.value(of: byte), index > 0 || digit < 8 else { return nil }
                high = high << 5 | low >> 59
                low = low << 5 | UInt64(digit)
            }
            return (high, low)
        }
        guard let parsed else { return nil }
        self.init(high: parsed.0, low: parsed.1)
    }

    /// 16 bytes, most significant first, so that byte order is time order.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: high.bigEndian) { Array($0) } + withUnsafeBytes(of: low.bigEndian) { Array($0) }
    }

    /// Reads what `bytes` gave; `nil` unless there are exactly 16.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    package static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension Identifier: CustomStringConvertible {
    package var description: String {
        var (high, low) = (high, low)
        var digits: [UInt8] = []
        for _ in 0..<26 {
            digits.append(Base32.alphabet[Int(low & 31)])
            low = low >> 5 | high << 59
            high >>= 5
        }
        return "\(Kind.prefix)_" + String(decoding: digits.reversed(), as: UTF8.self)
    }
}

/// What an identifier names; its prefix stands before every written identifier of the kind.
package protocol IdentifierKind: Sendable {
    static var prefix: String { get }
}

package enum AccountKind: IdentifierKind { package static let prefix = "acc" }
package enum ServiceKind: IdentifierKind { package static let prefix = "svc" }
package enum APIKeyKind: IdentifierKind { package static let prefix = "key" }
package enum VerificationKind: IdentifierKind { package static let prefix = "ver" }
package enum MessageKind: IdentifierKind { package static let prefix = "msg" }
package enum ESMEKind: IdentifierKind { package static let prefix = "esm" }
package enum DeliveryKind: IdentifierKind { package static let prefix = "dlv" }
package enum InboxKind: IdentifierKind { package static let prefix = "inb" }
package enum InboxMessageKind: IdentifierKind { package static let prefix = "ims" }

package typealias AccountID = Identifier<AccountKind>
package typealias ServiceID = Identifier<ServiceKind>
package typealias APIKeyID = Identifier<APIKeyKind>
package typealias VerificationID = Identifier<VerificationKind>
package typealias MessageID = Identifier<MessageKind>
package typealias ESMEID = Identifier<ESMEKind>
package typealias DeliveryID = Identifier<DeliveryKind>
package typealias InboxID = Identifier<InboxKind>
package typealias InboxMessageID = Identifier<InboxMessageKind>

/// Crockford's base 32, lower case.
private enum Base32 {
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func value(of byte: UInt8) -> UInt8? {
        let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        return alphabet.firstIndex(of: lower).map(UInt8.init)
    }
}
