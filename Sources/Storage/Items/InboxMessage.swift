package import Verification
package import World

/// A message that an inbox received.
package struct InboxMessage: Hashable, Sendable {
    /// Ordered by time, and so are lists.
    package var id: InboxMessageID
    package var inbox: InboxID
    package var fromMasked: String
    /// Whom it is from, what it says and the code found in it.
    package var body: SealedBytes
    package var receivedAt: Timestamp
    package var expiresAt: Timestamp
    package var version = 1

    package init(
        id: InboxMessageID, inbox: InboxID, fromMasked: String, body: SealedBytes, receivedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        (self.id, self.inbox, self.fromMasked, self.body) = (id, inbox, fromMasked, body)
        (self.receivedAt, self.expiresAt) = (receivedAt, expiresAt)
    }
}

extension InboxMessage: ItemRecord {
    package static var kind: ItemKind { .inboxMessage }
    package var itemKey: [UInt8] { id.bytes }
    package var itemParent: [UInt8] { inbox.bytes }
    package var itemExpiresAt: Timestamp? { expiresAt }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(inbox)
        writer.append(fromMasked)
        writer.append(body)
        writer.append(receivedAt)
        writer.append(expiresAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            id: try reader.identifier(), inbox: try reader.identifier(), fromMasked: try reader.string(),
            body: try reader.sealedBytes(), receivedAt: try reader.timestamp(), expiresAt: try reader.timestamp())
        version = try reader.int()
    }
}
