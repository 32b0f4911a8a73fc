package import Crypto
import Synchronization
package import World

/// The secrets everything kept is protected by. Read from the secrets file, or made on first start.
package struct Secrets: Sendable {
    /// A generation of the key that codes are digested and sealed under.
    package struct Master: Sendable {
        package var id: UInt8
        package var key: SymmetricKey
        package init(id: UInt8, key: SymmetricKey) { (self.id, self.key) = (id, key) }
    }

    /// Oldest first; the last one is current. Earlier ones still open and check what they protected.
    package var masters: [Master]
    /// Makes the tags that keep live codes distinct.
    package var uniqueness: SymmetricKey
    /// The uniqueness key before this one, and until when its tags count.
    package var previousUniqueness: (key: SymmetricKey, until: Timestamp)?
    /// Makes the digests of numbers. It never rotates: limits by number must outlive a rotation.
    package var recipient: SymmetricKey
    /// Hashes API keys.
    package var apiKey: SymmetricKey

    package init(
        masters: [Master], uniqueness: SymmetricKey, previousUniqueness: (key: SymmetricKey, until: Timestamp)? = nil,
        recipient: SymmetricKey, apiKey: SymmetricKey
    ) {
        precondition(!masters.isEmpty, "the secrets file always holds one master key")
        (self.masters, self.uniqueness, self.previousUniqueness) = (masters, uniqueness, previousUniqueness)
        (self.recipient, self.apiKey) = (recipient, apiKey)
    }

    /// Fresh secrets from `random`, each of 256 bits.
    package static func generate(using random: inout some RandomNumberGenerator) -> Secrets {
        func key() -> SymmetricKey {
            var bytes: [UInt8] = []
            for _ in 0..<4 { withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) } }
            return SymmetricKey(data: bytes)
        }
        return Secrets(masters: [Master(id: 1, key: key())], uniqueness: key(), recipient: key(), apiKey: key())
    }
}

/// Digests, tags and seals under the secrets. Safe to share; the subkeys of a day are derived once.
package struct KeyRing: Sendable {
    private let secrets: Secrets
    private let digestKeys: [UInt8: SymmetricKey]
    private let dayKeys = DayKeys()

    package init(_ secrets: Secrets) {
        self.secrets = secrets
        digestKeys = Dictionary(
            secrets.masters.map { ($0.id, Self.derive($0.key, "watchword/1/code-digest")) },
            uniquingKeysWith: { _, last in last })
    }

    package var currentKeyID: UInt8 { secrets.masters[secrets.masters.count - 1].id }

    private static func derive(_ key: SymmetricKey, _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32)
    }

    // MARK: Digests

    /// HMAC-SHA256(key, verification | generation | code), for checking. An unknown key ID gives a digest that
    /// no code matches, at the same cost.
    package func codeDigest(
        _ code: Code, verification: VerificationID, generation: Int, keyID: UInt8? = nil
    ) -> CodeDigest {
        let id = keyID ?? currentKeyID
        var mac = HMAC<SHA256>(key: digestKeys[id] ?? secrets.recipient)
        mac.update(data: verification.bytes)
        mac.update(data: [UInt8(truncatingIfNeeded: generation), id])
        mac.update(data: Array(code.digits.utf8))
        return CodeDigest(keyID: id, bytes: Array(mac.finalize()))
    }

    /// The tags that hold `code` for a service: one, or two while a changed uniqueness key's predecessor counts.
    package func codeTags(_ code: Code, account: AccountID, service: ServiceID, now: Timestamp) -> [CodeTag] {
        func tag(_ key: SymmetricKey) -> CodeTag {
            var mac = HMAC<SHA256>(key: key)
            mac.update(data: account.bytes)
            mac.update(data: service.bytes)
            mac.update(data: Array(code.digits.utf8))
            return CodeTag(bytes: Array(mac.finalize().prefix(16)))!
        }
        guard let previous = secrets.previousUniqueness, now < previous.until else { return [tag(secrets.uniqueness)] }
        return [tag(secrets.uniqueness), tag(previous.key)]
    }

    /// The keyed digest a number is looked up by.
    package func recipientDigest(of number: String) -> RecipientDigest {
        RecipientDigest(
            bytes: Array(HMAC<SHA256>.authenticationCode(for: Array(number.utf8), using: secrets.recipient)))
    }

    /// The hash an API key is kept as.
    package func apiKeyHash(_ key: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(key.utf8), using: secrets.apiKey))
    }

    /// A keyed digest of a request's bytes, to tell whether a repeated idempotency key repeats the request too.
    package func requestDigest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(bytes), using: secrets.apiKey).prefix(16))
    }

    // MARK: Seals

    /// Seals `plaintext` with AES-256-GCM under the subkey of the day `now` falls on, bound to `context`.
    package func seal(
        _ plaintext: [UInt8], context: SealContext, now: Timestamp, using random: inout some RandomNumberGenerator
    ) -> SealedBytes {
        let day = UInt32(truncatingIfNeeded: now.seconds.floorDivided(by: 86_400))
        let keyID = currentKeyID
        var nonce: [UInt8] = []
        while nonce.count < 12 { withUnsafeBytes(of: random.next()) { nonce.append(contentsOf: $0) } }
        guard
            let sealed = try? AES.GCM.seal(
                plaintext, using: sealingKey(secrets.masters[secrets.masters.count - 1], day: day),
                nonce: AES.GCM.Nonce(data: nonce.prefix(12)),
                authenticating: context.associatedData(keyID: keyID, day: day)),
            let combined = sealed.combined
        else { preconditionFailure("AES-GCM with a 12-byte nonce can't fail") }
        return SealedBytes(keyID: keyID, day: day, bytes: Array(combined))
    }

    /// Opens what `seal` gave; `nil` when key, context or bytes are not the same.
    package func open(_ sealed: SealedBytes, context: SealContext) -> [UInt8]? {
        guard let master = secrets.masters.last(where: { $0.id == sealed.keyID }),
            let box = try? AES.GCM.SealedBox(combined: sealed.bytes),
            let plaintext = try? AES.GCM.open(
                box, using: sealingKey(master, day: sealed.day),
                authenticating: context.associatedData(keyID: sealed.keyID, day: sealed.day))
        else { return nil }
        return Array(plaintext)
    }

    private func sealingKey(_ master: Secrets.Master, day: UInt32) -> SymmetricKey {
        dayKeys.key(master: master.id, day: day) { Self.derive(master.key, "watchword/1/seal/\(day)") }
    }
}

/// The sealing subkeys in use: today's, and those of what was sealed before. HKDF costs more than a seal does.
private final class DayKeys: Sendable {
    /// How many are kept; more are derived anew.
    private static let keysMax = 64
    private let keys = Mutex<[UInt64: SymmetricKey]>([:])

    func key(master: UInt8, day: UInt32, derive: () -> SymmetricKey) -> SymmetricKey {
        let slot = UInt64(master) << 32 | UInt64(day)
        return keys.withLock { keys in
            if let known = keys[slot] { return known }
            if keys.count >= Self.keysMax { keys.removeAll() }
            let derived = derive()
            keys[slot] = derived
            return derived
        }
    }
}
