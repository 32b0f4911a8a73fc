import HTTPTypes
import Hummingbird
import NIOCore
import World

/// A request's failure as its sender is told. Source: RFC 9457.
///
/// Texts name a field and what is expected of it, never what came in it.
struct Problem: Error, Hashable, Sendable {
    /// One sort of failure: a row of the table in `Native/Errors.swift`.
    struct Kind: Hashable, Sendable {
        /// Stable; clients branch on it.
        let code: String
        let status: HTTPResponse.Status
        let title: String

        init(_ code: String, _ status: HTTPResponse.Status, _ title: String) {
            (self.code, self.status, self.title) = (code, status, title)
        }

        /// Names the kind; it is not to be looked up.
        var type: String { "urn:watchword:problem:\(code)" }
    }

    var kind: Kind
    var detail: String
    /// The field or header that is wrong.
    var field: String?
    /// A stable word that says more than the code does, such as `premium_rate`.
    var reason: String?
    var retryAfterSeconds: Int?
    /// Methods the resource has, where the request's is none of them.
    var allow: [String] = []

    init(
        _ kind: Kind, _ detail: String, field: String? = nil, reason: String? = nil, retryAfter: Duration? = nil,
        allow: [String] = []
    ) {
        (self.kind, self.detail, self.field, self.reason, self.allow) = (kind, detail, field, reason, allow)
        retryAfterSeconds = retryAfter.map { max(1, Int($0.secondsRoundedUp)) }
    }

    func response(requestID: String) -> Response {
        let body = JSONWriter.object { json in
            json.member("type", kind.type)
            json.member("title", kind.title)
            json.member("status", kind.status.code)
            json.member("detail", detail)
            json.member("code", kind.code)
            if let field { json.member("field", field) }
            if let reason { json.member("reason", reason) }
            if let retryAfterSeconds { json.member("retry_after_seconds", retryAfterSeconds) }
            json.member("request_id", requestID)
        }
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
        if !allow.isEmpty { headers[.allow] = allow.joined(separator: ", ") }
        if kind == .unauthenticated { headers[.wwwAuthenticate] = #"Bearer realm="watchword""# }
        return Response(status: kind.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
