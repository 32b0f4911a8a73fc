import Delivery
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct ItemContractTests {
    private let now = Sample.start

    private func item(
        _ number: Int, kind: ItemKind = .inboxMessage, parent: [UInt8] = [7], lifeSeconds: Int64? = nil,
        version: Int = 1, body: [UInt8]? = nil
    ) -> StoredItem {
        StoredItem(
            key: ItemKey(kind, [UInt8(number >> 8), UInt8(number & 255)]), parent: parent,
            expiresAt: lifeSeconds.map { now + .seconds($0) }, version: version, body: body ?? [UInt8(number & 255)])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an item is read back as it was put, before and after a restart`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let items = [
                item(1), item(2, parent: []), item(3, lifeSeconds: 9, version: 5, body: []),
                item(4, body: [UInt8](repeating: 9, count: 70_000)), item(1, kind: .optOut, body: [8]),
            ]
            try await use.store.commit(WriteBatch(items.map { .putItem($0, ifVersion: 0) }, now: now))
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                for item in items { #expect(try await use.store.item(item.key, now: now) == item) }
                #expect(try await use.store.item(ItemKey(.optOut, [9]), now: now) == nil)
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an item is replaced only by naming the version it has`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let first = item(1)
            try await store.commit(WriteBatch(.putItem(first, ifVersion: 0)))
            let second = item(1, parent: [8], version: 2, body: [UInt8](repeating: 1, count: 2000))
            for version in [0, 2, -1] {
                await #expect(throws: StoreError.conflict(operation: 0)) {
                    try await store.commit(WriteBatch(.putItem(second, ifVersion: version)))
                }
            }
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch(.putItem(item(2), ifVersion: 1)))
            }
            #expect(try await store.item(first.key, now: now) == first)
            // Longer, then shorter, then as long.
            let third = item(1, lifeSeconds: 60, version: 3)
            try await store.commit(
                WriteBatch(.putItem(second, ifVersion: 1), .putItem(third, ifVersion: 2)))
            try await use.reopen(now: now)
            #expect(try await use.store.item(first.key, now: now) == third)
            #expect(try await use.store.items(.inboxMessage, parent: [8], after: nil, limit: 9, now: now) == [])
            let fourth = item(1, version: 300)
            try await use.store.commit(WriteBatch(.putItem(fourth, ifVersion: 3)))
            #expect(try await use.store.items(.inboxMessage, parent: [7], after: nil, limit: 9, now: now) == [fourth])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `what expired is not there, for readers and writers`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let (short, long) = (item(1, lifeSeconds: 10), item(2))
            try await store.commit(WriteBatch(.putItem(short, ifVersion: 0), .putItem(long, ifVersion: 0)))
            func seen(after seconds: Int64) async throws -> [[StoredItem]] {
                let moment = now + .seconds(seconds)
                let all = try await store.allItems(.inboxMessage, after: nil, limit: 9, now: moment)
                let listed = try await store.items(.inboxMessage, parent: [7], after: nil, limit: 9, now: moment)
                #expect(try await store.itemCount(.inboxMessage, parent: [7], now: moment) == listed.count)
                #expect(try await store.item(short.key, now: moment) == all.first { $0.key == short.key })
                return [all, listed]
            }
            #expect(try await seen(after: 9) == [[short, long], [short, long]])
            #expect(try await seen(after: 10) == [[long], [long]])
            let late = now + .seconds(10)
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch([.putItem(item(1, version: 2), ifVersion: 1)], now: late))
            }
            let anew = item(1, parent: [6, 6], body: [UInt8](repeating: 3, count: 900))
            try await store.commit(WriteBatch([.putItem(anew, ifVersion: 0)], now: late))
            #expect(try await store.item(short.key, now: late) == anew)
            #expect(try await seen(after: 10) == [[anew, long], [long]])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `lists go by key, page by page, within a parent or over all`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let order = [700, 2, 900, 4, 1, 8, 3, 1000, 6, 5]
            let mine = order.map { item($0, parent: [1]) }
            let others = [item(7, parent: [1, 0]), item(9, parent: []), item(2, kind: .optOut, parent: [1])]
            try await use.store.commit(WriteBatch((mine + others).map { .putItem($0, ifVersion: 0) }, now: now))
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                func pages(
                    _ next: ([UInt8]?) async throws -> [StoredItem]
                ) async throws -> [[Int]] {
                    var pages: [[Int]] = []
                    var after: [UInt8]?
                    repeat {
                        let page = try await next(after)
                        pages.append(page.map { Int($0.key.bytes[0]) << 8 | Int($0.key.bytes[1]) })
                        after = page.last?.key.bytes
                    } while after != nil
                    return pages
                }
                let listed = try await pages {
                    try await use.store.items(.inboxMessage, parent: [1], after: $0, limit: 4, now: now)
                }
                #expect(listed == [[1, 2, 3, 4], [5, 6, 8, 700], [900, 1000], []])
                let all = try await pages { try await use.store.allItems(.inboxMessage, after: $0, limit: 5, now: now) }
                #expect(all == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 700], [900, 1000], []])
                #expect(try await use.store.items(.inboxMessage, parent: [1], after: nil, limit: 0, now: now) == [])
                #expect(try await use.store.itemCount(.inboxMessage, parent: [1], now: now) == 10)
                #expect(try await use.store.itemCount(.inboxMessage, parent: [], now: now) == 1)
                #expect(try await use.store.itemCount(.optOut, parent: [1], now: now) == 1)
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a deleted item is gone, and its key is free`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            try await store.commit(WriteBatch(.putItem(item(1), ifVersion: 0), .putItem(item(2), ifVersion: 0)))
            try await store.commit(WriteBatch(.deleteItem(item(1).key), .deleteItem(item(3).key)))
            #expect(try await store.allItems(.inboxMessage, after: nil, limit: 9, now: now) == [item(2)])
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch(.putItem(item(1), ifVersion: 1)))
            }
            try await store.commit(
                WriteBatch(
                    .putItem(item(1, parent: [5]), ifVersion: 0), .deleteItem(item(2).key),
                    .putItem(item(2, body: [77]), ifVersion: 0), .deleteItem(item(1).key)))
            try await use.reopen(now: now)
            #expect(
                try await use.store.allItems(.inboxMessage, after: nil, limit: 9, now: now) == [item(2, body: [77])])
            #expect(try await use.store.itemCount(.inboxMessage, parent: [5], now: now) == 0)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `items and other changes of a batch happen together or not at all`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            try await store.commit(
                WriteBatch(
                    .insertMessage(Sample.message(1)), .putItem(item(1), ifVersion: 0), .putItem(item(2), ifVersion: 0))
            )
            await #expect(throws: StoreError.conflict(operation: 4)) {
                try await store.commit(
                    WriteBatch(
                        .putItem(item(3), ifVersion: 0), .deleteItem(item(1).key),
                        .putItem(item(2, version: 2), ifVersion: 1), .insertMessage(Sample.message(2)),
                        .replaceMessage(Sample.message(1).delivered(at: now), ifVersion: 5)))
            }
            await #expect(throws: StoreError.conflict(operation: 1)) {
                try await store.commit(
                    WriteBatch(
                        .replaceMessage(Sample.message(1).delivered(at: now), ifVersion: 1),
                        .putItem(item(1, version: 3), ifVersion: 2)))
            }
            #expect(try await store.message(Sample.message(1).id) == Sample.message(1))
            #expect(try await store.allItems(.inboxMessage, after: nil, limit: 9, now: now) == [item(1), item(2)])
            try await store.commit(
                WriteBatch(
                    .replaceMessage(Sample.message(1).delivered(at: now), ifVersion: 1),
                    .putItem(item(3), ifVersion: 0)))
            try await use.reopen(now: now)
            #expect(try await use.store.unfinishedMessages(after: nil, limit: 9) == [])
            #expect(try await use.store.item(item(3).key, now: now) == item(3))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `key, parent and body have their limits, and one byte more is refused`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            func sized(key: Int, parent: Int, body: Int) -> StoredItem {
                StoredItem(
                    key: ItemKey(.optOut, [UInt8](repeating: 1, count: key)),
                    parent: [UInt8](repeating: 2, count: parent), body: [UInt8](repeating: 3, count: body))
            }
            let (key, parent, body) = (StoredItem.keyMax, StoredItem.parentMax, StoredItem.bodyMax)
            for refused in [
                sized(key: key + 1, parent: 0, body: 0), sized(key: 1, parent: parent + 1, body: 0),
                sized(key: 1, parent: 0, body: body + 1), sized(key: 0, parent: 0, body: 0),
            ] {
                await #expect(throws: StoreError.itemTooLarge) {
                    try await store.commit(
                        WriteBatch(.insertMessage(Sample.message(1)), .putItem(refused, ifVersion: 0)))
                }
            }
            #expect(try await store.message(Sample.message(1).id) == nil)
            let largest = sized(key: key, parent: parent, body: body)
            try await store.commit(WriteBatch(.putItem(largest, ifVersion: 0)))
            try await use.reopen(now: now)
            #expect(try await use.store.item(largest.key, now: now) == largest)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `compaction drops expired items, oldest first, and no other`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let items = [item(1, lifeSeconds: 30), item(2, lifeSeconds: 20), item(3, lifeSeconds: 61), item(4)]
            try await store.commit(WriteBatch(items.map { .putItem($0, ifVersion: 0) }, now: now))
            let later = now + .seconds(60)
            #expect(try await store.compact(before: now, now: later, limit: 1) == 1)
            #expect(try await store.allItems(.inboxMessage, after: nil, limit: 9, now: now).count == 3)
            #expect(try await store.item(items[1].key, now: now) == nil)
            #expect(try await store.compact(before: now, now: later, limit: 9) == 1)
            #expect(try await store.compact(before: .distantFuture, now: later, limit: 9) == 0)
            #expect(try await store.allItems(.inboxMessage, after: nil, limit: 9, now: now) == [items[2], items[3]])
            #expect(try await store.compact(before: .distantFuture, now: .distantFuture, limit: 9) == 1)
            #expect(try await store.allItems(.inboxMessage, after: nil, limit: 9, now: now) == [items[3]])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `of 64 concurrent takers of one item exactly one gets it`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            try await store.commit(WriteBatch(.putItem(item(1), ifVersion: 0)))
            let winners = await withTaskGroup { group in
                for number in 0..<64 {
                    group.addTask { () -> Int in
                        let taken = item(1, version: 2, body: [UInt8(number)])
                        let batch = WriteBatch(
                            .putItem(item(100 + number), ifVersion: 0), .putItem(taken, ifVersion: 1))
                        do throws(StoreError) {
                            try await store.commit(batch)
                            return 1
                        } catch {
                            #expect(error == .conflict(operation: 1))
                            return 0
                        }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(winners == 1)
            #expect(try await store.itemCount(.inboxMessage, parent: [7], now: now) == 2)
        }
    }
}
