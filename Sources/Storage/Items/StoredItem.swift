package import World

/// What a small record is. Raw values are stored: fixed for ever.
package enum ItemKind: UInt8, Sendable, CaseIterable {
    case esmeAccount = 1
    case pendingDelivery = 2
    case inboxNumber = 3
    case inboxMessage = 4
    case optOut = 5
    case inboundPart = 6
}

/// What a small record is found by.
package struct ItemKey: Hashable, Sendable {
    package var kind: ItemKind
    /// 1…`StoredItem.keyMax` bytes, unique within the kind.
    package var bytes: [UInt8]

    package init(_ kind: ItemKind, _ bytes: [UInt8]) { (self.kind, self.bytes) = (kind, bytes) }
}

/// A small record as stores keep it: what it is found, listed and dropped by, and a body that they don't look into.
package struct StoredItem: Hashable, Sendable {
    /// How many bytes a key has at most.
    package static let keyMax = 48
    /// How many bytes a parent has at most.
    package static let parentMax = 48
    /// How many bytes a body has at most: room for a whole PDU with the longest message payload, sealed.
    package static let bodyMax = 128 * 1024

    package var key: ItemKey
    /// What it is listed under; may be empty.
    package var parent: [UInt8]
    /// From when on it is as good as not there; `nil` is never.
    package var expiresAt: Timestamp?
    /// 1 or more.
    package var version: Int
    package var body: [UInt8]

    package init(key: ItemKey, parent: [UInt8] = [], expiresAt: Timestamp? = nil, version: Int = 1, body: [UInt8]) {
        (self.key, self.parent, self.expiresAt, self.version) = (key, parent, expiresAt, version)
        self.body = body
    }

    package func isLive(at now: Timestamp) -> Bool { expiresAt.map { $0 > now } ?? true }

    /// Whether key, parent and body keep their limits.
    var keepsLimits: Bool {
        (1...Self.keyMax).contains(key.bytes.count) && parent.count <= Self.parentMax && body.count <= Self.bodyMax
    }
}

extension StoredItem: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(byte: key.kind.rawValue)
        writer.append(key.bytes)
        writer.append(parent)
        writer.append(expiresAt) { $0.append($1) }
        writer.append(version)
        writer.append(body)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            key: ItemKey(try reader.raw(), try reader.byteString()), parent: try reader.byteString(),
            expiresAt: try reader.optional { reader throws(RecordDamage) in try reader.timestamp() },
            version: try reader.int(), body: try reader.byteString())
    }
}
