import Foundation
import SQLiteStorage
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(5)))
struct ItemWipingTests {
    private let directory = TemporaryDirectory()

    /// Its body repeats eight bytes that occur nowhere else. Sizes vary, so that pages fill and empty unevenly.
    private func item(_ number: Int, version: Int = 1, lifeSeconds: Int64? = nil) -> StoredItem {
        let count = [40, 40, 120, 280, 600, 40, 40, 120, 3000][number % 9]
        let word = withUnsafeBytes(of: mark(number)) { Array($0) }
        return StoredItem(
            key: ItemKey(.inboxMessage, withUnsafeBytes(of: number.bigEndian) { Array($0) }),
            parent: number.isMultiple(of: 2) ? [1] : [2, 2, 2],
            expiresAt: lifeSeconds.map { Sample.start + .seconds($0) }, version: version,
            body: (0..<count * version).flatMap { _ in word })
    }

    private func mark(_ number: Int) -> UInt64 {
        var random = SplitMix64(seed: UInt64(number) &* 7919)
        return random.next()
    }

    /// Which of `numbers` the store's files still hold 32 bytes or more of.
    private func left(of numbers: some Sequence<Int>) -> [Int] {
        var owners: [UInt64: Int] = [:]
        for number in numbers {
            let mark = mark(number)
            for turn in stride(from: UInt64(0), to: 64, by: 8) {
                owners[mark << turn | (turn == 0 ? 0 : mark >> (64 - turn))] = number
            }
        }
        var found: Set<Int> = []
        for name in ["", "-wal"] {
            directory.contents(SQLiteStore.fileName + name).withUnsafeBytes { buffer in
                for offset in stride(from: 0, to: buffer.count - 7, by: 16) {
                    let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    if word != 0, let owner = owners[word] { found.insert(owner) }
                }
            }
        }
        return found.sorted()
    }

    private func commit(_ operations: [WriteOperation], to store: SQLiteStore) async throws {
        for first in stride(from: 0, to: operations.count, by: 60) {
            try await store.commit(
                WriteBatch(Array(operations[first..<min(first + 60, operations.count)]), now: Sample.start))
        }
    }

    @Test func `nothing of a deleted item is left after a compaction, and all of its living neighbours`()
        async throws
    {
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        var random = SplitMix64(seed: 1)
        var living: Set<Int> = []
        for round in 0..<8 {
            let fresh = round * 500..<(round + 1) * 500
            try await commit(fresh.map { .putItem(item($0), ifVersion: 0) }, to: store)
            living.formUnion(fresh)
            let grown = fresh.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            try await commit(grown.map { .putItem(item($0, version: 2), ifVersion: 1) }, to: store)
            let doomed = living.sorted().filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            try await commit(doomed.map { .deleteItem(item($0).key) }, to: store)
            living.subtract(doomed)
            _ = try await store.compact(before: Sample.start, now: Sample.start, limit: 1)
            #expect(left(of: (0..<fresh.upperBound).filter { !living.contains($0) }) == [], "round \(round)")
        }
        #expect(left(of: living) == living.sorted(), "the search finds what is there")
        for number in living {
            let held = try await store.item(item(number).key, now: Sample.start)
            #expect(held == item(number, version: held?.version ?? 0), "\(number)")
        }
        try await commit(living.sorted().map { .deleteItem(item($0).key) }, to: store)
        _ = try await store.compact(before: Sample.start, now: Sample.start, limit: 1)
        #expect(left(of: 0..<4000) == [])
        await store.close()
    }

    @Test func `nothing of an expired item is left after a compaction`() async throws {
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        try await commit(
            (0..<1500).map { .putItem(item($0, lifeSeconds: Int64($0 % 7)), ifVersion: 0) }, to: store)
        for second in Int64(0)..<7 {
            let now = Sample.start + .seconds(second)
            _ = try await store.compact(before: Sample.start, now: now, limit: 9999)
            #expect(left(of: (0..<1500).filter { $0 % 7 <= second }) == [], "after \(second) s")
        }
        await store.close()
    }

    @Test func `rows are used again, and those that are free at the end are given back`() async throws {
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        func compact() async throws {
            for _ in 0..<10 { _ = try await store.compact(before: Sample.start, now: Sample.start, limit: 1) }
        }
        try await commit((0..<3000).map { .putItem(item($0), ifVersion: 0) }, to: store)
        try await compact()
        let peak = directory.size(SQLiteStore.fileName)
        for _ in 0..<3 {
            try await commit((0..<3000).map { .deleteItem(item($0).key) }, to: store)
            try await commit((0..<3000).map { .putItem(item($0), ifVersion: 0) }, to: store)
            try await compact()
        }
        #expect(directory.size(SQLiteStore.fileName) < peak + peak / 10)
        try await commit((10..<3000).map { .deleteItem(item($0).key) }, to: store)
        try await compact()
        #expect(directory.size(SQLiteStore.fileName) < peak / 3)
        #expect(left(of: 0..<3000) == Array(0..<10))
        #expect(try await store.allItems(.inboxMessage, after: nil, limit: 99, now: Sample.start).count == 10)
        await store.close()
    }
}
