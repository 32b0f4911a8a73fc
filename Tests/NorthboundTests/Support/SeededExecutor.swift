import Synchronization
import World

/// Runs every job on the calling thread in an order drawn from a seed; time passes when nothing can run.
final class SeededExecutor: TaskExecutor {
    private struct Sleeper {
        var until: Timestamp
        var number: Int
        var continuation: UnsafeContinuation<Void, Never>
    }

    private struct State {
        var ready: [UnownedJob] = []
        var sleepers: [Sleeper] = []
        var now = Timestamp(seconds: 1_790_000_000)
        var count = 0
        var random: SplitMix64
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

    var now: Timestamp { state.withLock { $0.now } }
    func nextRandom() -> UInt64 { state.withLock { $0.random.next() } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    func sleep(until moment: Timestamp) async {
        await withUnsafeContinuation { continuation in
            state.withLock { state in
                state.count += 1
                state.sleepers.append(Sleeper(until: moment, number: state.count, continuation: continuation))
            }
        }
    }

    /// Runs `work` to its end.
    func run(_ work: @escaping @Sendable () async -> Void) {
        let isDone = Mutex(false)
        Task(executorPreference: self) {
            await work()
            isDone.withLock { $0 = true }
        }
        while !isDone.withLock({ $0 }) { step() }
    }

    private func step() {
        let job: UnownedJob? = state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            return state.ready.remove(at: Int.random(in: 0..<state.ready.count, using: &state.random))
        }
        if let job { return job.runSynchronously(on: asUnownedTaskExecutor()) }
        let next: Sleeper? = state.withLock { state in
            let first = state.sleepers.indices.min {
                let (one, other) = (state.sleepers[$0], state.sleepers[$1])
                return (one.until, one.number) < (other.until, other.number)
            }
            guard let first else { return nil }
            let sleeper = state.sleepers.remove(at: first)
            state.now = max(state.now, sleeper.until)
            return sleeper
        }
        guard let next else { preconditionFailure("nothing is ready and nobody sleeps: the drivers are stuck") }
        next.continuation.resume()
    }
}

struct VirtualWorld: World {
    let executor: SeededExecutor
    var now: Timestamp { executor.now }
    func sleep(until deadline: Timestamp) async throws {
        await executor.sleep(until: deadline)
        try Task.checkCancellation()
    }
    func nextRandom() -> UInt64 { executor.nextRandom() }
}
