import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Which gateway the command talks to.
struct GatewayOptions: ParsableArguments {
    @Option(help: "Where the gateway answers.")
    var url = "http://127.0.0.1:8080"

    var client: APIClient { get throws { try APIClient(url: url, environment: ProcessInfo.processInfo.environment) } }
}

/// Asks a running gateway over HTTP.
struct APIClient {
    /// How long an answer may take.
    private static let timeout = TimeAmount.seconds(30)
    private static let answerBytesMax = 4 << 20

    let url: String
    private let key: String

    init(url: String, environment: [String: String]) throws {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw Failure(.configuration, "--url must begin with http:// or https://, not \"\(url)\"")
        }
        guard let key = environment["WATCHWORD_API_KEY"], !key.isEmpty else {
            throw Failure(.configuration, "WATCHWORD_API_KEY is not set: it must hold an API key of the gateway")
        }
        self.url = String(url.hasSuffix("/") ? url.dropLast() : url[...])
        self.key = key
    }

    /// The answer's JSON; `nil` when it has no body. Throws the gateway's own words when it refuses.
    func ask(_ method: HTTPMethod, _ path: String, _ body: [String: JSONField?]? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            request.body = .bytes(try encoder.encode(body.compactMapValues { $0 }))
        }
        let status: UInt
        let bytes: ByteBuffer
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            status = response.status.code
            bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        } catch {
            let isRefused = (error as? NIOConnectionError).map { !$0.connectionErrors.isEmpty } ?? false
            let reason = isRefused ? "" : " (\(error))"
            throw Failure(.unavailable, "no answer from \(url): is the gateway running there?\(reason)")
        }
        let answer = Answer(json: Data(bytes.readableBytesView))
        guard (200..<300).contains(status) else {
            let problem = answer.text("detail") ?? answer.text("title") ?? "no reason given"
            throw Failure(.general, "the gateway answered \(status): \(problem)")
        }
        return answer
    }
}

/// A value of a request's body.
enum JSONField: Encodable {
    case text(String)
    case number(Int)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}

/// What the gateway answered.
struct Answer {
    let json: Data

    private var object: [String: Any]? { try? JSONSerialization.jsonObject(with: json) as? [String: Any] }

    func text(_ member: String) -> String? { object?[member] as? String }
    func flag(_ member: String) -> Bool? { object?[member] as? Bool }

    /// Indented, for people; what is no JSON comes as it is.
    var pretty: String {
        guard let object = try? JSONSerialization.jsonObject(with: json),
            let data = try? JSONSerialization.data(
                withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { return String(decoding: json, as: UTF8.self) }
        return String(decoding: data, as: UTF8.self)
    }
}
