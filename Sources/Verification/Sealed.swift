package import World

/// Something sealed at rest: nonce, ciphertext and tag, with the key it was sealed under.
package struct SealedBytes: Hashable, Sendable {
    package var keyID: UInt8
    /// Days since 1970-01-01, which picks the subkey.
    package var day: UInt32
    package var bytes: [UInt8]

    package init(keyID: UInt8, day: UInt32, bytes: [UInt8]) {
        (self.keyID, self.day, self.bytes) = (keyID, day, bytes)
    }
}

/// What a sealed copy is bound to: opened in any other place, it stays shut.
package struct SealContext: Hashable, Sendable {
    package enum Purpose: UInt8, Sendable {
        case code = 1
        case body = 2
        case recipient = 3
        case answer = 4
        case delivery = 5
        case inboxNumber = 6
        case inboxMessage = 7
        case inboundPart = 8
        case webhookSecret = 9
    }

    package var purpose: Purpose
    package var account: AccountID
    package var service: ServiceID?
    package var verification: VerificationID?
    package var message: MessageID?
    package var recipient: RecipientDigest?
    package var expiresAt: Timestamp?
    /// The key of the small record that holds it.
    package var record: [UInt8]?

    package init(
        _ purpose: Purpose, account: AccountID, service: ServiceID? = nil, verification: VerificationID? = nil,
        message: MessageID? = nil, recipient: RecipientDigest? = nil, expiresAt: Timestamp? = nil,
        record: [UInt8]? = nil
    ) {
        (self.purpose, self.account, self.service, self.verification) = (purpose, account, service, verification)
        (self.message, self.recipient, self.expiresAt) = (message, recipient, expiresAt)
        self.record = record
    }

    func associatedData(keyID: UInt8, day: UInt32) -> [UInt8] {
        let absent = [UInt8](repeating: 0, count: 16)
        var data: [UInt8] = [1, purpose.rawValue, keyID]
        withUnsafeBytes(of: day.bigEndian) { data.append(contentsOf: $0) }
        data += account.bytes
        data += service?.bytes ?? absent
        data += verification?.bytes ?? absent
        data += message?.bytes ?? absent
        data += recipient?.bytes ?? absent
        withUnsafeBytes(of: (expiresAt?.microseconds ?? 0).bigEndian) { data.append(contentsOf: $0) }
        // Last and of any length, so that what was sealed before there was one still opens.
        data += record ?? []
        return data
    }
}
