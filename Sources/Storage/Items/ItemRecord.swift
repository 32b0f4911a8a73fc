package import World

/// A record that is kept as a small one (`StoredItem`), its body being its `recordBytes`.
package protocol ItemRecord: StoredRecord {
    static var kind: ItemKind { get }
    /// Unique within the kind; lists go by it.
    var itemKey: [UInt8] { get }
    /// What it is listed under; may be empty.
    var itemParent: [UInt8] { get }
    /// From when on it is as good as not there; `nil` is never.
    var itemExpiresAt: Timestamp? { get }
    /// 1 when it is stored first, one more with every replacement.
    var version: Int { get }
}

extension ItemRecord {
    package var item: StoredItem {
        StoredItem(
            key: ItemKey(Self.kind, itemKey), parent: itemParent, expiresAt: itemExpiresAt, version: version,
            body: recordBytes)
    }

    init(_ item: StoredItem) throws(StoreError) {
        do throws(RecordDamage) {
            try self.init(recordBytes: item.body)
        } catch {
            throw .damagedRecord
        }
    }
}

extension ItemStore {
    package func get<Record: ItemRecord>(
        _ type: Record.Type, _ key: [UInt8], now: Timestamp
    ) async throws(StoreError) -> Record? {
        guard let item = try await item(ItemKey(Record.kind, key), now: now) else { return nil }
        return try Record(item)
    }

    /// Those under `parent`, by key, after `after`; at most `limit`.
    package func list<Record: ItemRecord>(
        _ type: Record.Type, parent: [UInt8], after: [UInt8]? = nil, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [Record] {
        try await items(Record.kind, parent: parent, after: after, limit: limit, now: now)
            .map { item throws(StoreError) in try Record(item) }
    }

    /// Those of every parent, by key, after `after`; at most `limit`.
    package func listAll<Record: ItemRecord>(
        _ type: Record.Type, after: [UInt8]? = nil, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [Record] {
        try await allItems(Record.kind, after: after, limit: limit, now: now)
            .map { item throws(StoreError) in try Record(item) }
    }

    package func count<Record: ItemRecord>(
        _ type: Record.Type, parent: [UInt8], now: Timestamp
    ) async throws(StoreError) -> Int {
        try await itemCount(Record.kind, parent: parent, now: now)
    }
}

extension WriteOperation {
    /// Stores the record (its `version` is the new one) if the stored version is `ifVersion`, 0 being none.
    package static func put(_ record: some ItemRecord, ifVersion: Int) -> Self {
        .putItem(record.item, ifVersion: ifVersion)
    }

    /// Deleting what isn't there is no conflict.
    package static func delete<Record: ItemRecord>(_ record: Record) -> Self {
        .deleteItem(ItemKey(Record.kind, record.itemKey))
    }
}
