import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// One request of a known caller, its body read.
struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let caller: Caller
    let body: [UInt8]

    /// The part of the path that the route calls `name`.
    func parameter(_ name: String) -> String { parameters.get(name) ?? "" }

    /// The client's name for this request, bound to what it asks; `nil` without the header.
    func idempotencyKey() throws(Problem) -> IdempotencyKey? {
        let values = request.headers[values: .idempotencyKey]
        guard let key = values.first else { return nil }
        guard values.count == 1, VisibleASCII.matches(key, lengthMax: IdempotencyKey.lengthMax) else {
            throw Problem(
                .invalidField,
                "Idempotency-Key: must be 1 to \(IdempotencyKey.lengthMax) visible ASCII characters, and come once.",
                field: "Idempotency-Key")
        }
        return IdempotencyKey(key: key, request: Array("\(request.method) \(request.uri.path)\n".utf8) + body)
    }
}

enum VisibleASCII {
    /// Whether the text is 1 to `lengthMax` characters from `!` to `~`.
    static func matches(_ text: String, lengthMax: Int) -> Bool {
        (1...lengthMax).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let requestID = HTTPField.Name("X-Request-ID")!
}

extension Request {
    /// The whole body of a request that may have one, as JSON's bytes.
    func json(lengthMax: Int) async throws -> [UInt8] {
        if let text = headers[.contentLength], let length = Int(text), length > lengthMax {
            throw Problem.bodyTooLarge(lengthMax)
        }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: lengthMax)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(lengthMax)
        } catch {
            throw Problem(.invalidJSON, "The body ended before its end.")
        }
        guard buffer.readableBytes > 0 else { return [] }
        guard hasJSONBody else {
            throw Problem(.unsupportedMediaType, "Send the body as application/json in UTF-8.", field: "Content-Type")
        }
        return Array(buffer.readableBytesView)
    }

    /// Without a content type a body is taken for JSON.
    private var hasJSONBody: Bool {
        let values = headers[values: .contentType]
        guard let value = values.first else { return true }
        let parts = value.lowercased().split(separator: ";", omittingEmptySubsequences: false).map(\.trimmed)
        guard values.count == 1, parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { ["", "charset=utf-8", "charset=\"utf-8\""].contains($0) }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension Problem {
    fileprivate static func bodyTooLarge(_ lengthMax: Int) -> Problem {
        Problem(.bodyTooLarge, "The body must have at most \(lengthMax) bytes.")
    }
}
