import SMPP
import Synchronization
import World

/// Carries octets at once, on the sender's stack: the hardest order for a driver that acts outside its lock.
final class StraightNetwork: ByteNetwork {
    private let accept = Mutex<(@Sendable (any ByteConnection) -> any ByteReceiver)?>(nil)

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        guard let accept = accept.withLock({ $0 }) else { throw ByteNetworkError.refused(endpoint) }
        let (here, there) = (StraightConnection(), StraightConnection())
        here.receiver.withLock { $0 = accept(there) }
        there.receiver.withLock { $0 = receiver }
        here.other.withLock { $0 = there }
        there.other.withLock { $0 = here }
        return here
    }

    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        self.accept.withLock { $0 = accept }
        return StraightListener(endpoint: endpoint, network: self)
    }

    private struct StraightListener: ByteListener {
        let endpoint: Endpoint
        let network: StraightNetwork
        func close() async { network.accept.withLock { $0 = nil } }
    }
}

final class StraightConnection: ByteConnection {
    let receiver = Mutex<(any ByteReceiver)?>(nil)
    let other = Mutex<StraightConnection?>(nil)
    let pendingBytes = 0
    let peer = PeerIdentity(address: "straight")

    func send(_ bytes: [UInt8]) {
        let receiver = receiver.withLock { $0 }
        bytes.withUnsafeBytes { octets in receiver?.received(octets) }
    }
    func close() {
        let there = other.withLock { other in
            defer { other = nil }
            return other
        }
        there?.close()
        let receiver = receiver.withLock { receiver in
            defer { receiver = nil }
            return receiver
        }
        receiver?.closed()
    }
}

/// Runs every job on the calling thread in an order drawn from a seed; time passes when nothing can run.
final class SeededExecutor: TaskExecutor {
    private struct State {
        var ready: [UnownedJob] = []
        var sleepers: [(until: Timestamp, number: Int, continuation: UnsafeContinuation<Void, Never>)] = []
        var now = Timestamp(seconds: 1_000_000)
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
                state.sleepers.append((moment, state.count, continuation))
            }
        }
    }

    /// Runs `work` to its end.
    func run(_ work: @escaping @Sendable () async -> Void) {
        let done = Done()
        Task(executorPreference: self) {
            await work()
            done.flag.store(true, ordering: .relaxed)
        }
        while !done.flag.load(ordering: .relaxed) { step() }
    }

    private final class Done: Sendable { let flag = Atomic<Bool>(false) }

    private func step() {
        let job: UnownedJob? = state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            return state.ready.remove(at: Int.random(in: 0..<state.ready.count, using: &state.random))
        }
        if let job { return job.runSynchronously(on: asUnownedTaskExecutor()) }
        let next: UnsafeContinuation<Void, Never>? = state.withLock { state in
            let first = state.sleepers.indices.min {
                let (one, other) = (state.sleepers[$0], state.sleepers[$1])
                return (one.until, one.number) < (other.until, other.number)
            }
            guard let first else { return nil }
            let sleeper = state.sleepers.remove(at: first)
            state.now = max(state.now, sleeper.until)
            return sleeper.continuation
        }
        guard let next else { preconditionFailure("nothing is ready and nobody sleeps: the drivers are stuck") }
        next.resume()
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
