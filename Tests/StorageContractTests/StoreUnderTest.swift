import Foundation
import SQLiteStorage
import Storage
import Synchronization
import World

/// The stores the contract is run against.
enum StoreUnderTest: String, CaseIterable, Sendable {
    case memory
    case sqlite

    /// Runs `body` with an empty store, and cleans up.
    func run(_ body: (any StoreInUse) async throws -> Void) async throws {
        let inUse: any StoreInUse =
            switch self {
            case .memory: MemoryInUse()
            case .sqlite: try SQLiteInUse()
            }
        do {
            try await body(inUse)
        } catch {
            await inUse.end()
            throw error
        }
        await inUse.end()
    }
}

/// A store that can be closed and opened again with what it kept.
protocol StoreInUse: AnyObject {
    var store: any Store { get }
    func reopen(now: Timestamp) async throws
    func end() async
}

/// Keeps what was appended, for another store to replay.
final class KeepingDisk: RecordDisk {
    private let kept = Mutex<[WriteBatch]>([])
    var batches: [WriteBatch] { kept.withLock { $0 } }
    func append(_ batches: [WriteBatch]) { kept.withLock { $0 += batches } }
    func sync() {}
}

private final class MemoryInUse: StoreInUse {
    private let disk = KeepingDisk()
    private(set) var store: any Store

    init() { store = MemoryStore(disk: disk) }

    func reopen(now: Timestamp) async throws {
        await store.close()
        store = try MemoryStore(replaying: disk.batches, disk: disk)
    }

    func end() async { await store.close() }
}

private final class SQLiteInUse: StoreInUse {
    private let directory: URL
    private(set) var store: any Store

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
        store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
    }

    func reopen(now: Timestamp) async throws {
        await store.close()
        store = try SQLiteStore.open(directory: directory.path, now: now)
    }

    func end() async {
        await store.close()
        try? FileManager.default.removeItem(at: directory)
    }
}
