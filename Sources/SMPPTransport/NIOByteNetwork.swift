package import NIOCore
import NIOPosix
package import SMPP

/// TCP by SwiftNIO.
package struct NIOByteNetwork: ByteNetwork {
    private let group: any EventLoopGroup

    package init(group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) { self.group = group }

    package func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        guard tls == nil else { throw ByteNetworkError.insecure(endpoint, "not built yet") }
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = NIOByteConnection(channel: channel)
                    let handler = ByteChannelHandler(connection: connection, receiver: receiver)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        do {
            let channel = try await bootstrap.connect(host: endpoint.host, port: endpoint.port).get()
            return try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.handler(type: ByteChannelHandler.self).connection
            }.get()
        } catch {
            throw ByteNetworkError(error, endpoint: endpoint)
        }
    }

    package func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        guard tls == nil else { throw ByteNetworkError.insecure(endpoint, "not built yet") }
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = NIOByteConnection(channel: channel)
                    let handler = ByteChannelHandler(connection: connection, receiver: accept(connection))
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        do {
            let channel = try await bootstrap.bind(host: endpoint.host, port: endpoint.port).get()
            return NIOByteListener(
                channel: channel,
                endpoint: Endpoint(host: endpoint.host, port: channel.localAddress?.port ?? endpoint.port))
        } catch {
            throw ByteNetworkError(error, endpoint: endpoint)
        }
    }
}

private struct NIOByteListener: ByteListener {
    let channel: any Channel
    let endpoint: Endpoint

    func close() async { try? await channel.close().get() }
}

extension ByteNetworkError {
    /// NIO's error in words for whoever runs the program.
    init(_ error: any Error, endpoint: Endpoint) {
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE: self = .addressInUse(endpoint)
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EADDRNOTAVAIL:
            self = .notPermitted(endpoint)
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused(endpoint)
        case let error as IOError: self = .failed(endpoint, "\(error)")
        case ChannelError.connectTimeout: self = .timedOut(endpoint)
        case let error as NIOConnectionError: self.init(error, endpoint: endpoint)
        default: self = .failed(endpoint, "\(error)")
        }
    }

    private init(_ error: NIOConnectionError, endpoint: Endpoint) {
        if let first = error.connectionErrors.first {
            self.init(first.error, endpoint: endpoint)
        } else {
            self = .unresolvable(endpoint)
        }
    }
}
