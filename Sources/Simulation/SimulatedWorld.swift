import Synchronization
package import World

/// Virtual time, sleep and randomness from a seeded executor.
package final class SimulatedWorld: World {
    package let executor: SeededExecutor
    private let sleepers = Mutex<(next: UInt64, waiting: [UInt64: CheckedContinuation<Void, any Error>])>((0, [:]))

    package init(executor: SeededExecutor) { self.executor = executor }

    package var now: Timestamp { executor.now }
    package func nextRandom() -> UInt64 { executor.nextRandom() }

    package func sleep(until deadline: Timestamp) async throws {
        let id = sleepers.withLock { sleepers in
            sleepers.next += 1
            return sleepers.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                sleepers.withLock { $0.waiting[id] = continuation }
                executor.schedule(at: deadline) { self.wake(id, cancelled: false) }
            }
        } onCancel: {
            wake(id, cancelled: true)
        }
    }

    private func wake(_ id: UInt64, cancelled: Bool) {
        let continuation = sleepers.withLock { $0.waiting.removeValue(forKey: id) }
        if cancelled { continuation?.resume(throwing: CancellationError()) } else { continuation?.resume() }
    }
}
