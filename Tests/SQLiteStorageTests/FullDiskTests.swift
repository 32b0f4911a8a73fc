import Delivery
import SQLiteStorage
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct FullDiskTests {
    /// A file that may not grow past a few pages stands for the disk.
    @Test func `a full disk is answered with what to do, nothing is half-done, and room makes it work again`()
        async throws
    {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start, pagesMax: 60)
        var stored = 0
        var refusal: StoreError?
        while refusal == nil, stored < 2000 {
            do throws(StoreError) {
                try await store.commit(Sample.begin(stored))
                stored += 1
            } catch {
                refusal = error
            }
        }
        guard case .unavailable(let text)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(text.hasPrefix("The disk is full: free space"))
        #expect(!text.contains("\n"))
        #expect(stored > 50)
        #expect(try await store.verification(Sample.verification(stored).id) == nil)
        #expect(try await store.message(Sample.message(stored).id) == nil)
        #expect(try await store.counter(Sample.counter(stored).key, now: Sample.start) == nil)
        #expect(try await store.unfinishedMessages(after: nil, limit: 9999).count == stored)

        // A change in place needs no room.
        for number in 0..<stored {
            var message = Sample.message(number)
            _ = message.cancel(now: Sample.start)
            message.version = 2
            try await store.commit(WriteBatch([.replaceMessage(message, ifVersion: 1)], now: Sample.start))
        }
        let later = Sample.start + .seconds(3600)
        #expect(try await store.compact(before: later, now: later, limit: 9999) == 2 * stored)
        try await store.commit(Sample.begin(stored))
        #expect(try await store.message(Sample.message(stored).id) == Sample.message(stored))
        await store.close()
        let reopened = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        #expect(try await reopened.verification(Sample.verification(stored).id) == Sample.verification(stored))
        await reopened.close()
    }

    @Test func `everyone who shared a failed write is told`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start, pagesMax: 60)
        let stored = await withTaskGroup { group in
            for number in 0..<600 {
                group.addTask { (try? await store.commit(Sample.begin(number))) != nil ? number : nil }
            }
            return await group.reduce(into: Set<Int>()) { stored, number in
                if let number { stored.insert(number) }
            }
        }
        #expect(stored.count < 600)
        for number in 0..<600 {
            let isThere = try await store.verification(Sample.verification(number).id) != nil
            #expect(isThere == stored.contains(number), "\(number)")
        }
        await store.close()
    }
}
