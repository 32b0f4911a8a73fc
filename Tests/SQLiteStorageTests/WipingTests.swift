import Delivery
import Foundation
import SQLiteStorage
import Storage
import Testing
import Verification
import World

@Suite(.timeLimit(.minutes(5)))
struct WipingTests {
    private static let count = 1500

    /// Every 8-byte word at every offset of the store's files.
    private func words(_ directory: TemporaryDirectory) -> Set<UInt64> {
        var words: Set<UInt64> = []
        for name in ["", "-wal"] {
            let bytes = directory.contents(SQLiteStore.fileName + name)
            bytes.withUnsafeBytes { buffer in
                for offset in 0..<max(0, buffer.count - 7) {
                    let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    if word != 0 { words.insert(word) }
                }
            }
        }
        return words
    }

    /// The words of one record's sealed bytes that the files hold.
    private func isFound(_ sealed: SealedBytes, in words: Set<UInt64>) -> Bool {
        sealed.bytes.prefix(40).withUnsafeBytes { buffer in
            stride(from: 0, to: 40, by: 8).contains {
                words.contains(buffer.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
            }
        }
    }

    /// Takes one verification and its message through a life that grows both: wrong checks, resends, receipts.
    private func live(_ number: Int, on store: SQLiteStore) async throws {
        var value = Sample.verification(number)
        var message = Sample.message(number, textCount: 40 + number % 400)
        try await store.commit(WriteBatch([.insertVerification(value), .insertMessage(message)], now: Sample.start))
        for step in 0..<number % 5 {
            if step.isMultiple(of: 2) {
                _ = value.check(matches: false, now: Sample.start)
            } else {
                value.resent(
                    Sample.code(number, generation: step + 2), retiring: [], message: message.id, now: Sample.start)
            }
            value.version += 1
            let attempt = message.routed(to: "carrier-\(step)", now: Sample.start)
            _ = message.rejected(
                attempt: attempt, as: .temporary, detail: "0x00000014", otherLinkLeft: true, otherLinkIsBound: true,
                retryAt: Sample.start,
                now: Sample.start)
            message.version += 1
            try await store.commit(
                WriteBatch(
                    [
                        .replaceVerification(value, ifVersion: value.version - 1),
                        .replaceMessage(message, ifVersion: message.version - 1),
                    ], now: Sample.start))
        }
    }

    private func end(_ number: Int, on store: SQLiteStore, at moment: Timestamp = Sample.start) async throws {
        var value = try #require(try await store.verification(Sample.verification(number).id))
        var message = try #require(try await store.message(Sample.message(number).id))
        _ = value.check(matches: true, now: moment)
        _ = message.cancel(now: moment)
        value.version += 1
        message.version += 1
        try await store.commit(
            WriteBatch(
                [
                    .replaceVerification(value, ifVersion: value.version - 1),
                    .replaceMessage(message, ifVersion: message.version - 1),
                ], now: Sample.start))
    }

    /// Runs `body` for every number, eight at a time, so that lives interleave.
    private func forAll(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for lane in 0..<8 {
                group.addTask { for number in stride(from: lane, to: Self.count, by: 8) { try await body(number) } }
            }
            try await group.waitForAll()
        }
    }

    /// The sealed bytes of `numbers` that the files still hold, as number and salt.
    private func left(of numbers: [Int], in directory: TemporaryDirectory) -> [String] {
        let words = words(directory)
        return numbers.flatMap { number in
            [2, 3, 11, 12, 13, 14, 15, 16].filter { isFound(Sample.sealed(number, salt: $0), in: words) }
                .map { "\(number)/\($0)" }
        }
    }

    @Test func `once it ended, nothing sealed is left in the file or its log`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        try await forAll { try await live($0, on: store) }
        let all = Array(0..<Self.count)
        #expect(left(of: all, in: directory).count > 2 * Self.count, "the search finds what is there")

        try await forAll { try await end($0, on: store) }
        _ = try await store.compact(before: Sample.start, now: Sample.start, limit: 1)
        #expect(left(of: all, in: directory) == [])
        #expect(words(directory).contains(0x5A5A_5A5A_5A5A_5A5A) == false, "no text either")
        await store.close()
    }

    @Test func `what is dropped after its neighbours ended leaves nothing of what still lives`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        // As a store keeps them: the oldest are dropped, then come some that ended, then those that live.
        let (dropped, living) = (500, 1000)
        try await forAll { number in
            guard number < living else { return }
            try await live(number, on: store)
            try await end(number, on: store, at: Sample.start + .seconds(number < dropped ? 1 : 90))
        }
        try await forAll { if $0 >= living { try await live($0, on: store) } }
        let later = Sample.start + .seconds(60)
        #expect(try await store.compact(before: later, now: Sample.start, limit: 9999) >= 2 * dropped)
        try await forAll { if $0 >= living { try await end($0, on: store, at: later) } }
        _ = try await store.compact(before: Sample.start, now: Sample.start, limit: 1)
        #expect(left(of: Array(0..<Self.count), in: directory) == [])
        await store.close()
    }
}
