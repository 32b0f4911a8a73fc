package import Storage
import Synchronization
package import Verification
package import World

/// The store in one SQLite file, every commit durable: a write-ahead log synced before anyone is answered.
///
/// One thread writes, and what queues while it waits for the disk shares its next commit. Reads run where they are
/// asked for, on connections of their own, and see only what is committed.
package final class SQLiteStore: Store {
    /// The file's name within the data directory.
    package static let fileName = "watchword.sqlite"
    /// The file's largest size, in pages of 8 KiB. A smaller one stands for a small disk.
    package static let pagesMax = 1 << 30
    /// How many rows one step of a compaction drops, so that no writer waits long for it.
    static let compactionStep = 200
    /// How many pages a compaction gives back to the disk.
    static let vacuumedPagesMax = 256
    /// How many steps of dropping free rows of small records a compaction takes.
    static let itemDropsMax = 15
    /// How many free rows stay between what lives and what is dropped. Dropping makes SQLite merge up to three pages,
    /// of at most 12 rows each; copies of what lives there would not be wiped.
    static let freeItemsKept = 64
    private static let readersCount = 2

    private let writer: Writer
    let readers: [Reader]
    private let codes: Mutex<LiveCodeIndex>

    /// Opens the store in `directory`, which is made if it isn't there, and holds the directory until `close`.
    package static func open(
        directory: String, now: Timestamp, pagesMax: Int = pagesMax
    ) throws(StoreOpeningError) -> SQLiteStore {
        let lock = try DirectoryLock(directory)
        let path = directory + "/" + fileName
        try DirectoryLock.createFile(path, in: directory)
        let connection = try opening(directory) { () throws(SQLiteFailure) in
            let connection = try SQLiteConnection(path: path, access: .readWrite)
            try connection.configure(pagesMax: pagesMax)
            return connection
        }
        try connection.assertDurable(directory: directory)
        try Schema.migrate(connection, directory: directory)
        let (readers, codes) = try opening(directory) { () throws(SQLiteFailure) in
            var readers: [Reader] = []
            for _ in 0..<readersCount { readers.append(Reader(try SQLiteConnection(path: path, access: .readOnly))) }
            return (readers, try connection.liveVerifications(now: now))
        }
        var index = LiveCodeIndex()
        do throws(StoreError) {
            index.hold(try codes.map { body throws(StoreError) in try PaddedBody.record(body) }, now: now)
        } catch {
            throw .damaged(directory: directory, reason: "a verification cannot be read")
        }
        return SQLiteStore(writer: Writer(connection, lock: lock), readers: readers, codes: index)
    }

    private init(writer: Writer, readers: [Reader], codes: LiveCodeIndex) {
        (self.writer, self.readers) = (writer, readers)
        self.codes = Mutex(codes)
    }

    deinit { writer.stop() }

    private static func opening<Value>(
        _ directory: String, _ body: () throws(SQLiteFailure) -> Value
    ) throws(StoreOpeningError) -> Value {
        do throws(SQLiteFailure) { return try body() } catch { throw error.openingError(directory: directory) }
    }

    // MARK: Writing

    package func commit(_ batch: WriteBatch) async throws(StoreError) {
        if let refusal = batch.refusal { throw refusal }
        try await writer.commit(PreparedBatch(batch))
    }

    package func compact(before: Timestamp, now: Timestamp, limit: Int) async throws(StoreError) -> Int {
        let drops: [(Statement, Timestamp)] = [
            (.dropVerifications, before), (.dropMessages, before), (.dropAnswers, now), (.dropCounters, now),
            (.dropReceipts, before), (.freeExpiredItems, now),
        ]
        var dropped = 0
        for (statement, moment) in drops {
            var count = -1
            while count != 0, dropped < limit {
                let step = min(Self.compactionStep, limit - dropped)
                count = try await writer.perform { connection throws(SQLiteFailure) in
                    try connection.run(statement, [.time(moment), .int(Int64(step))])
                    return connection.changes
                }
                dropped += count
            }
        }
        try await dropFreeItems()
        _ = try await writer.perform { connection throws(SQLiteFailure) in
            try connection.execute("PRAGMA incremental_vacuum(\(Self.vacuumedPagesMax))")
            try connection.checkpoint()
            return 0
        }
        return dropped
    }

    /// Gives back the rows that are free at the end of the small records, within what a compaction vacuums.
    private func dropFreeItems() async throws(StoreError) {
        for _ in 0..<Self.itemDropsMax {
            let count = try await writer.perform { connection throws(SQLiteFailure) in
                try connection.run(
                    .dropFreeItems, [.int(Int64(Self.compactionStep)), .int(Int64(Self.freeItemsKept))])
                return connection.changes
            }
            guard count > 0 else { return }
        }
    }

    package func close() async {
        for reader in readers { reader.close() }
        await writer.close()
    }

    // MARK: Live codes

    package func reserveCode(
        _ tags: [CodeTag], scope: LiveCodeIndex.Scope, until: Timestamp, now: Timestamp
    ) async -> Bool {
        codes.withLock { $0.reserve(tags, scope: scope, until: until, now: now) }
    }

    package func releaseCode(_ tags: [CodeTag]) async { codes.withLock { $0.release(tags) } }

    package func liveCodes(_ scope: LiveCodeIndex.Scope) async -> Int { codes.withLock { $0.count(scope) } }
}

extension SQLiteConnection {
    /// The settings of the connection that writes.
    fileprivate func configure(pagesMax: Int) throws(SQLiteFailure) {
        let settings = [
            // These two hold for a new file only, and must come before anything is written.
            "page_size = 8192", "auto_vacuum = INCREMENTAL",
            "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON",
            // Savepoints stay in memory.
            "temp_store = MEMORY", "cache_size = -32768",
            // In pages (32 MiB) and bytes: long enough that pages changed again and again are moved once.
            "wal_autocheckpoint = 4096", "journal_size_limit = 67108864", "max_page_count = \(pagesMax)",
        ]
        for setting in settings { try execute("PRAGMA \(setting)") }
    }

    /// Reads the settings back that durability and wiping rest on: SQLite ignores what it can't do.
    fileprivate func assertDurable(directory: String) throws(StoreOpeningError) {
        do throws(SQLiteFailure) {
            for (setting, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("secure_delete", "1")] {
                let found = try text("PRAGMA \(setting)")
                if found != wanted { throw SQLiteFailure(code: -1, message: "\(setting) is \(found)") }
            }
        } catch {
            guard error.code < 0 else { throw error.openingError(directory: directory) }
            throw .notDurable(directory: directory, setting: error.message)
        }
    }

    fileprivate func liveVerifications(now: Timestamp) throws(SQLiteFailure) -> [[UInt8]] {
        var bodies: [[UInt8]] = []
        try run(.liveVerifications, [.time(now)]) { bodies.append($0.bytes(0)) }
        return bodies
    }
}
