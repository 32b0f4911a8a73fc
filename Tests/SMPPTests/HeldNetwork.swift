import SMPP
import Synchronization
import World

/// A network whose far ends a test holds in its hands: what they say, what they read, when they hang up.
final class HeldNetwork: ByteNetwork {
    private let accept = Mutex<(@Sendable (any ByteConnection) -> any ByteReceiver)?>(nil)
    private let dialled = Mutex<[HeldPeer]>([])

    /// The far ends of what a client has connected to, oldest first.
    var peers: [HeldPeer] { dialled.withLock { $0 } }

    /// Connects to whoever listens.
    func dial() -> HeldPeer? {
        guard let accept = accept.withLock({ $0 }) else { return nil }
        let peer = HeldPeer()
        peer.attach(accept(peer.connection))
        return peer
    }

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        let peer = HeldPeer()
        peer.attach(receiver)
        dialled.withLock { $0.append(peer) }
        return peer.connection
    }

    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        self.accept.withLock { $0 = accept }
        return Listener(endpoint: endpoint, network: self)
    }

    private struct Listener: ByteListener {
        let endpoint: Endpoint
        let network: HeldNetwork
        func close() async { network.accept.withLock { $0 = nil } }
    }
}

/// The far end of one connection.
final class HeldPeer: Sendable {
    private struct State: Sendable {
        var receiver: (any ByteReceiver)?
        var heard: [UInt8] = []
        var unread = 0
        var reads = true
        var isClosed = false
    }
    private let state = Mutex(State())

    var connection: any ByteConnection { Connection(held: self) }

    /// The other side closed, or this one hung up.
    var isClosed: Bool { state.withLock { $0.isClosed } }
    /// Octets sent to it that it has not read.
    var unread: Int { state.withLock { $0.unread } }

    func attach(_ receiver: any ByteReceiver) { state.withLock { $0.receiver = receiver } }
    func stopReading() { state.withLock { $0.reads = false } }

    func say(_ octets: [UInt8]) {
        let receiver = state.withLock { $0.receiver }
        octets.withUnsafeBytes { octets in receiver?.received(octets) }
    }

    func say(_ body: PDUBody, _ sequence: UInt32, _ status: CommandStatus = .ok) {
        say(SMPPTests.octets(body, sequence, status))
    }

    /// The PDUs heard since the last call.
    func heard() -> [PDU] {
        let octets = state.withLock { state in
            defer { state.heard = [] }
            return state.heard
        }
        var reader = FrameReader()
        return (try? reader.read(octets)) ?? []
    }

    func hangUp() {
        let receiver = state.withLock { state in
            state.isClosed = true
            defer { state.receiver = nil }
            return state.receiver
        }
        receiver?.closed()
    }

    private struct Connection: ByteConnection {
        let held: HeldPeer
        var pendingBytes: Int { held.unread }
        var peer: PeerIdentity { PeerIdentity(address: "held") }

        func send(_ bytes: [UInt8]) {
            held.state.withLock { state in
                if state.isClosed { return }
                if state.reads { state.heard += bytes } else { state.unread += bytes.count }
            }
        }
        func close() { held.hangUp() }
    }
}
