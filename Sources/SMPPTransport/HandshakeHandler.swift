import Crypto
import NIOCore
import NIOSSL
import NIOTLS

/// Waits for a TLS handshake: tells whoever connects how it ended, and the connection who the peer is.
final class HandshakeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: NIOByteConnection
    private var promise: EventLoopPromise<Void>?

    /// `promise` is for the connecting side.
    init(connection: NIOByteConnection, promise: EventLoopPromise<Void>?) {
        (self.connection, self.promise) = (connection, promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
            let octets = try? certificate?.toDERBytes()
            connection.identified(certificateFingerprint: octets.map { Array(SHA256.hash(data: $0)) })
            end(.success(()))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(error))
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(ChannelError.eof))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(.failure(ChannelError.eof)) }

    private func end(_ result: Result<Void, any Error>) {
        promise?.completeWith(result)
        promise = nil
    }
}
