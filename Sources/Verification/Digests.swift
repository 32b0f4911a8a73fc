/// HMAC-SHA256 of a code, bound to its verification and generation; 32 bytes and the key's ID.
package struct CodeDigest: Hashable, Sendable {
    package var keyID: UInt8
    package var bytes: [UInt8]

    package init(keyID: UInt8, bytes: [UInt8]) { (self.keyID, self.bytes) = (keyID, bytes) }

    /// Compares without telling by its time where the two differ.
    package func matches(_ other: CodeDigest) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        var difference: UInt8 = keyID ^ other.keyID
        for index in bytes.indices { difference |= bytes[index] ^ other.bytes[index] }
        return difference == 0
    }
}

/// A keyed digest of (account, service, code), 16 bytes: what keeps live codes of a service distinct.
package struct CodeTag: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    package init?(bytes: some Collection<UInt8>) {
        guard let words = Words(bytes, exactly: true) else { return nil }
        (high, low) = (words.high, words.low)
    }
    package var bytes: [UInt8] { Words(high: high, low: low).bytes }
}

/// A keyed digest of a phone number, 16 bytes: what it is looked up and limited by.
package struct RecipientDigest: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// The first 16 of `bytes`, which must be at least as many.
    package init(bytes: some Collection<UInt8>) {
        guard let words = Words(bytes, exactly: false) else { preconditionFailure("a digest has 16 bytes or more") }
        (high, low) = (words.high, words.low)
    }
    package var bytes: [UInt8] { Words(high: high, low: low).bytes }
}

private struct Words {
    var high: UInt64 = 0
    var low: UInt64 = 0

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    init?(_ bytes: some Collection<UInt8>, exactly: Bool) {
        guard bytes.count >= 16, !exactly || bytes.count == 16 else { return nil }
        for (index, byte) in bytes.prefix(16).enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
    }

    var bytes: [UInt8] {
        withUnsafeBytes(of: high.bigEndian) { Array($0) } + withUnsafeBytes(of: low.bigEndian) { Array($0) }
    }
}
