import CSQLite
import Delivery
import Foundation
import SQLiteStorage
import Storage
import Testing
import Verification
import World

struct OpeningTests {
    private func execute(_ sql: String, in directory: TemporaryDirectory) {
        var database: OpaquePointer?
        #expect(sqlite3_open(directory.path + "/" + SQLiteStore.fileName, &database) == SQLITE_OK)
        #expect(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(database)
    }

    @Test func `the directory and its files are for their owner only`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        try await store.commit(Sample.begin(1))
        #expect(try directory.mode() == 0o700)
        for name in ["lock", "watchword.sqlite", "watchword.sqlite-wal", "watchword.sqlite-shm"] {
            #expect(try directory.mode(name) == 0o600, "\(name)")
        }
        await store.close()
    }

    @Test func `directories that are missing on the way are made`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path + "/a/b/", now: Sample.start)
        #expect(try directory.mode("a/b") == 0o700)
        await store.close()
    }

    @Test func `a directory in use is refused in one line that names the process`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        let error = try #require(throws: StoreOpeningError.self) {
            try SQLiteStore.open(directory: directory.path, now: Sample.start)
        }
        #expect(error == .inUse(directory: directory.path, process: Int(ProcessInfo.processInfo.processIdentifier)))
        #expect(!error.description.contains("\n"))
        // The refused try took nothing from the store that holds it.
        try await store.commit(Sample.begin(1))
        await store.close()
        let next = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        #expect(try await next.verification(Sample.verification(1).id) == Sample.verification(1))
        await next.close()
    }

    @Test func `a store that is dropped unclosed frees its directory, and has kept everything`() async throws {
        let directory = TemporaryDirectory()
        for number in 0..<5 {
            var store: SQLiteStore?
            // The thread of the dropped store may still be closing its files.
            while store == nil { store = try? SQLiteStore.open(directory: directory.path, now: Sample.start) }
            try await store?.commit(Sample.begin(number))
            #expect(try await store?.unfinishedMessages(after: nil, limit: 99).count == number + 1)
        }
    }

    @Test func `a schema of a later program is refused and left alone`() async throws {
        let directory = TemporaryDirectory()
        await (try SQLiteStore.open(directory: directory.path, now: Sample.start)).close()
        execute("PRAGMA user_version = 99", in: directory)
        let error = try #require(throws: StoreOpeningError.self) {
            try SQLiteStore.open(directory: directory.path, now: Sample.start)
        }
        #expect(error == .newerSchema(directory: directory.path, found: 99, known: 2))
        execute("PRAGMA user_version = 2", in: directory)
        await (try SQLiteStore.open(directory: directory.path, now: Sample.start)).close()
    }

    @Test func `a store of before there were items gets them and keeps what it has`() async throws {
        let directory = TemporaryDirectory()
        var store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        try await store.commit(Sample.begin(1))
        await store.close()
        execute("DROP TABLE item; PRAGMA user_version = 1", in: directory)
        store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        let item = StoredItem(key: ItemKey(.optOut, [1]), body: [2])
        try await store.commit(WriteBatch([.putItem(item, ifVersion: 0)], now: Sample.start))
        #expect(try await store.item(item.key, now: Sample.start) == item)
        #expect(try await store.message(Sample.message(1).id) == Sample.message(1))
        await store.close()
    }

    @Test func `a file that is no store is called damaged`() throws {
        let directory = TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        let path = directory.path + "/" + SQLiteStore.fileName
        #expect(FileManager.default.createFile(atPath: path, contents: Data(repeating: 65, count: 20_000)))
        let error = try #require(throws: StoreOpeningError.self) {
            try SQLiteStore.open(directory: directory.path, now: Sample.start)
        }
        guard case .damaged = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a directory that cannot be made is named with the reason`() throws {
        let directory = TemporaryDirectory()
        #expect(FileManager.default.createFile(atPath: directory.path, contents: nil))
        let error = try #require(throws: StoreOpeningError.self) {
            try SQLiteStore.open(directory: directory.path + "/a", now: Sample.start)
        }
        #expect(error == .unusable(directory: directory.path + "/a", reason: "Not a directory."))
    }

    /// Not as exact as a power failure, as the files are copied one after the other; but nothing is closed.
    @Test func `a copy of the files taken while they are written opens with what was answered`() async throws {
        let (directory, copy) = (TemporaryDirectory(), TemporaryDirectory())
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        for number in 0..<300 { try await store.commit(Sample.begin(number)) }
        try FileManager.default.copyItem(atPath: directory.path, toPath: copy.path)
        try FileManager.default.removeItem(atPath: copy.path + "/watchword.sqlite-shm")
        let opened = try SQLiteStore.open(directory: copy.path, now: Sample.start)
        #expect(try await opened.unfinishedMessages(after: nil, limit: 999).count == 300)
        let scope = LiveCodeIndex.Scope(service: Sample.service, codeLength: 6)
        #expect(await opened.liveCodes(scope) == 300)
        await opened.close()
        await store.close()
    }

    @Test func `closing leaves one file with everything in it`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        try await store.commit(Sample.begin(1))
        await store.close()
        #expect(directory.size("watchword.sqlite-wal") == 0)
        #expect(directory.size(SQLiteStore.fileName) > 0)
    }
}
