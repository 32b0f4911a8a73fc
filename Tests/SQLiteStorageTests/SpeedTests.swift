import Delivery
import Foundation
import SQLiteStorage
import Storage
import Testing
import Verification
import World

/// Prints how fast the store is; run by hand, in a release build:
/// `WATCHWORD_STORE_SPEED=200000 swift test -c release --filter StoreSpeedTests`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["WATCHWORD_STORE_SPEED"] != nil))
struct StoreSpeedTests {
    private let count = Int(ProcessInfo.processInfo.environment["WATCHWORD_STORE_SPEED"] ?? "") ?? 100_000

    private func rate(_ name: String, _ count: Int, _ body: () async throws -> Void) async rethrows {
        let clock = ContinuousClock()
        let before = ProcessInfo.processInfo.cpuSeconds
        let duration = try await clock.measure(body)
        let seconds = Double(duration.inMicroseconds) / 1e6
        let cpu = (ProcessInfo.processInfo.cpuSeconds - before) * 1e6 / Double(count)
        let line = "\(name): \(Int(Double(count) / seconds))/s, \((cpu * 10).rounded() / 10) µs CPU each\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    private static let verification = Sample.verification(0)
    private static let message = Sample.message(0)

    private static func id(_ number: Int) -> VerificationID {
        VerificationID(high: UInt64(number) << 16, low: UInt64(number))
    }

    /// What a start commits, made from samples so that making it costs next to nothing.
    private static func begin(_ number: Int) -> WriteBatch {
        var random = SplitMix64(seed: UInt64(number))
        let recipient = RecipientDigest(high: random.next(), low: random.next())
        var verification = verification
        var message = message
        (verification.id, verification.recipient.digest) = (id(number), recipient)
        (message.id, message.recipient) = (.init(high: UInt64(number) << 16, low: 1), recipient)
        let counter = Counter(
            key: [1] + recipient.bytes, moments: [Sample.start], expiresAt: Sample.start + .seconds(600), version: 1)
        return WriteBatch(
            [.insertVerification(verification), .insertMessage(message), .putCounter(counter, ifVersion: 0)],
            now: Sample.start)
    }

    @Test func `starts by 512 callers, checks by 512, and reads`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(directory: directory.path, now: Sample.start)
        let callers = 512
        func lanes(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
            try await withThrowingTaskGroup { group in
                for lane in 0..<callers {
                    group.addTask { [count] in
                        for number in stride(from: lane, to: count, by: callers) { try await body(number) }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await rate("starts (3 operations a batch)", count) {
            try await lanes { try await store.commit(Self.begin($0)) }
        }
        try await rate("point reads", count) {
            try await lanes { _ = try await store.verification(Self.id($0)) }
        }
        try await rate("point reads by one caller", count) {
            for number in 0..<count {
                _ = try await store.verification(Self.id(number))
            }
        }
        try await rate("approvals (read, 1 replacement)", count) {
            try await lanes { number in
                let id = Self.id(number)
                guard var value = try await store.verification(id) else { return }
                _ = value.check(matches: true, now: Sample.start)
                value.version = 2
                try await store.commit(
                    WriteBatch([.replaceVerification(value, ifVersion: 1)], now: Sample.start))
            }
        }
        try await rate("compacted rows", count) {
            _ = try await store.compact(before: .distantFuture, now: Sample.start, limit: count)
        }
        await store.close()
    }
}

extension ProcessInfo {
    /// User and system time of the whole process.
    fileprivate var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
