import Gateway
import HTTPTypes
import Hummingbird
import Synchronization
import Testing

@testable import HTTPAPI

struct HeaderTests {
    private let api = API()
    private let start = #"{"to":"+447911123456","code":"987654"}"#

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Bearer wrong", "Basic \(FakeGateway.bearer)", FakeGateway.bearer,
        "Bearer \(FakeGateway.bearer) x", "Bearer " + String(repeating: "k", count: 513),
    ])
    func `without a known key the answer is 401 and says how`(authorization: String?) async throws {
        var headers: HTTPFields = [:]
        if let authorization { headers[.authorization] = authorization }
        let answer = try await api.send(.post, "/v1/verifications", start, headers: headers, bearer: nil)
        #expect((answer.status, answer.code) == (401, "unauthenticated"))
        #expect(answer.headers[.wwwAuthenticate] == #"Bearer realm="watchword""#)
        #expect(!answer.body.contains(FakeGateway.bearer))
        #expect(api.gateway.asked.isEmpty)
    }

    @Test func `every route under v1 needs a key`() async throws {
        for route in api.router.routes where "\(route.path)".hasPrefix("/v1/") {
            let answer = try await api.send(route.method, "\(route.path)", bearer: nil)
            #expect(answer.status == 401, "\(route)")
        }
    }

    @Test func `the scheme's letter case does not matter`() async throws {
        let answer = try await api.send(
            .get, "/v1/keys", headers: [.authorization: "bEARER \(FakeGateway.bearer)"], bearer: nil)
        #expect(answer.status == 200)
    }

    @Test(arguments: ["application/json", "Application/JSON; charset=UTF-8", "application/json;"])
    func `JSON's content types are taken`(type: String) async throws {
        #expect(try await api.send(.post, "/v1/verifications", start, headers: [.contentType: type]).status == 201)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""])
    func `another content type is 415`(type: String) async throws {
        let answer = try await api.send(.post, "/v1/verifications", start, headers: [.contentType: type])
        #expect((answer.status, answer.code) == (415, "unsupported_media_type"))
    }

    @Test func `a body may have 64 KiB and not a byte more`() async throws {
        let room = HTTPAPI.bodyLengthMax - start.utf8.count
        let full = start + String(repeating: " ", count: room)
        #expect(try await api.send(.post, "/v1/verifications", full).status == 201)
        let answer = try await api.send(.post, "/v1/verifications", full + " ")
        #expect((answer.status, answer.code) == (413, "body_too_large"))
        #expect(api.gateway.asked.count == 1)
    }

    @Test(arguments: [
        ("/v1/verifications", #"{"to":"1"}"#), ("/v1/messages", #"{"to":"1","text":"a"}"#),
        ("/v1/verifications/check", #"{"to":"1","code":"987654"}"#),
        ("/v1/verifications/\(FakeGateway.verificationID)/check", #"{"code":"987654"}"#),
        ("/v1/verifications/\(FakeGateway.verificationID)/resend", ""),
    ])
    func `an Idempotency-Key is bound to verb, path and body`(path: String, body: String) async throws {
        let key = String(repeating: "~", count: 255)
        let answer = try await api.send(.post, path + "?a=b", body, headers: [.idempotencyKey: key])
        #expect(answer.status < 300)
        #expect(
            api.gateway.state.withLock { $0.idempotency }
                == IdempotencyKey(key: key, request: Array("POST \(path)\n\(body)".utf8)))
    }

    @Test(arguments: ["", "a b", "ü", String(repeating: "a", count: 256)])
    func `an Idempotency-Key out of bounds is refused`(key: String) async throws {
        let answer = try await api.send(.post, "/v1/verifications", start, headers: [.idempotencyKey: key])
        #expect((answer.status, answer.code, answer.field) == (400, "invalid_field", "Idempotency-Key"))
        #expect(api.gateway.asked.isEmpty)
    }

    @Test func `two Idempotency-Keys are refused`() async throws {
        var headers: HTTPFields = [.idempotencyKey: "a"]
        headers.append(HTTPField(name: .idempotencyKey, value: "b"))
        #expect(try await api.send(.post, "/v1/verifications", start, headers: headers).status == 400)
    }

    @Test func `a sane request ID comes back, with problems too`() async throws {
        let id = String(repeating: "r", count: 128)
        for path in ["/healthz", "/nothing", "/v1/keys/x"] {
            let answer = try await api.send(.get, path, headers: [.requestID: id])
            #expect(answer.headers[.requestID] == id)
            #expect(answer.status == 200 || answer.body.contains(#""request_id":"\#(id)""#))
        }
    }

    @Test(arguments: [nil, "", "a b", String(repeating: "r", count: 129)])
    func `any other request ID is replaced by one from the world`(id: String?) async throws {
        var headers: HTTPFields = [:]
        if let id { headers[.requestID] = id }
        let answer = try await api.send(.get, "/healthz", headers: headers)
        #expect(answer.headers[.requestID] == "00000000000000010000000000000002")
    }

    @Test func `a line per request tells route, status and identifier, and nothing of what came`() async throws {
        let path = "/v1/verifications/\(FakeGateway.verificationID)/check?code=987654"
        _ = try await api.send(.post, path, #"{"code":"987654"}"#, headers: [.requestID: "r-1"])
        _ = try await api.send(.post, "/v1/verifications", #"{"to":987654}"#, headers: [.requestID: "r-2"])
        _ = try await api.send(.get, "/987654", headers: [.requestID: "r-3"])
        _ = try await api.send(HTTPRequest.Method("X987654")!, "/healthz", headers: [.requestID: "r-4"])
        _ = try await api.send(.get, "/healthz", headers: [.requestID: "r-5"])
        #expect(
            api.log.lines == [
                "info request duration_us=0 method=POST request_id=r-1 route=/v1/verifications/{id}/check status=200",
                "info request duration_us=0 method=POST problem=invalid_field request_id=r-2 route=/v1/verifications"
                    + " status=400",
                "info request duration_us=0 method=GET problem=unknown_route request_id=r-3 route=none status=404",
                "info request duration_us=0 method=other problem=method_not_allowed request_id=r-4 route=none"
                    + " status=405",
                "debug request duration_us=0 method=GET request_id=r-5 route=/healthz status=200",
            ])
    }
}
