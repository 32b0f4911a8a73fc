package import Delivery
import Synchronization
package import Verification
package import World

/// The store in memory, over a disk that is nowhere or simulated. What `Simulation` and most tests run on.
///
/// Commits are grouped: the first committer writes for all that wait, then hands over to the first that came
/// meanwhile. Starts no task of its own, so that a seeded executor decides all of its order.
package final class MemoryStore: Store {
    private enum Signal: Sendable {
        case done(StoreError?)
        /// The receiver writes for all that wait now; its own batch is the first of them.
        case lead
    }

    private struct Waiting {
        var batch: WriteBatch
        var continuation: UnsafeContinuation<Signal, Never>
    }

    private struct Inner {
        var durable = MemoryState()
        var waiting: [Waiting] = []
        var isWriting = false
        var isClosed = false
        var codes = LiveCodeIndex()
    }

    private let inner: Mutex<Inner>
    private let disk: any RecordDisk

    /// Empty.
    package init(disk: any RecordDisk = NullDisk()) {
        self.disk = disk
        inner = Mutex(Inner())
    }

    /// With what a disk gave back; throws when its batches do not follow one another.
    package init(replaying batches: [WriteBatch], disk: any RecordDisk) throws(StoreError) {
        var inner = Inner()
        for batch in batches { try inner.durable.apply(batch) }
        if let last = batches.last { inner.codes.hold(inner.durable.pendingVerifications, now: last.now) }
        self.disk = disk
        self.inner = Mutex(inner)
    }

    // MARK: Writing

    package func commit(_ batch: WriteBatch) async throws(StoreError) {
        try await commit(batch, evenIfClosed: false)
    }

    private func commit(_ batch: WriteBatch, evenIfClosed: Bool) async throws(StoreError) {
        let signal = await withUnsafeContinuation { continuation in
            let answer: Signal? = inner.withLock { inner in
                guard evenIfClosed || !inner.isClosed else { return .done(.closed) }
                guard inner.waiting.count < WriteBatch.waitingMax else { return .done(.tooManyWaiting) }
                inner.waiting.append(Waiting(batch: batch, continuation: continuation))
                guard !inner.isWriting else { return nil }
                inner.isWriting = true
                return .lead
            }
            if let answer { continuation.resume(returning: answer) }
        }
        let refusal: StoreError? =
            switch signal {
            case .done(let refusal): refusal
            case .lead: await writeGroup()
            }
        if let refusal { throw refusal }
    }

    /// Writes all that waits, answers everyone but the caller, whose batch is the first, and returns its answer.
    private func writeGroup() async -> StoreError? {
        let (group, staged, decisions) = inner.withLock { inner in
            let group = inner.waiting
            inner.waiting = []
            let (staged, decisions) = Self.decide(group.map(\.batch), over: inner.durable)
            return (group, staged, decisions)
        }
        // What changes nothing need not be kept.
        let accepted = zip(group, decisions).filter { $0.1 == nil && !$0.0.batch.operations.isEmpty }.map(\.0.batch)
        let failure = await write(accepted)
        let next = inner.withLock { inner in
            if failure == nil { inner.durable.merge(staged) }
            inner.isWriting = !inner.waiting.isEmpty
            return inner.waiting.first?.continuation
        }
        for (waiting, decision) in zip(group, decisions).dropFirst() {
            waiting.continuation.resume(returning: .done(decision ?? failure))
        }
        next?.resume(returning: .lead)
        return decisions[0] ?? failure
    }

    /// What the batches leave together, and for each why not.
    private static func decide(
        _ batches: [WriteBatch], over durable: MemoryState
    ) -> (staged: StagedWrites, decisions: [StoreError?]) {
        var staged = StagedWrites()
        var decisions: [StoreError?] = []
        for batch in batches {
            do throws(StoreError) {
                staged.merge(try durable.staging(batch, over: staged))
                decisions.append(nil)
            } catch {
                decisions.append(error)
            }
        }
        return (staged, decisions)
    }

    private func write(_ batches: [WriteBatch]) async -> StoreError? {
        guard !batches.isEmpty else { return nil }
        do throws(StoreError) {
            try await disk.append(batches)
            try await disk.sync()
            return nil
        } catch {
            return error
        }
    }

    package func compact(before: Timestamp, now: Timestamp, limit: Int) async throws(StoreError) -> Int {
        inner.withLock { $0.durable.compact(before: before, now: now, limit: limit) }
    }

    package func close() async {
        inner.withLock { $0.isClosed = true }
        // An empty batch is answered after all that waits.
        try? await commit(WriteBatch([], now: .distantPast), evenIfClosed: true)
    }

    /// How many batches wait for the write under way.
    package var waitingCount: Int { inner.withLock { $0.waiting.count } }

    // MARK: Reading

    private func read<Value: Sendable>(_ body: (MemoryState) -> Value) throws(StoreError) -> Value {
        let value: Value? = inner.withLock { $0.isClosed ? nil : body($0.durable) }
        guard let value else { throw .closed }
        return value
    }

    package func verification(_ id: VerificationID) async throws(StoreError) -> Verification? {
        try read { $0.verification(id) }
    }

    package func pendingVerifications(
        account: AccountID, service: ServiceID, recipient: RecipientDigest, now: Timestamp, limit: Int
    ) async throws(StoreError) -> [Verification] {
        try read {
            $0.pendingVerifications(account: account, service: service, recipient: recipient, now: now, limit: limit)
        }
    }

    package func overdueVerifications(now: Timestamp, limit: Int) async throws(StoreError) -> [Verification] {
        try read { $0.overdueVerifications(now: now, limit: limit) }
    }

    package func message(_ id: MessageID) async throws(StoreError) -> Message? { try read { $0.message(id) } }

    package func unfinishedMessages(after: MessageID?, limit: Int) async throws(StoreError) -> [Message] {
        try read { $0.unfinishedMessages(after: after, limit: limit) }
    }

    package func unattributedReceipts() async throws(StoreError) -> Int { try read { $0.unattributedReceipts } }

    package func counter(_ key: [UInt8], now: Timestamp) async throws(StoreError) -> Counter? {
        try read { $0.counter(key, now: now) }
    }

    package func answer(
        account: AccountID, key: String, now: Timestamp
    ) async throws(StoreError) -> StoredAnswer? {
        try read { $0.answer(account: account, key: key, now: now) }
    }

    package func accounts() async throws(StoreError) -> [Account] { try read { $0.accounts } }

    package func services(account: AccountID) async throws(StoreError) -> [Service] {
        try read { $0.services(account: account) }
    }

    package func keys(account: AccountID) async throws(StoreError) -> [APIKey] {
        try read { $0.keys(account: account) }
    }

    package func item(_ key: ItemKey, now: Timestamp) async throws(StoreError) -> StoredItem? {
        try read { $0.item(key, now: now) }
    }

    package func items(
        _ kind: ItemKind, parent: [UInt8], after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem] {
        try read { $0.items(kind, parent: parent, after: after, limit: limit, now: now) }
    }

    package func allItems(
        _ kind: ItemKind, after: [UInt8]?, limit: Int, now: Timestamp
    ) async throws(StoreError) -> [StoredItem] {
        try read { $0.items(kind, parent: nil, after: after, limit: limit, now: now) }
    }

    package func itemCount(_ kind: ItemKind, parent: [UInt8], now: Timestamp) async throws(StoreError) -> Int {
        try read { $0.items(kind, parent: parent, after: nil, limit: .max, now: now).count }
    }

    // MARK: Live codes

    package func reserveCode(
        _ tags: [CodeTag], scope: LiveCodeIndex.Scope, until: Timestamp, now: Timestamp
    ) async -> Bool {
        inner.withLock { $0.codes.reserve(tags, scope: scope, until: until, now: now) }
    }

    package func releaseCode(_ tags: [CodeTag]) async { inner.withLock { $0.codes.release(tags) } }

    package func liveCodes(_ scope: LiveCodeIndex.Scope) async -> Int { inner.withLock { $0.codes.count(scope) } }
}
