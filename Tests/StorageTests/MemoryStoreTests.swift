import Storage
import Synchronization
import Testing
import Verification
import World

/// A disk whose `sync` waits until it is let go, and may then fail.
final class GatedDisk: RecordDisk {
    private struct Inner {
        var appended: [[WriteBatch]] = []
        var failures: [StoreError?]
        var isSyncing = false
        var sync: CheckedContinuation<Void, Never>?
        var observers: [CheckedContinuation<Void, Never>] = []
    }

    private let inner: Mutex<Inner>

    /// Each sync takes the next of `failures`; the rest succeed.
    init(failures: [StoreError?] = []) { inner = Mutex(Inner(failures: failures)) }

    var appended: [[WriteBatch]] { inner.withLock { $0.appended } }

    func append(_ batches: [WriteBatch]) { inner.withLock { $0.appended.append(batches) } }

    func sync() async throws(StoreError) {
        await withCheckedContinuation { continuation in
            let observers = inner.withLock { inner in
                inner.sync = continuation
                inner.isSyncing = true
                defer { inner.observers = [] }
                return inner.observers
            }
            for observer in observers { observer.resume() }
        }
        let failure: StoreError? = inner.withLock { $0.failures.isEmpty ? nil : $0.failures.removeFirst() }
        if let failure { throw failure }
    }

    /// Returns once a sync waits.
    func syncBegan() async {
        await withCheckedContinuation { continuation in
            let isSyncing = inner.withLock { inner in
                if !inner.isSyncing { inner.observers.append(continuation) }
                return inner.isSyncing
            }
            if isSyncing { continuation.resume() }
        }
    }

    /// Lets the sync that waits return.
    func letGo() {
        let sync = inner.withLock { inner in
            inner.isSyncing = false
            defer { inner.sync = nil }
            return inner.sync
        }
        sync?.resume()
    }
}

struct MemoryStoreTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func account(_ number: UInt64, version: Int = 1) -> Account {
        var account = Account(id: AccountID(high: 1, low: number), name: "a\(version)", createdAt: now)
        account.version = version
        return account
    }

    private func insertion(_ number: UInt64) -> WriteBatch {
        WriteBatch([.putAccount(account(number), ifVersion: 0)], now: now)
    }

    private func begin(_ batch: WriteBatch, on store: MemoryStore) -> Task<Void, any Error> {
        Task { try await store.commit(batch) }
    }

    /// Waits without a clock for what another task is about to do.
    private func until(_ condition: () -> Bool) async { while !condition() { await Task.yield() } }

    @Test func `nothing is seen before it is synced`() async throws {
        let disk = GatedDisk()
        let store = MemoryStore(disk: disk)
        let commit = begin(insertion(1), on: store)
        await disk.syncBegan()
        #expect(try await store.accounts().isEmpty)
        disk.letGo()
        try await commit.value
        #expect(try await store.accounts().count == 1)
    }

    @Test func `what waits during a write shares the next one, in order`() async throws {
        let disk = GatedDisk()
        let store = MemoryStore(disk: disk)
        try await withThrowingTaskGroup { group in
            group.addTask { try await store.commit(insertion(0)) }
            await disk.syncBegan()
            for number in UInt64(1)...20 {
                group.addTask { try await store.commit(insertion(number)) }
                await until { store.waitingCount == number }
            }
            disk.letGo()
            await disk.syncBegan()
            disk.letGo()
            try await group.waitForAll()
        }
        #expect(disk.appended.map(\.count) == [1, 20])
        #expect(disk.appended[1] == (UInt64(1)...20).map(insertion))
    }

    @Test func `a failed sync leaves nothing of its group and everyone is told`() async throws {
        let full = StoreError.unavailable("full")
        let disk = GatedDisk(failures: [nil, full])
        let store = MemoryStore(disk: disk)
        let first = begin(insertion(0), on: store)
        await disk.syncBegan()
        let second = begin(insertion(1), on: store)
        await until { store.waitingCount == 1 }
        let third = begin(insertion(2), on: store)
        await until { store.waitingCount == 2 }
        disk.letGo()
        try await first.value
        await disk.syncBegan()
        disk.letGo()
        await #expect(throws: full) { try await second.value }
        await #expect(throws: full) { try await third.value }
        #expect(try await store.accounts().map(\.id.low) == [0])

        let again = begin(insertion(1), on: store)
        await disk.syncBegan()
        disk.letGo()
        try await again.value
        #expect(try await store.accounts().map(\.id.low) == [0, 1])
    }

    @Test func `a conflict within a group is decided against what the group stages, and never written`() async throws {
        let disk = GatedDisk()
        let store = MemoryStore(disk: disk)
        let first = begin(insertion(0), on: store)
        await disk.syncBegan()
        let second = begin(insertion(1), on: store)
        await until { store.waitingCount == 1 }
        let same = begin(insertion(1), on: store)
        await until { store.waitingCount == 2 }
        let change = begin(WriteBatch([.putAccount(account(1, version: 2), ifVersion: 1)], now: now), on: store)
        await until { store.waitingCount == 3 }
        disk.letGo()
        try await first.value
        await disk.syncBegan()
        disk.letGo()
        try await second.value
        await #expect(throws: StoreError.conflict(operation: 0)) { try await same.value }
        try await change.value
        #expect(disk.appended.map(\.count) == [1, 2])
        #expect(try await store.accounts().map(\.version) == [1, 2])
    }

    @Test func `a disk's batches that do not follow one another are refused`() {
        #expect(throws: StoreError.conflict(operation: 0)) {
            try MemoryStore(replaying: [insertion(1), insertion(1)], disk: NullDisk())
        }
    }

    @Test func `one batch more than may wait is refused`() async throws {
        let disk = GatedDisk()
        let store = MemoryStore(disk: disk)
        let empty = WriteBatch([], now: now)
        try await withThrowingTaskGroup { group in
            group.addTask { try await store.commit(insertion(1)) }
            await disk.syncBegan()
            for _ in 0..<WriteBatch.waitingMax { group.addTask { try await store.commit(empty) } }
            await until { store.waitingCount == WriteBatch.waitingMax }
            await #expect(throws: StoreError.tooManyWaiting) { try await store.commit(empty) }
            disk.letGo()
            // Empty batches need no disk.
            try await group.waitForAll()
        }
    }

    @Test func `closing waits for what was committed`() async throws {
        let disk = GatedDisk()
        let store = MemoryStore(disk: disk)
        let commit = begin(insertion(1), on: store)
        await disk.syncBegan()
        let closing = Task { await store.close() }
        await until { store.waitingCount == 1 }
        disk.letGo()
        await closing.value
        try await commit.value
        await #expect(throws: StoreError.closed) { try await store.commit(insertion(2)) }
        await #expect(throws: StoreError.closed) { try await store.accounts() }
    }
}
