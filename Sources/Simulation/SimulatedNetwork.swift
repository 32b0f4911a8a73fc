package import SMPP
import Synchronization
package import World

/// Byte streams in virtual time: delay, fragments, resets and partitions, all from the seed.
///
/// A stream never reorders or loses octets within its life, as TCP does not; what it loses, it loses by ending.
package final class SimulatedNetwork: ByteNetwork {
    /// How the wire behaves now.
    package struct Conditions: Sendable, Hashable {
        /// One-way delay at least and at most.
        package var delay: ClosedRange<Int64> = 200...5_000
        /// Chance in a million, per chunk sent, that the stream is reset instead.
        package var resetsPerMillion: UInt64 = 0
        /// Chunks are cut into pieces of at most this.
        package var fragmentMax = 64
        package init() {}
    }

    private struct State {
        var conditions = Conditions()
        var listeners: [Int: SimulatedListener] = [:]
        var down: Set<Int> = []
        var stalled: [Int: Timestamp] = [:]
        var nextPort = 20_000
        var streams: [UInt64: SimulatedStream] = [:]
        var nextStream: UInt64 = 0
    }

    let world: SimulatedWorld
    private let state = Mutex(State())

    package init(world: SimulatedWorld) { self.world = world }

    package func set(_ conditions: Conditions) { state.withLock { $0.conditions = conditions } }
    var conditions: Conditions { state.withLock { $0.conditions } }

    /// Takes a port off the net: new connections are refused, live ones end.
    package func setDown(_ isDown: Bool, port: Int) {
        let ended = state.withLock { state -> [SimulatedStream] in
            if isDown { state.down.insert(port) } else { state.down.remove(port) }
            return isDown ? state.streams.values.filter { $0.port == port }.sorted { $0.id < $1.id } : []
        }
        for stream in ended { stream.reset() }
    }

    /// Nothing comes through to or from the port before `end`: streams stay open, and carry on then.
    package func stall(port: Int, until end: Timestamp) { state.withLock { $0.stalled[port] = end } }

    /// When something that is sent now arrives, at a port or from it.
    func arrival(port: Int) -> Timestamp {
        let at = world.now + .microseconds(delay())
        return state.withLock { max(at, $0.stalled[port] ?? at) }
    }

    /// Ends every stream of `host`, and what listens there: the machine died.
    package func reset(host: Int) {
        let ended = state.withLock { state in
            state.listeners = state.listeners.filter { $0.value.host != host }
            return state.streams.values.filter { $0.host == host }.sorted { $0.id < $1.id }
        }
        for stream in ended { stream.reset() }
    }

    /// A view of the network from one machine, so that its streams can end together.
    package func view(host: Int) -> any ByteNetwork { HostView(network: self, host: host) }

    private struct HostView: ByteNetwork {
        let network: SimulatedNetwork
        let host: Int
        func connect(
            to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
        ) async throws -> any ByteConnection {
            try await network.connect(to: endpoint, host: host, receiver: receiver)
        }
        func listen(
            on endpoint: Endpoint, tls: TLSSettings?,
            accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
        ) async throws -> any ByteListener {
            try network.listen(on: endpoint, host: host, accept: accept)
        }
    }

    package func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        try await connect(to: endpoint, host: 0, receiver: receiver)
    }

    private func connect(
        to endpoint: Endpoint, host: Int, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        try await world.sleep(until: arrival(port: endpoint.port))
        let (listener, id) = try state.withLock { state in
            guard !state.down.contains(endpoint.port), let listener = state.listeners[endpoint.port] else {
                throw ByteNetworkError.refused(endpoint)
            }
            state.nextStream += 2
            return (listener, state.nextStream)
        }
        let near = SimulatedStream(network: self, id: id, port: endpoint.port, host: host)
        let far = SimulatedStream(network: self, id: id + 1, port: endpoint.port, host: listener.host)
        near.join(far, receiver: receiver)
        far.join(near, receiver: listener.accept(far))
        state.withLock { state in
            state.streams[near.id] = near
            state.streams[far.id] = far
        }
        return near
    }

    package func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        try listen(on: endpoint, host: 0, accept: accept)
    }

    private func listen(
        on endpoint: Endpoint, host: Int, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) throws -> any ByteListener {
        try state.withLock { state in
            var port = endpoint.port
            if port == 0 {
                state.nextPort += 1
                port = state.nextPort
            }
            guard state.listeners[port] == nil else { throw ByteNetworkError.addressInUse(endpoint) }
            let listener = SimulatedListener(
                network: self, endpoint: Endpoint(host: endpoint.host, port: port), host: host, accept: accept)
            state.listeners[port] = listener
            return listener
        }
    }

    private func delay() -> Int64 {
        let range = conditions.delay
        return range.lowerBound + Int64(world.nextRandom() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    func forget(_ id: UInt64) { state.withLock { _ = $0.streams.removeValue(forKey: id) } }
    func forget(_ listener: SimulatedListener) {
        state.withLock { state in
            let port = listener.endpoint.port
            // Its machine may have died, and another may listen there by now.
            if state.listeners[port] === listener { state.listeners[port] = nil }
        }
    }
}

final class SimulatedListener: ByteListener {
    private let network: SimulatedNetwork
    let endpoint: Endpoint
    let host: Int
    let accept: @Sendable (any ByteConnection) -> any ByteReceiver

    init(
        network: SimulatedNetwork, endpoint: Endpoint, host: Int,
        accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) {
        (self.network, self.endpoint, self.host, self.accept) = (network, endpoint, host, accept)
    }

    func close() async { network.forget(self) }
}

/// One end of a simulated stream.
final class SimulatedStream: ByteConnection {
    private struct State {
        var peer: SimulatedStream?
        var receiver: (any ByteReceiver)?
        var isOpen = true
        var lastArrival = Timestamp.distantPast
        var pending = 0
    }

    private let network: SimulatedNetwork
    let id: UInt64
    let port: Int
    let host: Int
    private let state = Mutex(State())

    init(network: SimulatedNetwork, id: UInt64, port: Int, host: Int) {
        (self.network, self.id, self.port, self.host) = (network, id, port, host)
    }

    func join(_ peer: SimulatedStream, receiver: any ByteReceiver) {
        state.withLock { state in
            state.peer = peer
            state.receiver = receiver
        }
    }

    var peer: PeerIdentity { PeerIdentity(address: "simulated") }
    var pendingBytes: Int { state.withLock { $0.pending } }

    func send(_ bytes: [UInt8]) {
        let conditions = network.conditions
        if conditions.resetsPerMillion > 0, network.world.nextRandom() % 1_000_000 < conditions.resetsPerMillion {
            return reset()
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + Int(network.world.nextRandom() % UInt64(conditions.fragmentMax)))
            let piece = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            arrive { peer in
                self.state.withLock { $0.pending -= piece.count }
                peer.receive(piece)
            }
            state.withLock { $0.pending += piece.count }
        }
    }

    func close() { arrive { $0.end() }; end(tellsReceiver: true) }

    /// Both ends close at once; what is on the wire is lost.
    func reset() {
        let peer = state.withLock { $0.peer }
        end(tellsReceiver: true)
        peer?.end()
    }

    /// Schedules something at the peer, after everything sent before.
    private func arrive(_ action: @escaping @Sendable (SimulatedStream) -> Void) {
        let arrival = network.arrival(port: port)
        guard
            let (peer, at) = state.withLock({ state -> (SimulatedStream, Timestamp)? in
                guard state.isOpen, let peer = state.peer else { return nil }
                let at = max(arrival, state.lastArrival)
                state.lastArrival = at
                return (peer, at)
            })
        else { return }
        network.world.executor.schedule(at: at) { action(peer) }
    }

    private func receive(_ bytes: [UInt8]) {
        guard let receiver = state.withLock({ $0.isOpen ? $0.receiver : nil }) else { return }
        bytes.withUnsafeBytes { receiver.received($0) }
    }

    private func end(tellsReceiver: Bool = true) {
        let receiver = state.withLock { state -> (any ByteReceiver)? in
            guard state.isOpen else { return nil }
            state.isOpen = false
            defer { state.receiver = nil }
            return state.receiver
        }
        network.forget(id)
        guard let receiver, tellsReceiver else { return }
        // Never from within the caller's own call.
        network.world.executor.schedule(at: network.world.now) { receiver.closed() }
    }
}
