import AsyncHTTPClient
import Inbound
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import Webhooks

/// Answers every request with one status, and keeps what it was asked.
private final class LoopbackServer: Sendable {
    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: String
    }

    let requests = Mutex<[Request]>([])
    private let channel = Mutex<(any Channel)?>(nil)
    private let status: HTTPResponseStatus
    private let headers: HTTPHeaders

    init(_ status: HTTPResponseStatus, headers: HTTPHeaders = [:]) { (self.status, self.headers) = (status, headers) }

    func start() async throws -> Int {
        let made = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Answerer(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = made }
        return try #require(made.localAddress?.port)
    }

    func stop() async throws { try await channel.withLock { $0 }?.close() }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let server: LoopbackServer
        private var head: HTTPRequestHead?
        private var body = ""

        init(_ server: LoopbackServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, "")
            case .body(let buffer): body += String(buffer: buffer)
            case .end:
                guard let head else { return }
                server.requests.withLock { [body] in $0.append(Request(head: head, body: body)) }
                var headers = server.headers
                headers.add(name: "content-length", value: "0")
                let answer = HTTPResponseHead(version: .http1_1, status: server.status, headers: headers)
                context.write(wrapOutboundOut(.head(answer)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}

@Suite struct HTTPWebhookTransportTests {
    private func post(
        to server: LoopbackServer, allowsPrivate: Bool = true
    ) async throws -> WebhookSchedule.Outcome {
        let port = try await server.start()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPWebhookTransport.configuration)
        let outcome = await HTTPWebhookTransport(client: client).post(
            Array(#"{"type":"inbox.message"}"#.utf8), to: WebhookURL("http://127.0.0.1:\(port)/hook?a=b")!,
            headers: [("webhook-id", "dlv_1"), ("webhook-signature", "v1,abc=")], allowsPrivate: allowsPrivate)
        try await client.shutdown()
        try await server.stop()
        return outcome
    }

    @Test func `an event is posted as JSON with its signature`() async throws {
        let server = LoopbackServer(.noContent)
        #expect(try await post(to: server) == .taken)
        let request = try #require(server.requests.withLock { $0.first })
        #expect(request.head.method == .POST)
        #expect(request.head.uri == "/hook?a=b")
        #expect(request.head.headers["content-type"] == ["application/json"])
        #expect(request.head.headers["webhook-id"] == ["dlv_1"])
        #expect(request.head.headers["webhook-signature"] == ["v1,abc="])
        #expect(request.body == #"{"type":"inbox.message"}"#)
    }

    @Test func `an event is not posted into a private network where that is forbidden`() async throws {
        let server = LoopbackServer(.ok)
        #expect(try await post(to: server, allowsPrivate: false) == .forbidden)
        #expect(server.requests.withLock { $0.isEmpty })
    }

    @Test func `a redirect is not followed`() async throws {
        let server = LoopbackServer(.temporaryRedirect, headers: ["location": "/elsewhere"])
        #expect(try await post(to: server) == .refused(status: 307, retryAfter: nil))
        #expect(server.requests.withLock { $0.count } == 1)
    }

    @Test func `a refusal says when to come again`() async throws {
        let server = LoopbackServer(.serviceUnavailable, headers: ["retry-after": "7"])
        #expect(try await post(to: server) == .refused(status: 503, retryAfter: .seconds(7)))
    }

    @Test func `nobody there is unreachable`() async throws {
        let server = LoopbackServer(.ok)
        let port = try await server.start()
        try await server.stop()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPWebhookTransport.configuration)
        let outcome = await HTTPWebhookTransport(client: client).post(
            [], to: WebhookURL("http://127.0.0.1:\(port)/")!, headers: [], allowsPrivate: true)
        try await client.shutdown()
        #expect(outcome == .unreachable)
    }

    @Test func `a host is looked up whole`() {
        #expect(HostAddresses.of("127.0.0.1") == [.v4([127, 0, 0, 1])])
        #expect(HostAddresses.of("::1") == [.v6([UInt8](repeating: 0, count: 15) + [1])])
        #expect(HostAddresses.of("localhost").allSatisfy { !$0.isPublic })
        #expect(HostAddresses.of("no-such-host.invalid").isEmpty)
    }
}
