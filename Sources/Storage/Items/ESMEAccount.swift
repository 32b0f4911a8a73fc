package import World

/// An application that may bind to the gateway: how it proves itself, from where, how often and how fast.
package struct ESMEAccount: Hashable, Sendable {
    /// What `data_coding` 0 means to the application.
    package enum Alphabet: UInt8, Sendable, CaseIterable { case gsm = 1, latin1 = 2, ascii = 3 }

    package var id: ESMEID
    package var account: AccountID
    /// Unique over all accounts, since a bind names nothing else. 1–15 octets (SMPP 3.4 §5.2.1).
    package var systemID: String
    /// As API keys are hashed; `nil` lets no password in.
    package var passwordHash: [UInt8]?
    /// SHA-256 of the DER client certificate; `nil` lets no certificate in.
    package var certificateFingerprint: [UInt8]?
    /// Where binds may come from, as CIDR; empty is anywhere.
    package var networks: [String]
    package var bindsMax: Int
    package var windowMax: Int
    /// Submits per second over all binds; `nil` is unlimited.
    package var ratePerSecond: Int?
    package var defaultAlphabet: Alphabet
    /// The senders it may use; empty is any.
    package var senders: [String]
    /// The digits of the numbers whose received messages it gets.
    package var addresses: [String]
    package var isActive: Bool
    package var createdAt: Timestamp
    package var version = 1

    package init(
        id: ESMEID, account: AccountID, systemID: String, passwordHash: [UInt8]? = nil,
        certificateFingerprint: [UInt8]? = nil, networks: [String] = [], bindsMax: Int = 4, windowMax: Int = 100,
        ratePerSecond: Int? = nil, defaultAlphabet: Alphabet = .gsm, senders: [String] = [], addresses: [String] = [],
        isActive: Bool = true, createdAt: Timestamp
    ) {
        (self.id, self.account, self.systemID) = (id, account, systemID)
        (self.passwordHash, self.certificateFingerprint) = (passwordHash, certificateFingerprint)
        (self.networks, self.bindsMax, self.windowMax) = (networks, bindsMax, windowMax)
        (self.ratePerSecond, self.defaultAlphabet) = (ratePerSecond, defaultAlphabet)
        (self.senders, self.addresses) = (senders, addresses)
        (self.isActive, self.createdAt) = (isActive, createdAt)
    }
}

extension ESMEAccount: ItemRecord {
    package static var kind: ItemKind { .esmeAccount }
    package static func key(systemID: String) -> [UInt8] { Array(systemID.utf8) }
    package var itemKey: [UInt8] { Self.key(systemID: systemID) }
    package var itemParent: [UInt8] { account.bytes }
    package var itemExpiresAt: Timestamp? { nil }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(systemID)
        for bytes in [passwordHash, certificateFingerprint] { writer.append(bytes) { $0.append($1) } }
        writer.append(each: networks) { $0.append($1) }
        writer.append(bindsMax)
        writer.append(windowMax)
        writer.append(ratePerSecond) { $0.append($1) }
        writer.append(byte: defaultAlphabet.rawValue)
        for texts in [senders, addresses] { writer.append(each: texts) { $0.append($1) } }
        writer.append(isActive)
        writer.append(createdAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        func bytes(_ reader: inout RecordReader) throws(RecordDamage) -> [UInt8]? {
            try reader.optional { reader throws(RecordDamage) in try reader.byteString() }
        }
        func texts(_ reader: inout RecordReader) throws(RecordDamage) -> [String] {
            try reader.array { reader throws(RecordDamage) in try reader.string() }
        }
        self.init(
            id: try reader.identifier(), account: try reader.identifier(), systemID: try reader.string(),
            passwordHash: try bytes(&reader), certificateFingerprint: try bytes(&reader),
            networks: try texts(&reader), bindsMax: try reader.int(), windowMax: try reader.int(),
            ratePerSecond: try reader.optional { reader throws(RecordDamage) in try reader.int() },
            defaultAlphabet: try reader.raw(), senders: try texts(&reader), addresses: try texts(&reader),
            isActive: try reader.bool(), createdAt: try reader.timestamp())
        version = try reader.int()
    }
}
