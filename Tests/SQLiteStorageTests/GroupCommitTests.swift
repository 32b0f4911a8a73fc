import Delivery
import SQLiteStorage
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(2)))
struct GroupCommitTests {
    @Test func `conflicts in a group fall on their own batches only`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        let winners = await withTaskGroup { group in
            for number in 0..<400 {
                group.addTask { (try? await store.commit(Sample.begin(number / 2))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 200)
        #expect(try await store.unfinishedMessages(after: nil, limit: 999).count == 200)
        await store.close()
    }

    @Test func `what was committed before the store closes is kept, what comes later is refused`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        let stored = await withTaskGroup { group in
            for number in 0..<300 {
                group.addTask { (try? await store.commit(Sample.begin(number))) != nil ? number : nil }
            }
            group.addTask {
                await store.close()
                return nil
            }
            return await group.reduce(into: Set<Int>()) { stored, number in
                if let number { stored.insert(number) }
            }
        }
        let reopened = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        #expect(try await reopened.unfinishedMessages(after: nil, limit: 999).count == stored.count)
        for number in stored {
            #expect(try await reopened.verification(Sample.verification(number).id) == Sample.verification(number))
        }
        await reopened.close()
    }
}
