package import World

/// What is read of small records. What expired at or before `now` is not there.
package protocol ItemStore: Sendable {
    func item(_ key: ItemKey, now: Timestamp) async throws(StoreError) -> StoredItem?
    /// Those under `parent`, by key, after `after`; at most `limit`.
    func items(
        _ kind: ItemKind, parent: [UInt8], after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem]
    /// Those of every parent, by key, after `after`; at most `limit`.
    func allItems(
        _ kind: ItemKind, after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem]
    func itemCount(_ kind: ItemKind, parent: [UInt8], now: Timestamp) async throws(StoreError) -> Int
}
