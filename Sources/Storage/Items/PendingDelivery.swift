package import Verification
package import World

/// What waits to be handed over: a deliver_sm for an application, or an event for an inbox's webhook.
package struct PendingDelivery: Hashable, Sendable {
    /// Whom it is handed to.
    package enum Owner: Hashable, Sendable {
        case esme(ESMEID)
        case inbox(InboxID)

        /// What its deliveries are listed under.
        package var bytes: [UInt8] {
            switch self {
            case .esme(let id): id.bytes
            case .inbox(let id): id.bytes
            }
        }
    }

    /// Ordered by time, and so are lists.
    package var id: DeliveryID
    package var owner: Owner
    /// The whole deliver_sm body or event.
    package var body: SealedBytes
    package var isReceipt: Bool
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    package var attempts: Int
    /// When to try it next.
    package var notBefore: Timestamp
    package var version = 1

    package init(
        id: DeliveryID, owner: Owner, body: SealedBytes, isReceipt: Bool, createdAt: Timestamp, expiresAt: Timestamp,
        attempts: Int = 0, notBefore: Timestamp? = nil
    ) {
        (self.id, self.owner, self.body, self.isReceipt) = (id, owner, body, isReceipt)
        (self.createdAt, self.expiresAt, self.attempts) = (createdAt, expiresAt, attempts)
        self.notBefore = notBefore ?? createdAt
    }
}

extension PendingDelivery: ItemRecord {
    package static var kind: ItemKind { .pendingDelivery }
    package var itemKey: [UInt8] { id.bytes }
    package var itemParent: [UInt8] { owner.bytes }
    package var itemExpiresAt: Timestamp? { expiresAt }

    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        switch owner {
        case .esme(let id):
            writer.append(byte: 1)
            writer.append(id)
        case .inbox(let id):
            writer.append(byte: 2)
            writer.append(id)
        }
        writer.append(body)
        writer.append(isReceipt)
        writer.append(createdAt)
        writer.append(expiresAt)
        writer.append(attempts)
        writer.append(notBefore)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        let id = try reader.identifier(DeliveryID.self)
        let owner: Owner
        switch try reader.byte() {
        case 1: owner = .esme(try reader.identifier())
        case 2: owner = .inbox(try reader.identifier())
        default: throw .impossibleValue
        }
        self.init(
            id: id, owner: owner, body: try reader.sealedBytes(), isReceipt: try reader.bool(),
            createdAt: try reader.timestamp(), expiresAt: try reader.timestamp(), attempts: try reader.int(),
            notBefore: try reader.timestamp())
        version = try reader.int()
    }
}
