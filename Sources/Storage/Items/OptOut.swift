package import Verification
package import World

/// A recipient who wants nothing more from a sender. It stays until it is taken back.
package struct OptOut: Hashable, Sendable {
    /// Keyed, over sender and recipient (and over whatever else the two are told apart by).
    package var digest: RecipientDigest
    /// Whose sender it is; `nil` is everyone's.
    package var account: AccountID?
    package var sender: String
    package var recipientMasked: String
    package var at: Timestamp
    /// The word it was asked with.
    package var keyword: String
    package var version = 1

    package init(
        digest: RecipientDigest, account: AccountID?, sender: String, recipientMasked: String, at: Timestamp,
        keyword: String
    ) {
        (self.digest, self.account, self.sender) = (digest, account, sender)
        (self.recipientMasked, self.at, self.keyword) = (recipientMasked, at, keyword)
    }
}

extension OptOut: ItemRecord {
    package static var kind: ItemKind { .optOut }
    package static func parent(account: AccountID?) -> [UInt8] { account?.bytes ?? [] }
    package var itemKey: [UInt8] { digest.bytes }
    package var itemParent: [UInt8] { Self.parent(account: account) }
    package var itemExpiresAt: Timestamp? { nil }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(digest)
        writer.append(account) { $0.append($1) }
        writer.append(sender)
        writer.append(recipientMasked)
        writer.append(at)
        writer.append(keyword)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            digest: try reader.recipientDigest(),
            account: try reader.optional { reader throws(RecordDamage) in try reader.identifier() },
            sender: try reader.string(), recipientMasked: try reader.string(), at: try reader.timestamp(),
            keyword: try reader.string())
        version = try reader.int()
    }
}
