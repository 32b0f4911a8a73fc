import SMPP
import Synchronization
import World

/// Runs every job on the calling thread in an order drawn from a seed; time passes when nothing can run.
final class VirtualExecutor: TaskExecutor {
    private struct Sleeper {
        let until: Timestamp
        let number: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var ready: [UnownedJob] = []
        var sleepers: [Sleeper] = []
        var now = Timestamp(seconds: 1_800_000_000)
        var count: UInt64 = 0
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

    func sleep(until moment: Timestamp) async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                let sleeper = Sleeper(until: moment, number: number, continuation: continuation)
                state.withLock { $0.sleepers.append(sleeper) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Runs `work` to its end and gives what it gives.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
        let result = Result<Value>()
        Task(executorPreference: self) {
            let value = await work()
            result.value.withLock { $0 = value }
        }
        while true {
            if let value = result.value.withLock({ $0 }) { return value }
            step()
        }
    }

    private final class Result<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
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
        guard let next else { preconditionFailure("nothing is ready and nobody sleeps: the box is stuck") }
        next.continuation.resume()
    }
}

struct VirtualWorld: World {
    let executor: VirtualExecutor
    var now: Timestamp { executor.now }
    func sleep(until deadline: Timestamp) async throws { try await executor.sleep(until: deadline) }
    func nextRandom() -> UInt64 { executor.nextRandom() }
}

/// Carries octets at once, on the sender's stack.
final class StraightNetwork: ByteNetwork {
    typealias Accept = @Sendable (any ByteConnection) -> any ByteReceiver
    private let listeners = Mutex<[Int: Accept]>([:])

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        guard let accept = listeners.withLock({ $0[endpoint.port] }) else {
            throw ByteNetworkError.refused(endpoint)
        }
        let (here, there) = (StraightConnection(), StraightConnection())
        here.ends.withLock { $0 = (accept(there), there) }
        there.ends.withLock { $0 = (receiver, here) }
        return here
    }

    func listen(on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping Accept) async throws -> any ByteListener {
        let port = listeners.withLock { listeners in
            let port = endpoint.port == 0 ? 20_000 + listeners.count : endpoint.port
            listeners[port] = accept
            return port
        }
        return StraightListener(endpoint: Endpoint(host: endpoint.host, port: port), network: self)
    }

    private struct StraightListener: ByteListener {
        let endpoint: Endpoint
        let network: StraightNetwork
        func close() async { network.listeners.withLock { _ = $0.removeValue(forKey: endpoint.port) } }
    }
}

final class StraightConnection: ByteConnection {
    /// Whom octets sent here reach, and the connection's other end.
    let ends = Mutex<(receiver: any ByteReceiver, other: StraightConnection)?>(nil)
    let pendingBytes = 0
    let peer = PeerIdentity(address: "straight")

    func send(_ bytes: [UInt8]) {
        let receiver = ends.withLock { $0?.receiver }
        bytes.withUnsafeBytes { octets in receiver?.received(octets) }
    }

    func close() {
        let ends = ends.withLock { ends in
            defer { ends = nil }
            return ends
        }
        ends?.other.close()
        ends?.receiver.closed()
    }
}
