package import Verification
package import World

/// A number of an account's that receives messages.
package struct InboxNumber: Hashable, Sendable {
    package var id: InboxID
    package var account: AccountID
    /// Of the number; one inbox has a number, over all accounts.
    package var digest: RecipientDigest
    package var masked: String
    package var sealed: SealedBytes
    /// Where each received message is announced.
    package var webhookURL: String?
    /// What the announcements are signed with.
    package var webhookSecret: SealedBytes?
    package var createdAt: Timestamp
    package var version = 1

    package init(
        id: InboxID, account: AccountID, digest: RecipientDigest, masked: String, sealed: SealedBytes,
        webhookURL: String? = nil, webhookSecret: SealedBytes? = nil, createdAt: Timestamp
    ) {
        (self.id, self.account, self.digest) = (id, account, digest)
        (self.masked, self.sealed) = (masked, sealed)
        (self.webhookURL, self.webhookSecret, self.createdAt) = (webhookURL, webhookSecret, createdAt)
    }
}

extension InboxNumber: ItemRecord {
    package static var kind: ItemKind { .inboxNumber }
    package var itemKey: [UInt8] { digest.bytes }
    package var itemParent: [UInt8] { account.bytes }
    package var itemExpiresAt: Timestamp? { nil }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(digest)
        writer.append(masked)
        writer.append(sealed)
        writer.append(webhookURL) { $0.append($1) }
        writer.append(webhookSecret) { $0.append($1) }
        writer.append(createdAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            id: try reader.identifier(), account: try reader.identifier(), digest: try reader.recipientDigest(),
            masked: try reader.string(), sealed: try reader.sealedBytes(),
            webhookURL: try reader.optional { reader throws(RecordDamage) in try reader.string() },
            webhookSecret: try reader.optional { reader throws(RecordDamage) in try reader.sealedBytes() },
            createdAt: try reader.timestamp())
        version = try reader.int()
    }
}
