package import NIOCore
import NIOPosix
package import SMPP
import Synchronization

/// TCP by SwiftNIO, TLS by SwiftNIO SSL.
package struct NIOByteNetwork: ByteNetwork {
    private let group: any EventLoopGroup

    package init(group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) { self.group = group }

    package func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        do {
            let secure = try tls.map { try TLSContext(connectingTo: endpoint.host, $0) }
            // A name may have several addresses, each tried with a channel of its own.
            let attempts = Mutex<[Attempt]>([])
            let bootstrap = ClientBootstrap(group: group)
                .connectTimeout(TimeAmount(timeout))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let connection = NIOByteConnection(channel: channel)
                        let pipeline = channel.pipeline.syncOperations
                        var handshake: EventLoopFuture<Void>?
                        if let secure {
                            try pipeline.addHandler(secure.clientHandler())
                            let promise = channel.eventLoop.makePromise(of: Void.self)
                            handshake = promise.futureResult
                            try pipeline.addHandler(HandshakeHandler(connection: connection, promise: promise))
                        }
                        try pipeline.addHandler(ByteChannelHandler(connection: connection, receiver: receiver))
                        let attempt = Attempt(channel: channel, connection: connection, handshake: handshake)
                        attempts.withLock { $0.append(attempt) }
                    }
                }
            let channel = try await bootstrap.connect(host: endpoint.host, port: endpoint.port).get()
            guard let made = attempts.withLock({ $0.first { $0.channel === channel } }) else {
                preconditionFailure("a connected channel was initialized")
            }
            try await made.secured(within: TimeAmount(timeout))
            return made.connection
        } catch {
            throw ByteNetworkError(error, endpoint: endpoint, tls: tls)
        }
    }

    package func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        do {
            let secure = try tls.map { try TLSContext(listening: $0) }
            let bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let connection = NIOByteConnection(channel: channel)
                        let pipeline = channel.pipeline.syncOperations
                        if let secure {
                            try pipeline.addHandler(secure.serverHandler())
                            try pipeline.addHandler(HandshakeHandler(connection: connection, promise: nil))
                        }
                        let receiver = accept(connection)
                        try pipeline.addHandler(ByteChannelHandler(connection: connection, receiver: receiver))
                    }
                }
            let channel = try await bootstrap.bind(host: endpoint.host, port: endpoint.port).get()
            return NIOByteListener(
                channel: channel,
                endpoint: Endpoint(host: endpoint.host, port: channel.localAddress?.port ?? endpoint.port))
        } catch {
            throw ByteNetworkError(error, endpoint: endpoint, tls: tls)
        }
    }
}

/// A channel on its way to being a connection.
private struct Attempt: Sendable {
    let channel: any Channel
    let connection: NIOByteConnection
    /// `nil` in the clear.
    let handshake: EventLoopFuture<Void>?

    func secured(within timeout: TimeAmount) async throws {
        guard let handshake else { return }
        let isLate = Atomic<Bool>(false)
        let timer = channel.eventLoop.scheduleTask(in: timeout) {
            isLate.store(true, ordering: .relaxed)
            channel.close(mode: .all, promise: nil)
        }
        defer { timer.cancel() }
        do {
            try await handshake.get()
        } catch {
            throw isLate.load(ordering: .relaxed) ? ChannelError.connectTimeout(timeout) : error
        }
    }
}

private struct NIOByteListener: ByteListener {
    let channel: any Channel
    let endpoint: Endpoint

    func close() async { try? await channel.close().get() }
}
