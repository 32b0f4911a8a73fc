package import Verification
package import World

/// One segment of a received message that is not whole yet.
package struct InboundPart: Hashable, Sendable {
    /// Keyed, over carrier, source, destination, reference and total: what the parts of one message share.
    package var group: RecipientDigest
    /// From 1.
    package var index: UInt8
    package var total: UInt8
    /// The segment.
    package var body: SealedBytes
    package var receivedAt: Timestamp
    package var expiresAt: Timestamp
    package var version = 1

    package init(
        group: RecipientDigest, index: UInt8, total: UInt8, body: SealedBytes, receivedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        (self.group, self.index, self.total, self.body) = (group, index, total, body)
        (self.receivedAt, self.expiresAt) = (receivedAt, expiresAt)
    }
}

extension InboundPart: ItemRecord {
    package static var kind: ItemKind { .inboundPart }
    package var itemKey: [UInt8] { group.bytes + [index] }
    package var itemParent: [UInt8] { group.bytes }
    package var itemExpiresAt: Timestamp? { expiresAt }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(group)
        writer.append(byte: index)
        writer.append(byte: total)
        writer.append(body)
        writer.append(receivedAt)
        writer.append(expiresAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            group: try reader.recipientDigest(), index: try reader.byte(), total: try reader.byte(),
            body: try reader.sealedBytes(), receivedAt: try reader.timestamp(), expiresAt: try reader.timestamp())
        version = try reader.int()
    }
}
