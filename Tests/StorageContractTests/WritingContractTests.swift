import Delivery
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct WritingContractTests {
    private let now = Sample.start

    @Test(arguments: StoreUnderTest.allCases)
    func `what was committed is read back, all of it`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let verification = Sample.verification(1, codes: 3)
            let message = Sample.message(1)
            let receipt = UnattributedReceipt(
                report: .init(carrier: "a", carrierID: "1", verdict: .delivered, detail: "DELIVRD", at: now),
                reason: .unknown)
            let account = Account(id: Sample.account, name: "main", createdAt: now)
            let service = Sample.service(1, name: "app")
            let key = APIKey(id: .init(high: 3, low: 1), account: Sample.account, name: "k", hash: [9], createdAt: now)
            try await use.store.commit(
                WriteBatch(
                    .insertVerification(verification), .insertMessage(message),
                    .putCounter(Sample.counter(1), ifVersion: 0), .insertAnswer(Sample.answer("k")),
                    .keepReceipt(receipt), .putAccount(account, ifVersion: 0), .putService(service, ifVersion: 0),
                    .putKey(key, ifVersion: 0)))
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                #expect(try await use.store.verification(verification.id) == verification)
                #expect(try await use.store.message(message.id) == message)
                #expect(try await use.store.counter(Sample.counter(1).key, now: now) == Sample.counter(1))
                #expect(
                    try await use.store.answer(account: Sample.account, key: "k", now: now) == Sample.answer("k"))
                #expect(try await use.store.unattributedReceipts() == 1)
                #expect(try await use.store.accounts() == [account])
                #expect(try await use.store.services(account: Sample.account) == [service])
                #expect(try await use.store.keys(account: Sample.account) == [key])
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a conflict in the last operation leaves nothing of the batch`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let held = Sample.verification(1)
            let message = Sample.message(5)
            let service = Sample.service(1, name: "app")
            try await use.store.commit(
                WriteBatch(
                    .insertVerification(held), .insertMessage(message), .putService(service, ifVersion: 0),
                    .putCounter(Sample.counter(1), ifVersion: 0)))
            let other = Sample.verification(2)
            var renamed = service
            (renamed.name, renamed.version) = ("other", 2)
            let receipt = UnattributedReceipt(
                report: .init(carrier: "a", carrierID: "1", verdict: .delivered, detail: "", at: now), reason: .unknown)
            await #expect(throws: StoreError.conflict(operation: 8)) {
                try await use.store.commit(
                    WriteBatch(
                        .insertVerification(other), .insertMessage(Sample.message(2)),
                        .replaceMessage(message.delivered(at: now), ifVersion: 1),
                        .putCounter(Sample.counter(1, version: 2), ifVersion: 1),
                        .putCounter(Sample.counter(2), ifVersion: 0), .insertAnswer(Sample.answer("k")),
                        .putService(renamed, ifVersion: 1), .keepReceipt(receipt),
                        .replaceVerification(held.checkedWrongly, ifVersion: 2)))
            }
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                #expect(try await use.store.verification(held.id) == held)
                #expect(try await use.store.verification(other.id) == nil)
                #expect(try await use.store.message(MessageID(high: message.id.high, low: 2)) == nil)
                #expect(try await use.store.message(message.id) == message)
                #expect(try await use.store.unfinishedMessages(after: nil, limit: 9).map(\.id) == [message.id])
                #expect(try await use.store.counter(Sample.counter(1).key, now: now)?.version == 1)
                #expect(try await use.store.counter(Sample.counter(2).key, now: now) == nil)
                #expect(try await use.store.answer(account: Sample.account, key: "k", now: now) == nil)
                #expect(try await use.store.services(account: Sample.account) == [service])
                #expect(try await use.store.unattributedReceipts() == 0)
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an identifier is inserted once`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            try await use.store.commit(
                WriteBatch(.insertVerification(Sample.verification(1)), .insertMessage(Sample.message(1))))
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await use.store.commit(WriteBatch(.insertVerification(Sample.verification(1, recipient: 2))))
            }
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await use.store.commit(WriteBatch(.insertMessage(Sample.message(1))))
            }
            await #expect(throws: StoreError.conflict(operation: 1)) {
                try await use.store.commit(
                    WriteBatch(.insertMessage(Sample.message(2)), .insertMessage(Sample.message(2))))
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `what is not there cannot be replaced`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let account = Account(id: Sample.account, name: "main", createdAt: now)
            let key = APIKey(id: .init(high: 3, low: 1), account: Sample.account, name: "k", hash: [9], createdAt: now)
            let operations: [WriteOperation] = [
                .replaceVerification(Sample.verification(1), ifVersion: 1),
                .replaceVerification(Sample.verification(1), ifVersion: 0),
                .replaceMessage(Sample.message(1), ifVersion: 1), .replaceMessage(Sample.message(1), ifVersion: 0),
                .putCounter(Sample.counter(1), ifVersion: 1), .putAccount(account, ifVersion: 1),
                .putService(Sample.service(1, name: "a"), ifVersion: 1), .putKey(key, ifVersion: 1),
            ]
            for operation in operations {
                await #expect(throws: StoreError.conflict(operation: 0)) {
                    try await use.store.commit(WriteBatch(operation))
                }
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `later operations of a batch see the earlier ones`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let first = Sample.verification(1)
            let second = first.checkedWrongly
            try await use.store.commit(
                WriteBatch(
                    .insertVerification(first), .replaceVerification(second, ifVersion: 1),
                    .replaceVerification(second.approved(), ifVersion: 2),
                    .putService(Sample.service(1, name: "a"), ifVersion: 0), .deleteService(.init(high: 2, low: 1)),
                    .putService(Sample.service(2, name: "a"), ifVersion: 0)))
            #expect(try await use.store.verification(first.id) == second.approved())
            #expect(try await use.store.services(account: Sample.account).map(\.id.low) == [2])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `of 64 concurrent replacements of one version exactly one wins`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let held = Sample.verification(1)
            try await store.commit(WriteBatch(.insertVerification(held)))
            let winners = await withTaskGroup { group in
                for number in 0..<64 {
                    group.addTask { () -> Int? in
                        var next = held.approved()
                        next.locale = "\(number)"
                        let batch = WriteBatch(
                            .insertMessage(Sample.message(number)), .replaceVerification(next, ifVersion: 1))
                        do throws(StoreError) {
                            try await store.commit(batch)
                            return number
                        } catch {
                            #expect(error == .conflict(operation: 1))
                            return nil
                        }
                    }
                }
                return await group.reduce(into: [Int]()) { winners, winner in winners += winner.map { [$0] } ?? [] }
            }
            #expect(winners.count == 1)
            #expect(try await store.verification(held.id)?.locale == winners.first.map(String.init))
            #expect(try await store.unfinishedMessages(after: nil, limit: 99).map(\.id.low) == winners.map(UInt64.init))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `commits of one caller are applied in its order, and all are there afterwards`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.run { use in
            let store = use.store
            try await withThrowingTaskGroup { group in
                for caller in 0..<16 {
                    group.addTask {
                        for version in 1...20 {
                            try await store.commit(
                                WriteBatch(
                                    .putCounter(Sample.counter(caller, version: version), ifVersion: version - 1)))
                            let seen = try await store.counter(Sample.counter(caller).key, now: Sample.start)
                            #expect(seen?.version == version, "a commit that returned is seen")
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await use.reopen(now: now)
            for caller in 0..<16 {
                #expect(try await use.store.counter(Sample.counter(caller).key, now: now)?.version == 20)
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a batch holds 64 operations and no more`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            func batch(_ count: Int) -> WriteBatch {
                WriteBatch((0..<count).map { .putCounter(Sample.counter($0), ifVersion: 0) }, now: now)
            }
            await #expect(throws: StoreError.batchTooLarge) {
                try await use.store.commit(batch(WriteBatch.operationsMax + 1))
            }
            #expect(try await use.store.counter(Sample.counter(0).key, now: now) == nil)
            try await use.store.commit(batch(WriteBatch.operationsMax))
            #expect(try await use.store.counter(Sample.counter(63).key, now: now) != nil)
            try await use.store.commit(WriteBatch())
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a closed store says so and does not crash`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            await use.store.close()
            await #expect(throws: StoreError.closed) {
                try await use.store.commit(WriteBatch(.insertMessage(Sample.message(1))))
            }
            await #expect(throws: StoreError.closed) { try await use.store.message(Sample.message(1).id) }
            await use.store.close()
        }
    }
}
