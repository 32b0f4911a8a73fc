package import Delivery
package import Verification
package import World

/// Everything the in-memory store holds, as a value.
package struct MemoryState: Sendable {
    private struct Recipients: Hashable {
        var account: AccountID
        var service: ServiceID
        var recipient: RecipientDigest
    }

    private var records: [RecordKey: Record] = [:]
    private var pending: [VerificationID: Recipients] = [:]
    private var pendingByRecipient: [Recipients: Set<VerificationID>] = [:]
    private var unfinished: Set<MessageID> = []
    private var accountIDs: Set<AccountID> = []
    private var serviceIDs: Set<ServiceID> = []
    private var keyIDs: Set<APIKeyID> = []
    private var receipts: [UnattributedReceipt] = []
    private var itemKeys = ItemIndex()

    package init() {}

    /// Applies all of the batch, or throws and changes nothing.
    package mutating func apply(_ batch: WriteBatch) throws(StoreError) {
        merge(try staging(batch, over: StagedWrites()))
    }

    func staging(_ batch: WriteBatch, over earlier: StagedWrites) throws(StoreError) -> StagedWrites {
        try StagedWrites.staging(batch, over: earlier) { records[$0] }
    }

    mutating func merge(_ staged: StagedWrites) {
        for (key, record) in staged.records { set(key, record) }
        receipts += staged.receipts
    }

    private mutating func set(_ key: RecordKey, _ record: Record?) {
        records[key] = record
        switch key {
        case .verification(let id):
            if case .verification(let value)? = record { index(value) } else { unindex(id) }
        case .message(let id):
            if case .message(let value)? = record, !value.isFinal {
                unfinished.insert(id)
            } else {
                unfinished.remove(id)
            }
        case .account(let id): if record == nil { accountIDs.remove(id) } else { accountIDs.insert(id) }
        case .service(let id): if record == nil { serviceIDs.remove(id) } else { serviceIDs.insert(id) }
        case .key(let id): if record == nil { keyIDs.remove(id) } else { keyIDs.insert(id) }
        case .item(let key):
            if case .item(let value)? = record {
                itemKeys.set(key, parent: value.parent)
            } else {
                itemKeys.set(key, parent: nil)
            }
        case .counter, .answer, .serviceName: break
        }
    }

    private mutating func index(_ value: Verification) {
        unindex(value.id)
        guard value.state == .pending else { return }
        let whose = Recipients(account: value.account, service: value.service, recipient: value.recipient.digest)
        pending[value.id] = whose
        pendingByRecipient[whose, default: []].insert(value.id)
    }

    private mutating func unindex(_ id: VerificationID) {
        guard let whose = pending.removeValue(forKey: id) else { return }
        pendingByRecipient[whose]?.remove(id)
        if pendingByRecipient[whose]?.isEmpty == true { pendingByRecipient[whose] = nil }
    }

    // MARK: Reading

    package func verification(_ id: VerificationID) -> Verification? {
        if case .verification(let value)? = records[.verification(id)] { value } else { nil }
    }

    package func pendingVerifications(
        account: AccountID, service: ServiceID, recipient: RecipientDigest, now: Timestamp, limit: Int
    ) -> [Verification] {
        let whose = Recipients(account: account, service: service, recipient: recipient)
        let newestFirst = (pendingByRecipient[whose] ?? []).sorted(by: >)
        return Array(newestFirst.lazy.compactMap(verification).filter { $0.expiresAt > now }.prefix(max(0, limit)))
    }

    package func overdueVerifications(now: Timestamp, limit: Int) -> [Verification] {
        let overdue = pending.keys.compactMap(verification).filter { $0.expiresAt <= now }
        return Array(overdue.sorted { ($0.expiresAt, $0.id) < ($1.expiresAt, $1.id) }.prefix(max(0, limit)))
    }

    /// Every verification that is pending by its state, oldest first.
    package var pendingVerifications: [Verification] { pending.keys.sorted().compactMap(verification) }

    package func message(_ id: MessageID) -> Message? {
        if case .message(let value)? = records[.message(id)] { value } else { nil }
    }

    package func unfinishedMessages(after: MessageID?, limit: Int) -> [Message] {
        let later = unfinished.filter { id in after.map { id > $0 } ?? true }
        return later.sorted().prefix(max(0, limit)).compactMap(message)
    }

    package var unattributedReceipts: Int { receipts.count }

    package func counter(_ key: [UInt8], now: Timestamp) -> Counter? {
        if case .counter(let value)? = records[.counter(key)], value.expiresAt > now { value } else { nil }
    }

    package func answer(account: AccountID, key: String, now: Timestamp) -> StoredAnswer? {
        if case .answer(let value)? = records[.answer(account, key)], value.expiresAt > now { value } else { nil }
    }

    package var accounts: [Account] {
        accountIDs.sorted().compactMap { if case .account(let value)? = records[.account($0)] { value } else { nil } }
    }

    package func services(account: AccountID) -> [Service] {
        serviceIDs.sorted().compactMap {
            if case .service(let value)? = records[.service($0)], value.account == account { value } else { nil }
        }
    }

    package func keys(account: AccountID) -> [APIKey] {
        keyIDs.sorted().compactMap {
            if case .key(let value)? = records[.key($0)], value.account == account { value } else { nil }
        }
    }

    package func item(_ key: ItemKey, now: Timestamp) -> StoredItem? {
        if case .item(let value)? = records[.item(key)], value.isLive(at: now) { value } else { nil }
    }

    /// Of every parent if `parent` is `nil`.
    package func items(
        _ kind: ItemKind, parent: [UInt8]?, after: [UInt8]?, limit: Int, now: Timestamp
    ) -> [StoredItem] {
        let keys = itemKeys.keys(kind, parent: parent, after: after)
        return Array(keys.lazy.compactMap { item(ItemKey(kind, $0), now: now) }.prefix(max(0, limit)))
    }

    // MARK: Compaction

    /// Drops at most `limit` rows that no one can ask for any more, those that ended first before the others.
    package mutating func compact(before: Timestamp, now: Timestamp, limit: Int) -> Int {
        var dead: [(end: Timestamp, tie: [UInt8], key: RecordKey)] = []
        for (key, record) in records {
            switch record {
            case .verification(let value):
                if let end = value.endedAt, end < before { dead.append((end, value.id.bytes, key)) }
            case .message(let value):
                if let end = value.endedAt, end < before { dead.append((end, value.id.bytes, key)) }
            case .counter(let value):
                if value.expiresAt <= now { dead.append((value.expiresAt, value.key, key)) }
            case .answer(let value):
                if value.expiresAt <= now { dead.append((value.expiresAt, Array(value.key.utf8), key)) }
            case .item(let value):
                if let end = value.expiresAt, end <= now { dead.append((end, value.key.bytes, key)) }
            case .account, .service, .serviceName, .key: break
            }
        }
        dead.sort { $0.end != $1.end ? $0.end < $1.end : $0.tie.lexicographicallyPrecedes($1.tie) }
        let doomed = dead.prefix(max(0, limit))
        for row in doomed { set(row.key, nil) }
        let kept = receipts.count
        var room = max(0, limit) - doomed.count
        receipts.removeAll { receipt in
            guard room > 0, receipt.report.at < before else { return false }
            room -= 1
            return true
        }
        return doomed.count + kept - receipts.count
    }
}
