/// Where a peer is reached, or a listener listens; port 0 lets the system choose.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// One duplex byte stream.
package protocol ByteConnection: Sendable {
    /// Queues octets in order. Never blocks, never calls the receiver back; may be called from anywhere.
    func send(_ bytes: [UInt8])
    /// Sends what is queued, waits for it a bounded time, closes. Harmless when closed already.
    func close()
    /// Octets queued and not yet taken by the peer's side.
    var pendingBytes: Int { get }
    /// Complete from the first octet received on.
    var peer: PeerIdentity { get }
}

/// Takes what a connection brings. Calls for one connection never overlap.
package protocol ByteReceiver: AnyObject, Sendable {
    func received(_ bytes: UnsafeRawBufferPointer)
    /// Once, after the last octet, whoever closed.
    func closed()
}

/// Makes connections: NIO's live, a simulated network in a simulation.
package protocol ByteNetwork: Sendable {
    /// Throws `ByteNetworkError`, or `CancellationError`. The receiver may be called before this returns, which it
    /// does once the peer's certificate is verified where `tls` asks for that.
    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection
    /// Throws `ByteNetworkError`. `accept` is called for each connection before any of its octets.
    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener
}

package protocol ByteListener: Sendable {
    /// With the port the system chose.
    var endpoint: Endpoint { get }
    /// Accepts no more; connections accepted live on.
    func close() async
}

/// Why there is no connection, in words for whoever runs the program.
package enum ByteNetworkError: Error, Equatable, Sendable {
    case addressInUse(Endpoint)
    case notPermitted(Endpoint)
    case refused(Endpoint)
    case timedOut(Endpoint)
    case unresolvable(Endpoint)
    case failed(Endpoint, String)
    /// Certificates, keys, names; in words.
    case insecure(Endpoint, String)
}

extension ByteNetworkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addressInUse(let endpoint):
            "\(endpoint) is in use: stop the program that listens there, or choose another port"
        case .notPermitted(let endpoint):
            "listening on \(endpoint) is not permitted: choose a port above 1023 or an address of this machine"
        case .refused(let endpoint): "\(endpoint) refuses connections: is the peer running, is the port right?"
        case .timedOut(let endpoint): "\(endpoint) does not answer: check the address and the firewall"
        case .unresolvable(let endpoint): "the name of \(endpoint) cannot be resolved: check its spelling"
        case .failed(let endpoint, let reason): "\(endpoint): \(reason)"
        case .insecure(let endpoint, let reason): "\(endpoint): TLS: \(reason)"
        }
    }
}
