import Delivery
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct ReadingContractTests {
    private let now = Sample.start

    @Test(arguments: StoreUnderTest.allCases)
    func `pending verifications are those of the recipient that live, newest first`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.run { use in
            let ended = Sample.verification(4)
            let mine = [1, 2, 3].map { Sample.verification($0, at: now + .seconds(Int64($0))) }
            let others = [
                Sample.verification(5, recipient: 2), Sample.verification(6, account: .init(high: 1, low: 2)),
                Sample.verification(7, service: .init(high: 2, low: 2)), Sample.verification(8, lifeSeconds: 60),
            ]
            try await use.store.commit(
                WriteBatch((mine + others + [ended]).map { .insertVerification($0) }, now: now))
            try await use.store.commit(WriteBatch(.replaceVerification(ended.approved(), ifVersion: 1)))
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                func pending(at moment: Timestamp, limit: Int = 99) async throws -> [UInt64] {
                    try await use.store.pendingVerifications(
                        account: Sample.account, service: Sample.service, recipient: Sample.recipient(1), now: moment,
                        limit: limit
                    ).map(\.id.low)
                }
                #expect(try await pending(at: now + .seconds(60)) == [3, 2, 1], "one life of 60 s is over")
                #expect(try await pending(at: now + .seconds(60), limit: 2) == [3, 2])
                #expect(try await pending(at: now + .seconds(60), limit: 0) == [])
                #expect(try await pending(at: now) == [3, 2, 1, 8])
                #expect(try await pending(at: now + .seconds(122)) == [3])
                #expect(try await pending(at: now + .seconds(123)) == [])
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `overdue verifications are pending ones past their life, oldest first`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let lives: [Int64] = [30, 90, 60, 120]
            let all = lives.enumerated().map { Sample.verification($0.offset, lifeSeconds: $0.element) }
            try await use.store.commit(WriteBatch(all.map { .insertVerification($0) }, now: now))
            func overdue(after seconds: Int64, limit: Int = 99) async throws -> [UInt64] {
                try await use.store.overdueVerifications(now: now + .seconds(seconds), limit: limit).map(\.id.low)
            }
            #expect(try await overdue(after: 29) == [])
            #expect(try await overdue(after: 30) == [0])
            #expect(try await overdue(after: 90) == [0, 2, 1])
            #expect(try await overdue(after: 500, limit: 2) == [0, 2])
            var expired = all[0]
            _ = expired.expire(now: now + .seconds(30))
            expired.version = 2
            try await use.store.commit(WriteBatch(.replaceVerification(expired, ifVersion: 1)))
            #expect(try await overdue(after: 90) == [2, 1])
            // A replacement may lengthen a life.
            var longer = all[2]
            (longer.expiresAt, longer.version) = (now + .seconds(300), 2)
            try await use.store.commit(WriteBatch(.replaceVerification(longer, ifVersion: 1)))
            #expect(try await overdue(after: 90) == [1])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `unfinished messages are paged by identifier`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let order = [7, 2, 9, 4, 1, 8, 3, 10, 6, 5]
            try await use.store.commit(WriteBatch(order.map { .insertMessage(Sample.message($0)) }, now: now))
            try await use.store.commit(
                WriteBatch(.replaceMessage(Sample.message(4).delivered(at: now), ifVersion: 1)))
            for isReopened in [false, true] {
                if isReopened { try await use.reopen(now: now) }
                var pages: [[UInt64]] = []
                var after: MessageID?
                repeat {
                    let page = try await use.store.unfinishedMessages(after: after, limit: 4)
                    pages.append(page.map(\.id.low))
                    after = page.last?.id
                } while after != nil
                #expect(pages == [[1, 2, 3, 5], [6, 7, 8, 9], [10], []])
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a message stored while it is submitted is queued`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            var message = Sample.message(1)
            _ = message.routed(to: "a", now: now + .seconds(1))
            try await use.store.commit(WriteBatch(.insertMessage(message)))
            #expect(try await use.store.message(message.id) == message.asStored)
            #expect(message.asStored.state == .queued(notBefore: now))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a counter is replaced by version, and anew once it expired`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let first = Sample.counter(1, lifeSeconds: 10)
            try await use.store.commit(WriteBatch(.putCounter(first, ifVersion: 0)))
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await use.store.commit(WriteBatch(.putCounter(first, ifVersion: 0)))
            }
            var second = first
            (second.version, second.moments) = (2, [now, now + .seconds(1)])
            try await use.store.commit(WriteBatch(.putCounter(second, ifVersion: 1)))
            #expect(try await use.store.counter(first.key, now: now + .seconds(9)) == second)
            #expect(try await use.store.counter(first.key, now: now + .seconds(10)) == nil)
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await use.store.commit(WriteBatch([.putCounter(first, ifVersion: 0)], now: now + .seconds(9)))
            }
            let anew = Sample.counter(1, lifeSeconds: 20)
            try await use.store.commit(WriteBatch([.putCounter(anew, ifVersion: 0)], now: now + .seconds(10)))
            #expect(try await use.store.counter(first.key, now: now + .seconds(10)) == anew)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an answer is kept under its key and account until it expires`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let day = now + .seconds(86_400)
            try await use.store.commit(WriteBatch(.insertAnswer(Sample.answer("k"))))
            await #expect(throws: StoreError.conflict(operation: 1)) {
                try await use.store.commit(
                    WriteBatch(.insertMessage(Sample.message(1)), .insertAnswer(Sample.answer("k", text: "other"))))
            }
            #expect(try await use.store.message(Sample.message(1).id) == nil)
            var foreign = Sample.answer("k", text: "foreign")
            foreign.account = AccountID(high: 1, low: 2)
            try await use.store.commit(WriteBatch(.insertAnswer(foreign), .insertAnswer(Sample.answer("K"))))
            #expect(try await use.store.answer(account: foreign.account, key: "k", now: now) == foreign)
            #expect(try await use.store.answer(account: Sample.account, key: "k", now: now) == Sample.answer("k"))
            #expect(try await use.store.answer(account: Sample.account, key: "k", now: day) == nil)
            var anew = Sample.answer("k", text: "anew")
            anew.expiresAt = day + .seconds(1)
            try await use.store.commit(WriteBatch([.insertAnswer(anew)], now: day))
            #expect(try await use.store.answer(account: Sample.account, key: "k", now: day) == anew)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a service's name is taken once within an account`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let (first, second) = (Sample.service(1, name: "app"), Sample.service(2, name: "shop"))
            let elsewhere = Sample.service(3, name: "app", account: .init(high: 1, low: 2))
            try await store.commit(
                WriteBatch(
                    .putService(first, ifVersion: 0), .putService(second, ifVersion: 0),
                    .putService(elsewhere, ifVersion: 0)))
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch(.putService(Sample.service(4, name: "app"), ifVersion: 0)))
            }
            var renamed = second
            (renamed.name, renamed.version) = ("app", 2)
            await #expect(throws: StoreError.conflict(operation: 0)) {
                try await store.commit(WriteBatch(.putService(renamed, ifVersion: 1)))
            }
            renamed.name = "web"
            try await store.commit(WriteBatch(.putService(renamed, ifVersion: 1)))
            // Both the name given up and the name of what is deleted are free.
            try await store.commit(
                WriteBatch(
                    .deleteService(first.id), .putService(Sample.service(4, name: "app"), ifVersion: 0),
                    .putService(Sample.service(5, name: "shop"), ifVersion: 0)))
            #expect(try await store.services(account: Sample.account).map(\.name) == ["web", "app", "shop"])
            #expect(try await store.services(account: elsewhere.account) == [elsewhere])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `accounts and keys are listed by identifier, changed and deleted`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            var accounts = [3, 1, 2].map { Account(id: .init(high: 1, low: $0), name: "a\($0)", createdAt: now) }
            let keys = [3, 1, 2].map {
                APIKey(id: .init(high: 3, low: $0), account: Sample.account, name: "k", hash: [1], createdAt: now)
            }
            try await store.commit(
                WriteBatch(
                    accounts.map { .putAccount($0, ifVersion: 0) } + keys.map { .putKey($0, ifVersion: 0) }, now: now))
            #expect(try await store.accounts().map(\.id.low) == [1, 2, 3])
            #expect(try await store.keys(account: Sample.account).map(\.id.low) == [1, 2, 3])
            #expect(try await store.keys(account: .init(high: 1, low: 2)) == [])
            (accounts[0].isActive, accounts[0].version) = (false, 2)
            try await store.commit(
                WriteBatch(
                    .putAccount(accounts[0], ifVersion: 1), .deleteAccount(accounts[1].id), .deleteKey(keys[2].id),
                    .deleteKey(keys[2].id), .deleteService(.init(high: 9, low: 9)),
                    .deleteAccount(.init(high: 9, low: 9))))
            try await use.reopen(now: now)
            #expect(try await use.store.accounts() == [accounts[2], accounts[0]])
            #expect(try await use.store.keys(account: Sample.account).map(\.id.low) == [1, 3])
        }
    }
}
