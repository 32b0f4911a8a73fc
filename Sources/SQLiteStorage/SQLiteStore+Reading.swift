package import Delivery
package import Storage
package import Verification
package import World

extension SQLiteStore {
    private func bodies(_ statement: Statement, _ values: [SQLiteValue]) throws(StoreError) -> [[UInt8]] {
        for reader in readers {
            if let bodies = try reader.bodies(statement, values, waits: false) { return bodies }
        }
        return try readers[0].bodies(statement, values, waits: true) ?? []
    }

    private func records<Record: StoredRecord>(
        _ statement: Statement, _ values: [SQLiteValue]
    ) throws(StoreError) -> [Record] {
        try bodies(statement, values).map { body throws(StoreError) in try PaddedBody.record(body) }
    }

    private func record<Record: StoredRecord>(
        _ statement: Statement, _ values: [SQLiteValue]
    ) throws(StoreError) -> Record? {
        guard let body = try bodies(statement, values).first else { return nil }
        return try PaddedBody.record(body)
    }

    /// What a statement counts, which it gives as digits.
    private func count(_ statement: Statement, _ values: [SQLiteValue]) throws(StoreError) -> Int {
        let digits = try bodies(statement, values).first ?? []
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    package func verification(_ id: VerificationID) async throws(StoreError) -> Verification? {
        try record(.verification, [.id(id)])
    }

    package func pendingVerifications(
        account: AccountID, service: ServiceID, recipient: RecipientDigest, now: Timestamp, limit: Int
    ) async throws(StoreError) -> [Verification] {
        try records(
            .pendingVerifications,
            [
                .lookup(recipient), .digest(recipient), .id(service), .id(account), .time(now), .limit(limit),
            ])
    }

    package func overdueVerifications(now: Timestamp, limit: Int) async throws(StoreError) -> [Verification] {
        try records(.overdueVerifications, [.time(now), .limit(limit)])
    }

    package func message(_ id: MessageID) async throws(StoreError) -> Message? {
        try record(.message, [.id(id)])
    }

    package func unfinishedMessages(after: MessageID?, limit: Int) async throws(StoreError) -> [Message] {
        // No identifier comes before the empty one.
        try records(.unfinishedMessages, [after.map { .id($0) } ?? .bytes([]), .limit(limit)])
    }

    package func unattributedReceipts() async throws(StoreError) -> Int {
        try count(.receipts, [])
    }

    package func counter(_ key: [UInt8], now: Timestamp) async throws(StoreError) -> Counter? {
        try record(.counter, [.bytes(key), .time(now)])
    }

    package func answer(
        account: AccountID, key: String, now: Timestamp
    ) async throws(StoreError) -> StoredAnswer? {
        try record(.answer, [.id(account), .text(key), .time(now)])
    }

    package func accounts() async throws(StoreError) -> [Account] { try records(.accounts, []) }

    package func services(account: AccountID) async throws(StoreError) -> [Service] {
        try records(.services, [.id(account)])
    }

    package func keys(account: AccountID) async throws(StoreError) -> [APIKey] {
        try records(.keys, [.id(account)])
    }
}

extension SQLiteStore {
    package func item(_ key: ItemKey, now: Timestamp) async throws(StoreError) -> StoredItem? {
        try record(.item, [.kind(key.kind), .bytes(key.bytes), .time(now)])
    }

    package func items(
        _ kind: ItemKind, parent: [UInt8], after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem] {
        // No key comes before the empty one.
        try records(.items, [.kind(kind), .bytes(parent), .bytes(after ?? []), .time(now), .limit(limit)])
    }

    package func allItems(
        _ kind: ItemKind, after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem] {
        try records(.allItems, [.kind(kind), .bytes(after ?? []), .time(now), .limit(limit)])
    }

    package func itemCount(_ kind: ItemKind, parent: [UInt8], now: Timestamp) async throws(StoreError) -> Int {
        try count(.itemCount, [.kind(kind), .bytes(parent), .time(now)])
    }
}

extension SQLiteValue {
    fileprivate static func limit(_ limit: Int) -> Self { .int(Int64(max(0, limit))) }
}
