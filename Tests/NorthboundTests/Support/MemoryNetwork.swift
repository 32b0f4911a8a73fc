import SMPP
import Synchronization
import World

/// Carries octets at once, from a peer at a given address.
final class MemoryNetwork: Sendable {
    /// What the gateway delivered, in the order on the wire; handlers run in any order.
    private let delivered = Mutex<[DeliverSM]>([])
    fileprivate let accept = Mutex<(@Sendable (any ByteConnection) -> any ByteReceiver)?>(nil)

    var receipts: [Receipt] { delivered.withLock { $0 }.compactMap { Receipt($0) } }

    fileprivate func note(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            if let pdu = try? PDU(decoding: Array(rest.prefix(length))), case .deliverSM(let message) = pdu.body {
                delivered.withLock { $0.append(message) }
            }
            rest = rest.dropFirst(max(length, 4))
        }
    }

    /// The network as a machine at `address` sees it.
    func from(_ address: String, certificate: [UInt8]? = nil) -> any ByteNetwork {
        View(network: self, peer: PeerIdentity(address: address, certificateFingerprint: certificate))
    }

    private struct View: ByteNetwork {
        let network: MemoryNetwork
        let peer: PeerIdentity

        func connect(
            to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
        ) async throws -> any ByteConnection {
            guard let accept = network.accept.withLock({ $0 }) else { throw ByteNetworkError.refused(endpoint) }
            let here = MemoryConnection(peer: PeerIdentity(address: "gateway"), noting: nil)
            let there = MemoryConnection(peer: peer, noting: network)
            here.receiver.withLock { $0 = accept(there) }
            there.receiver.withLock { $0 = receiver }
            here.other.withLock { $0 = there }
            there.other.withLock { $0 = here }
            return here
        }

        func listen(
            on endpoint: Endpoint, tls: TLSSettings?,
            accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
        ) async throws -> any ByteListener {
            network.accept.withLock { $0 = accept }
            return Listener(endpoint: endpoint, network: network)
        }
    }

    private struct Listener: ByteListener {
        let endpoint: Endpoint
        let network: MemoryNetwork
        func close() async { network.accept.withLock { $0 = nil } }
    }
}

/// One end of a stream; what it sends, the other end's receiver gets.
final class MemoryConnection: ByteConnection {
    let receiver = Mutex<(any ByteReceiver)?>(nil)
    let other = Mutex<MemoryConnection?>(nil)
    let pendingBytes = 0
    let peer: PeerIdentity
    private let network: MemoryNetwork?

    init(peer: PeerIdentity, noting network: MemoryNetwork?) { (self.peer, self.network) = (peer, network) }

    func send(_ bytes: [UInt8]) {
        network?.note(bytes)
        receiver.withLock { $0 }.map { receiver in bytes.withUnsafeBytes { receiver.received($0) } }
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
