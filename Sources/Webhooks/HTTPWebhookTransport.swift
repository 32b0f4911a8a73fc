package import AsyncHTTPClient
package import Inbound
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts over HTTP. The host's addresses are looked up first, and none of them may be private where that is forbidden.
///
/// Between that look and the connection's own a name may change its address: who runs the gateway where that matters
/// puts it behind a proxy that forbids private networks (Docs/decisions/0023).
package final class HTTPWebhookTransport: WebhookTransport {
    /// From the first octet out to the status in.
    static let timeout = TimeAmount.seconds(10)

    private let client: HTTPClient

    package init(client: HTTPClient) { self.client = client }

    /// What a client for webhooks is: it follows nothing, and waits for nobody long.
    package static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(10)))
        configuration.httpVersion = .http1Only
        return configuration
    }

    package func post(
        _ body: [UInt8], to url: WebhookURL, headers: [(name: String, value: String)], allowsPrivate: Bool
    ) async -> WebhookSchedule.Outcome {
        if !allowsPrivate {
            if url.isPrivate { return .forbidden }
            let host = url.host
            let addresses = try? await NIOThreadPool.singleton.runIfActive { HostAddresses.of(host) }
            guard let addresses, !addresses.isEmpty else { return .unreachable }
            if addresses.contains(where: { !$0.isPublic }) { return .forbidden }
        }
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "watchword")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        guard let response = try? await client.execute(request, timeout: Self.timeout) else { return .unreachable }
        let status = Int(response.status.code)
        guard !(200..<300).contains(status) else { return .taken }
        let seconds = response.headers.first(name: "retry-after").flatMap { Int($0) }
        return .refused(status: status, retryAfter: seconds.map { .seconds(max(0, $0)) })
    }
}
