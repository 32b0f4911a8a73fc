import NIOCore
import SMPP
import Synchronization

/// Octets on their way into one channel.
///
/// What is sent during a read goes out when the read is complete; what is sent from elsewhere is gathered until the
/// event loop comes round: one write and one flush either way.
final class NIOByteConnection: ByteConnection {
    /// How long `close()` waits for a peer to take what is queued.
    private static let lingerMax = TimeAmount.seconds(2)

    private let address: String
    private let channel: any Channel
    private let queue = Mutex(Queue())
    /// Sent and not yet taken by the socket.
    private let pending = Atomic<Int>(0)

    private struct Queue: Sendable {
        var octets = ByteBuffer()
        var isFlushScheduled = false
        var isClosing = false
        /// Known when the handshake is over.
        var certificateFingerprint: [UInt8]?
    }

    init(channel: any Channel) {
        self.channel = channel
        address = channel.remoteAddress?.host ?? "unknown"
    }

    var peer: PeerIdentity {
        PeerIdentity(address: address, certificateFingerprint: queue.withLock { $0.certificateFingerprint })
    }

    var pendingBytes: Int { pending.load(ordering: .relaxed) }

    func send(_ bytes: [UInt8]) {
        let isFirst = queue.withLock { queue in
            guard !queue.isClosing else { return false }
            pending.add(bytes.count, ordering: .relaxed)
            queue.octets.writeBytes(bytes)
            defer { queue.isFlushScheduled = true }
            return !queue.isFlushScheduled
        }
        if isFirst { channel.eventLoop.execute { self.flush(nil) } }
    }

    func close() {
        let isFirst = queue.withLock { queue in
            defer { queue.isClosing = true }
            return !queue.isClosing
        }
        guard isFirst else { return }
        let channel = channel
        channel.eventLoop.execute {
            let written = channel.eventLoop.makePromise(of: Void.self)
            let linger = channel.eventLoop.scheduleTask(in: Self.lingerMax) { channel.close(promise: nil) }
            written.futureResult.whenComplete { _ in
                linger.cancel()
                channel.close(promise: nil)
            }
            self.flush(written)
        }
    }

    /// Writes what is queued; on the event loop only.
    func flush(_ promise: EventLoopPromise<Void>?) {
        let octets = queue.withLock { queue in
            queue.isFlushScheduled = false
            let octets = queue.octets
            queue.octets = ByteBuffer()
            return octets
        }
        let count = octets.readableBytes
        guard count > 0 else {
            // An empty write still waits for those before it.
            if let promise { channel.writeAndFlush(octets, promise: promise) }
            return
        }
        let taken = promise ?? channel.eventLoop.makePromise(of: Void.self)
        taken.futureResult.whenComplete { _ in self.pending.subtract(count, ordering: .relaxed) }
        channel.writeAndFlush(octets, promise: taken)
    }

    func identified(certificateFingerprint: [UInt8]?) {
        queue.withLock { $0.certificateFingerprint = certificateFingerprint }
    }

    /// Keeps `send` from scheduling a flush: one follows the read that begins here.
    func readBegan() { queue.withLock { $0.isFlushScheduled = true } }
}

/// Carries octets between a channel and a receiver.
final class ByteChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let connection: NIOByteConnection
    private let receiver: any ByteReceiver
    private var isReading = false

    init(connection: NIOByteConnection, receiver: any ByteReceiver) {
        (self.connection, self.receiver) = (connection, receiver)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isReading {
            isReading = true
            connection.readBegan()
        }
        unwrapInboundIn(data).withUnsafeReadableBytes { receiver.received($0) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        connection.flush(nil)
    }

    func channelInactive(context: ChannelHandlerContext) { receiver.closed() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension SocketAddress {
    /// The address alone; an IPv4 address that came by way of IPv6 as what it is.
    var host: String? {
        guard let ipAddress else { return nil }
        let mapped = "::ffff:"
        guard ipAddress.hasPrefix(mapped), ipAddress.contains(".") else { return ipAddress }
        return String(ipAddress.dropFirst(mapped.count))
    }
}
