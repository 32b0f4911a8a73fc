import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import World

/// The router over a fake gateway, asked without a network.
struct API {
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var body: String

        /// The problem's code, read off the text, so that no parser under test vouches for itself.
        var code: String? { text(of: "code") }
        var field: String? { text(of: "field") }

        private func text(of name: String) -> String? {
            guard headers[.contentType] == "application/problem+json" else { return nil }
            let parts = body.split(separator: "\"\(name)\":\"", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return parts[1].split(separator: "\"", maxSplits: 1).first.map(String.init)
        }
    }

    let gateway = FakeGateway()
    let inboxes = FakeInboxes()
    let log = LogRecorder()

    var router: Router<BasicRequestContext> {
        HTTPAPI.router(
            gateway: gateway, inboxes: inboxes, world: FixedWorld(), logger: Logger(label: "test") { _ in log.handler })
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:],
        bearer: String? = FakeGateway.bearer
    ) async throws -> Answer {
        try await send(method, path, bytes: body.map { Array($0.utf8) }, headers: headers, bearer: bearer)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]?, headers: HTTPFields = [:],
        bearer: String? = FakeGateway.bearer
    ) async throws -> Answer {
        var all = headers
        if let bearer { all[.authorization] = "Bearer \(bearer)" }
        if bytes != nil, !headers.contains(.contentType) { all[.contentType] = "application/json" }
        let (fields, buffer) = (all, bytes.map { ByteBuffer(bytes: $0) })
        return try await Application(router: router, logger: Logger(label: "test") { _ in LogRecorder().handler })
            .test(.router) { client in
                let response = try await client.executeRequest(
                    uri: path, method: method, headers: fields, body: buffer)
                return Answer(
                    status: response.status.code, headers: response.headers,
                    body: String(buffer: response.body))
            }
    }
}

/// Time stands still; the random bits count up from 1.
final class FixedWorld: World {
    private let drawn = Atomic<UInt64>(0)
    var now: Timestamp { FakeGateway.start }
    func sleep(until deadline: Timestamp) async throws {}
    func nextRandom() -> UInt64 { drawn.add(1, ordering: .relaxed).newValue }
}

/// Keeps the lines of a log.
final class LogRecorder: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var handler: any LogHandler { Handler(recorder: self) }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        init(recorder: LogRecorder) { self.recorder = recorder }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
            recorder.kept.withLock { $0.append("\(event.level) \(event.message) \(pairs)") }
        }
    }
}
