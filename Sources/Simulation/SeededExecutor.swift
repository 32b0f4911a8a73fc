import Synchronization
package import World

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs every job of a simulation on one thread, in an order drawn from a seed, and moves virtual time on when
/// nothing is left to run.
///
/// A job that comes from another thread escaped the simulation (`Task.detached`, a dispatch queue, a real timer):
/// it traps, since the seed would no longer give the same run.
package final class SeededExecutor: TaskExecutor {
    /// More jobs and timers than this at one moment are work that will never end.
    private static let stepsAtOnceMax = 2_000_000

    private struct Timer {
        var at: Timestamp
        var sequence: UInt64
        var fire: @Sendable () -> Void
    }

    private struct State {
        var ready: [UnownedJob] = []
        var timers: [Timer] = []
        var now: Timestamp
        var sequence: UInt64 = 0
        var random: SplitMix64
        var steps = 0
    }

    private let state: Mutex<State>
    private let thread = pthread_self()

    /// `start` is the virtual time at first.
    package init(seed: UInt64, start: Timestamp) {
        state = Mutex(State(now: start, random: SplitMix64(seed: seed)))
    }

    package var now: Timestamp { state.withLock { $0.now } }
    /// Jobs run and timers fired so far.
    package var steps: Int { state.withLock { $0.steps } }

    package func nextRandom() -> UInt64 { state.withLock { $0.random.next() } }

    package func enqueue(_ job: consuming ExecutorJob) {
        precondition(
            pthread_equal(pthread_self(), thread) != 0,
            "a job came from another thread: something escaped the simulation")
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(job) }
    }

    /// Calls `fire` on the executor's thread when virtual time reaches `at`.
    package func schedule(at: Timestamp, _ fire: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.sequence += 1
            Self.insert(Timer(at: max(at, state.now), sequence: state.sequence, fire: fire), into: &state.timers)
        }
    }

    /// Runs until `isDone`, or until virtual time passes `end` or stands still for ever. Returns whether it was done.
    package func run(until end: Timestamp, _ isDone: () -> Bool) -> Bool {
        var moment = (now: now, steps: steps)
        while !isDone() {
            if now > moment.now { moment = (now, steps) }
            guard steps - moment.steps < Self.stepsAtOnceMax else { return false }
            let job = state.withLock { state -> UnownedJob? in
                guard !state.ready.isEmpty else { return nil }
                state.steps += 1
                let index = Int(state.random.next() % UInt64(state.ready.count))
                state.ready.swapAt(index, state.ready.count - 1)
                return state.ready.removeLast()
            }
            if let job {
                job.runSynchronously(on: asUnownedTaskExecutor())
                continue
            }
            let timer = state.withLock { state -> Timer? in
                guard let first = state.timers.first, first.at <= end else { return nil }
                state.steps += 1
                state.now = max(state.now, first.at)
                return Self.removeFirst(&state.timers)
            }
            guard let timer else { return false }
            timer.fire()
        }
        return true
    }

    // MARK: A binary heap by (time, order of scheduling)

    private static func precedes(_ left: Timer, _ right: Timer) -> Bool {
        (left.at, left.sequence) < (right.at, right.sequence)
    }

    private static func insert(_ timer: Timer, into heap: inout [Timer]) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private static func removeFirst(_ heap: inout [Timer]) -> Timer {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(heap[child], heap[least])
            {
                least = child
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
