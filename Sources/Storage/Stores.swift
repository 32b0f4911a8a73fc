package import Delivery
package import Verification
package import World

/// Writes. Batches are applied in the order `commit` was called; many waiting ones share one durable write.
package protocol CommittingStore: Sendable {
    /// Returns when the batch is durable; throws when none of it was stored.
    func commit(_ batch: WriteBatch) async throws(StoreError)
}

/// What is read of verifications. Reads see only what is durable.
package protocol VerificationStore: Sendable {
    func verification(_ id: VerificationID) async throws(StoreError) -> Verification?
    /// Those of the recipient whose stored state is pending and whose life has not ended at `now`; at most
    /// `limit`, newest first.
    func pendingVerifications(
        account: AccountID, service: ServiceID, recipient: RecipientDigest, now: Timestamp, limit: Int
    ) async throws(StoreError) -> [Verification]
    /// Pending by their stored state, but past their life at `now`; at most `limit`, oldest first.
    func overdueVerifications(now: Timestamp, limit: Int) async throws(StoreError) -> [Verification]
}

/// The codes that live: reservations are held in memory by the one writer and rebuilt from what is stored.
package protocol LiveCodeStore: Sendable {
    /// Holds all tags or none; `false` when one is held.
    func reserveCode(_ tags: [CodeTag], scope: LiveCodeIndex.Scope, until: Timestamp, now: Timestamp) async -> Bool
    func releaseCode(_ tags: [CodeTag]) async
    func liveCodes(_ scope: LiveCodeIndex.Scope) async -> Int
}

/// What is read of messages.
package protocol MessageStore: Sendable {
    func message(_ id: MessageID) async throws(StoreError) -> Message?
    /// Those whose stored state is not final, by identifier, after `after`; at most `limit`.
    func unfinishedMessages(after: MessageID?, limit: Int) async throws(StoreError) -> [Message]
    /// How many unattributed receipts are kept.
    func unattributedReceipts() async throws(StoreError) -> Int
}

/// What is read of limits and repeated requests.
package protocol LimitStore: Sendable {
    func counter(_ key: [UInt8], now: Timestamp) async throws(StoreError) -> Counter?
    func answer(account: AccountID, key: String, now: Timestamp) async throws(StoreError) -> StoredAnswer?
}

/// What is read of accounts, services and keys. Small: lists are whole, by identifier.
package protocol TenancyStore: Sendable {
    func accounts() async throws(StoreError) -> [Account]
    func services(account: AccountID) async throws(StoreError) -> [Service]
    func keys(account: AccountID) async throws(StoreError) -> [APIKey]
}

/// A whole store, as `Gateway` is given one.
package protocol Store: CommittingStore, VerificationStore, LiveCodeStore, MessageStore, LimitStore, TenancyStore,
    ItemStore
{
    /// Drops what no one can ask for any more: verifications and messages that ended, and unattributed receipts that
    /// came, before `before`; expired answers, counters and items; at most `limit` rows. Returns how many. `before` should
    /// lie the longest life of a code in the past at least, so that nothing next to what is dropped lives.
    func compact(before: Timestamp, now: Timestamp, limit: Int) async throws(StoreError) -> Int
    /// Waits for what was committed, then lets go of files and locks.
    func close() async
}
