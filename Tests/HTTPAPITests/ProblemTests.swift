import HTTPTypes
import Synchronization
import Testing

@testable import Gateway
@testable import HTTPAPI

struct ProblemTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let error: GatewayError
        let status: Int
        let code: String
        var members = ""
        var retryAfter: String?
        var testDescription: String { "\(error)" }
    }

    static let rows: [Row] = [
        Row(
            error: .invalid(field: "ttl_seconds", problem: "must be 30 to 300"), status: 400, code: "invalid_field",
            members: #""field":"ttl_seconds","#),
        Row(
            error: .numberRefused(reason: "premium_rate", problem: "No."), status: 422, code: "number_refused",
            members: #""field":"to","reason":"premium_rate","#),
        Row(error: .notFound(.verification), status: 404, code: "not_found"),
        Row(error: .conflict(problem: "There is one."), status: 409, code: "conflict"),
        Row(
            error: .limited(limit: "starts_per_number", retryAfter: .milliseconds(41_001)), status: 429,
            code: "rate_limited", members: #""reason":"starts_per_number","retry_after_seconds":42,"#,
            retryAfter: "42"),
        Row(
            error: .resendTooEarly(retryAfter: .seconds(15)), status: 429, code: "resend_too_early",
            members: #""retry_after_seconds":15,"#, retryAfter: "15"),
        Row(error: .noSendsLeft, status: 409, code: "no_sends_left"),
        Row(
            error: .ended(reason: "approved"), status: 409, code: "verification_ended",
            members: #""reason":"approved","#),
        Row(error: .severalPending, status: 409, code: "several_pending"),
        Row(
            error: .codeSpaceExhausted(retryAfter: .zero), status: 503, code: "code_space_exhausted",
            members: #""retry_after_seconds":1,"#, retryAfter: "1"),
        Row(error: .noRoute, status: 503, code: "no_route"),
        Row(error: .storeUnavailable("The disk is full."), status: 503, code: "store_unavailable"),
        Row(
            error: .idempotencyMismatch, status: 422, code: "idempotency_key_reused",
            members: #""field":"Idempotency-Key","#),
        Row(
            error: .idempotencyInFlight, status: 409, code: "idempotency_in_flight",
            members: #""field":"Idempotency-Key","#),
        Row(error: .optedOut, status: 422, code: "opted_out", members: #""field":"to","#),
        Row(error: .forbidden(problem: "Only the operator may."), status: 403, code: "forbidden"),
        Row(error: .shuttingDown, status: 503, code: "shutting_down"),
    ]

    @Test(arguments: rows) func `every failure of the gateway has its problem`(row: Row) async throws {
        let api = API()
        api.gateway.state.withLock { $0.error = row.error }
        let answer = try await api.send(
            .post, "/v1/verifications", #"{"to":"+447911123456"}"#, headers: [.requestID: "r-1"])
        #expect(answer.status == row.status)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.retryAfter] == row.retryAfter)
        #expect(answer.body.hasPrefix(#"{"type":"urn:watchword:problem:\#(row.code)","title":""#))
        #expect(answer.body.contains(#""status":\#(row.status),"detail":""#))
        #expect(answer.body.hasSuffix(#""code":"\#(row.code)",\#(row.members)"request_id":"r-1"}"#))
    }

    @Test func `no two kinds of problem share a code, and each is in the description`() async throws {
        let codes = Problem.Kind.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        let document = try await OpenAPIDocument()
        #expect(document.problemCodes == codes)
    }

    @Test(arguments: [
        ("/", "unknown_route"), ("/v1", "unknown_route"), ("/v1/nothing", "unknown_route"),
        ("/v1/verifications/a/b/c", "unknown_route"),
    ])
    func `an unknown path is 404`(path: String, code: String) async throws {
        let answer = try await API().send(.get, path)
        #expect((answer.status, answer.code) == (404, code))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/v1/verifications", "POST"),
        (.put, "/v1/verifications/x", "DELETE, GET, HEAD"),
        (.get, "/v1/verifications/check", "POST"),
        (.post, "/v1/keys/x", "GET, PATCH, DELETE, HEAD"),
        (.delete, "/healthz", "GET, HEAD"),
        (.post, "/v1/verifications/x/timeline", "GET, HEAD"),
    ])
    func `another method on a known path is 405 with the methods it has`(
        method: HTTPRequest.Method, path: String, allow: String
    ) async throws {
        let answer = try await API().send(method, path)
        #expect((answer.status, answer.code) == (405, "method_not_allowed"))
        #expect(answer.headers[.allow] == allow)
    }
}
