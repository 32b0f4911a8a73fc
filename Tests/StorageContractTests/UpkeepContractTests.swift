import Delivery
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct UpkeepContractTests {
    private let now = Sample.start

    @Test(arguments: StoreUnderTest.allCases)
    func `ten thousand live codes are reserved again after a restart`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let all = (0..<10_000).map { Sample.verification($0, recipient: $0) }
            for first in stride(from: 0, to: all.count, by: 50) {
                try await use.store.commit(
                    WriteBatch(all[first..<first + 50].map { .insertVerification($0) }, now: now))
            }
            try await use.store.commit(WriteBatch(.replaceVerification(all[0].approved(), ifVersion: 1)))
            let scope = LiveCodeIndex.Scope(service: Sample.service, codeLength: 6)
            let until = all[0].expiresAt
            #expect(await use.store.liveCodes(scope) == 0, "committing reserves nothing")
            try await use.reopen(now: now)
            #expect(await use.store.liveCodes(scope) == 9_999)
            for value in all.dropFirst() {
                let isFree = await use.store.reserveCode(value.codes[0].tags, scope: scope, until: until, now: now)
                if isFree { Issue.record("the tag of \(value.id) was free") }
            }
            #expect(await use.store.reserveCode(all[0].codes[0].tags, scope: scope, until: until, now: now))
            await use.store.releaseCode(all[1].codes[0].tags)
            #expect(await use.store.reserveCode(all[1].codes[0].tags, scope: scope, until: until, now: now))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `every live code of a verification is reserved again, and none past its life`(
        kind: StoreUnderTest
    ) async throws {
        try await kind.run { use in
            let long = Sample.verification(1, lifeSeconds: 300, codes: 3)
            let short = Sample.verification(2, lifeSeconds: 30)
            try await use.store.commit(WriteBatch(.insertVerification(long), .insertVerification(short)))
            // The memory store has no clock to open with: it takes the last batch's.
            let later = now + .seconds(30)
            try await use.store.commit(WriteBatch([.insertMessage(Sample.message(1))], now: later))
            try await use.reopen(now: later)
            let scope = LiveCodeIndex.Scope(service: Sample.service, codeLength: 6)
            #expect(await use.store.liveCodes(scope) == 3)
            for code in long.codes {
                #expect(await !use.store.reserveCode(code.tags, scope: scope, until: long.expiresAt, now: later))
            }
            #expect(await use.store.reserveCode(short.codes[0].tags, scope: scope, until: long.expiresAt, now: later))
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `tags are held all or none`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let scope = LiveCodeIndex.Scope(service: Sample.service, codeLength: 6)
            let until = now + .seconds(60)
            let store = use.store
            #expect(await store.reserveCode([Sample.tag(1)], scope: scope, until: until, now: now))
            #expect(await !store.reserveCode([Sample.tag(2), Sample.tag(1)], scope: scope, until: until, now: now))
            #expect(await store.reserveCode([Sample.tag(2)], scope: scope, until: until, now: now))
            let wins = await withTaskGroup { group in
                for _ in 0..<64 {
                    group.addTask { await store.reserveCode([Sample.tag(3)], scope: scope, until: until, now: now) }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins == 1)
            #expect(await store.liveCodes(scope) == 3)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `compaction drops the dead and keeps the living`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            let (dead, live, recent) = (Sample.verification(1), Sample.verification(2), Sample.verification(3))
            let (gone, waiting, late) = (Sample.message(1), Sample.message(2), Sample.message(3))
            let old = UnattributedReceipt(
                report: .init(carrier: "a", carrierID: "1", verdict: .delivered, detail: "", at: now), reason: .unknown)
            var new = old
            new.report.at = now + .seconds(60)
            try await store.commit(
                WriteBatch(
                    [dead, live, recent].map { .insertVerification($0) }
                        + [gone, waiting, late].map { .insertMessage($0) }
                        + [
                            .putCounter(Sample.counter(1, lifeSeconds: 60), ifVersion: 0),
                            .putCounter(Sample.counter(2, lifeSeconds: 61), ifVersion: 0),
                            .insertAnswer(Sample.answer("k")), .keepReceipt(old), .keepReceipt(new),
                        ], now: now))
            try await store.commit(
                WriteBatch(
                    .replaceVerification(dead.approved(at: now + .seconds(59)), ifVersion: 1),
                    .replaceVerification(recent.approved(at: now + .seconds(60)), ifVersion: 1),
                    .replaceMessage(gone.delivered(at: now + .seconds(59)), ifVersion: 1),
                    .replaceMessage(late.delivered(at: now + .seconds(60)), ifVersion: 1)))
            let moment = now + .seconds(60)
            #expect(try await store.compact(before: moment, now: moment, limit: 1) == 1)
            #expect(try await store.compact(before: moment, now: moment, limit: 1) == 1)
            #expect(try await store.compact(before: moment, now: moment, limit: 100) == 2)
            #expect(try await store.compact(before: moment, now: moment, limit: 100) == 0)
            #expect(try await store.verification(dead.id) == nil)
            #expect(try await store.verification(live.id) == live)
            #expect(try await store.verification(recent.id) != nil)
            #expect(try await store.message(gone.id) == nil)
            #expect(try await store.message(waiting.id) == waiting)
            #expect(try await store.message(late.id) != nil)
            #expect(try await store.counter(Sample.counter(1).key, now: now) == nil)
            #expect(try await store.counter(Sample.counter(2).key, now: now) != nil)
            #expect(try await store.answer(account: Sample.account, key: "k", now: now) != nil)
            #expect(try await store.unattributedReceipts() == 1)
            // A day later the answer has expired and the rest has ended; what never ended stays.
            let day = now + .seconds(86_400)
            #expect(try await store.compact(before: day, now: day, limit: 100) == 5)
            #expect(try await store.answer(account: Sample.account, key: "k", now: now) == nil)
            #expect(try await store.verification(live.id) == live)
            #expect(try await store.message(waiting.id) == waiting)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `compaction among commits loses nothing`(kind: StoreUnderTest) async throws {
        try await kind.run { use in
            let store = use.store
            try await withThrowingTaskGroup { group in
                for caller in 0..<8 {
                    group.addTask {
                        for number in 0..<50 {
                            let value = Sample.verification(caller * 100 + number)
                            try await store.commit(WriteBatch(.insertVerification(value)))
                            if number.isMultiple(of: 2) {
                                try await store.commit(
                                    WriteBatch(.replaceVerification(value.approved(), ifVersion: 1)))
                            }
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        _ = try await store.compact(
                            before: Sample.start + .seconds(60), now: Sample.start, limit: 30)
                    }
                }
                try await group.waitForAll()
            }
            _ = try await store.compact(before: now + .seconds(60), now: now, limit: 1000)
            let left = try await store.pendingVerifications(
                account: Sample.account, service: Sample.service, recipient: Sample.recipient(1), now: now, limit: 999)
            #expect(left.count == 200)
            #expect(try await store.verification(Sample.verification(100).id) == nil)
        }
    }
}
