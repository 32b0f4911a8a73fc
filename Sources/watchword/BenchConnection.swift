import NIOCore

/// One keep-alive connection with one request at a time, on its event loop only.
final class BenchConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What became of a request.
    enum Answer {
        case response(BenchResponse)
        case lost
    }

    private let channel: any Channel
    private var unread = ByteBuffer()
    private var answered: ((Answer) -> Void)?
    private(set) var isOpen = true

    init(channel: any Channel) { self.channel = channel }

    func send(_ request: ByteBuffer, answered: @escaping (Answer) -> Void) {
        guard isOpen else { return answered(.lost) }
        self.answered = answered
        channel.writeAndFlush(request, promise: nil)
    }

    func close() { channel.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if unread.readableBytes > 0 { unread.writeBuffer(&buffer) } else { unread = buffer }
        do {
            while let response = try BenchResponse(readingFrom: &unread) { finish(.response(response)) }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        finish(.lost)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func finish(_ answer: Answer) {
        let answered = answered
        self.answered = nil
        answered?(answer)
    }
}
