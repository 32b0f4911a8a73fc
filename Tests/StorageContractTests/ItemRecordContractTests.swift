import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct ItemRecordContractTests {
    private let now = Sample.start

    private func delivery(_ number: UInt64, to owner: PendingDelivery.Owner) -> PendingDelivery {
        PendingDelivery(
            id: DeliveryID(high: 1, low: number), owner: owner, body: Sample.sealed(Int(number)), isReceipt: true,
            createdAt: now, expiresAt: now + .seconds(60))
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an application's account is found by its system ID, which no other account has`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.run { use in
            let store = use.store
            var esme = ESMEAccount(
                id: ESMEID(high: 5, low: 1), account: Sample.account, systemID: "acme", passwordHash: [1],
                networks: ["10.0.0.0/8"], senders: ["Acme"], createdAt: now)
            try await store.commit(WriteBatch(.put(esme, ifVersion: 0)))
            var namesake = esme
            (namesake.id, namesake.account) = (ESMEID(high: 5, low: 2), AccountID(high: 1, low: 2))
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch(.put(namesake, ifVersion: 0)))
            }
            (esme.isActive, esme.version) = (false, 2)
            try await store.commit(WriteBatch(.put(esme, ifVersion: 1)))
            try await use.reopen(now: now)
            #expect(try await use.store.get(ESMEAccount.self, ESMEAccount.key(systemID: "acme"), now: now) == esme)
            #expect(
                try await use.store.list(ESMEAccount.self, parent: Sample.account.bytes, limit: 9, now: now) == [esme])
            try await use.store.commit(WriteBatch(.delete(esme)))
            #expect(try await use.store.listAll(ESMEAccount.self, limit: 9, now: now) == [])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `deliveries are listed for their owner in the order of their time`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let (mine, other) = (
                PendingDelivery.Owner.esme(ESMEID(high: 1, low: 1)),
                PendingDelivery.Owner.inbox(InboxID(high: 1, low: 2))
            )
            let all = [3, 1, 2].map { delivery($0, to: mine) } + [delivery(4, to: other)]
            try await use.store.commit(WriteBatch(all.map { .put($0, ifVersion: 0) }, now: now))
            try await use.reopen(now: now)
            let store = use.store
            let listed = try await store.list(PendingDelivery.self, parent: mine.bytes, limit: 9, now: now)
            #expect(listed.map(\.id.low) == [1, 2, 3])
            #expect(listed.first == all[1])
            let next = try await store.list(
                PendingDelivery.self, parent: mine.bytes, after: all[1].itemKey, limit: 1, now: now)
            #expect(next == [all[2]])
            #expect(try await store.count(PendingDelivery.self, parent: other.bytes, now: now) == 1)
            #expect(try await store.count(PendingDelivery.self, parent: mine.bytes, now: now + .seconds(60)) == 0)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an item whose body is another record's is called damaged`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let broken = StoredItem(key: ItemKey(.optOut, [1]), body: [1, 2, 3])
            try await use.store.commit(WriteBatch(.putItem(broken, ifVersion: 0)))
            await #expect(throws: StoreError.damagedRecord) {
                try await use.store.get(OptOut.self, [1], now: now)
            }
        }
    }
}
