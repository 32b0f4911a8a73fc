import HTTPAPI
import HTTPTypes
import Storage
import Synchronization
import Testing
import World

@testable import Gateway

struct RouteTests {
    private let api = API()
    private static let id = "\(FakeGateway.verificationID)"
    private static let view =
        #"{"id":"\#(id)","status":"pending","service":"default","to":"+4479*****456","channel":"sms","#
        + #""code_length":6,"created_at":"2026-11-23T20:00:00.042Z","expires_at":"2026-11-23T20:02:00.042Z","#
        + #""resend_at":"2026-11-23T20:00:15.042Z","checks_left":5,"sends_left":4}"#

    @Test func `a start passes every field on and answers 201 with the verification's place`() async throws {
        let answer = try await api.send(
            .post, "/v1/verifications",
            #"{"to":"+447911123456","channel":"sms","service":"shop","ttl_seconds":60,"code_length":8,"#
                + #""locale":"pt-BR","client_ip":"192.0.2.1","code":"987654"}"#)
        #expect(answer.status == 201)
        #expect(answer.headers[.location] == "/v1/verifications/\(Self.id)")
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.body == Self.view)
        #expect(
            api.gateway.state.withLock { $0.start }
                == StartRequest(
                    to: "+447911123456", channel: "sms", service: "shop", ttlSeconds: 60, codeLength: 8,
                    locale: "pt-BR", clientIP: "192.0.2.1", code: "987654"))
    }

    @Test func `a start needs only the number, and null is as good as nothing`() async throws {
        let answer = try await api.send(.post, "/v1/verifications", #" { "to" : "+44791" , "service" : null } "#)
        #expect(answer.status == 201)
        #expect(api.gateway.state.withLock { $0.start } == StartRequest(to: "+44791"))
    }

    @Test func `a valid check has no reason`() async throws {
        let answer = try await api.send(.post, "/v1/verifications/\(Self.id)/check", #"{"code":"987654"}"#)
        #expect(answer.status == 200)
        #expect(
            answer.body == #"{"id":"\#(Self.id)","status":"pending","valid":true,"reason":null,"checks_left":5,"#
                + #""expires_at":"2026-11-23T20:02:00.042Z"}"#)
        #expect(api.gateway.asked == ["check \(Self.id) 987654"])
    }

    @Test func `a wrong check says why`() async throws {
        api.gateway.state.withLock { $0.valid = false }
        let answer = try await api.send(.post, "/v1/verifications/\(Self.id)/check", #"{"code":"987654"}"#)
        #expect(answer.status == 200)
        #expect(answer.body.contains(#""valid":false,"reason":"wrong_code""#))
    }

    @Test(arguments: [
        (#"{"to":"+44791","code":"987654"}"#, "check +44791 - 987654"),
        (#"{"to":"+44791","service":"shop","code":"987654"}"#, "check +44791 shop 987654"),
    ])
    func `a check may name the recipient`(body: String, asked: String) async throws {
        let answer = try await api.send(.post, "/v1/verifications/check", body)
        #expect(answer.status == 200)
        #expect(api.gateway.asked == [asked])
    }

    @Test(arguments: [nil, "", "{}"])
    func `a resend needs no body`(body: String?) async throws {
        let answer = try await api.send(.post, "/v1/verifications/\(Self.id)/resend", body)
        #expect(answer.status == 200)
        #expect(answer.body == Self.view)
        #expect(api.gateway.asked == ["resend \(Self.id)"])
    }

    @Test func `a delete cancels and answers with the verification`() async throws {
        let answer = try await api.send(.delete, "/v1/verifications/\(Self.id)")
        #expect(answer.status == 200)
        #expect(answer.body.contains(#""status":"canceled""#))
        #expect(answer.body.contains(#""resend_at":null"#))
        #expect(api.gateway.asked == ["cancel \(Self.id)"])
    }

    @Test func `a verification can be fetched`() async throws {
        let answer = try await api.send(.get, "/v1/verifications/\(Self.id)")
        #expect(answer.status == 200)
        #expect(answer.body == Self.view)
        #expect(api.gateway.asked == ["verification \(Self.id)"])
    }

    @Test func `a timeline has times and gaps`() async throws {
        let answer = try await api.send(.get, "/v1/verifications/\(Self.id)/timeline")
        #expect(answer.status == 200)
        #expect(
            answer.body == #"{"id":"\#(Self.id)","status":"pending","hops":[{"hop":"submitted","#
                + #""at":"2026-11-23T20:00:00.054Z","since_start_ms":12.345,"gap_ms":3,"#
                + #""message":"\#(FakeGateway.messageID)","attempt":1,"detail":"link \"a\"\u000a"}]}"#)
    }

    @Test func `a message is sent and can be fetched`() async throws {
        let made = try await api.send(
            .post, "/v1/messages",
            #"{"to":"+44791","text":"h\u00e9llo \ud83d\ude00","sender":"Shop","service":"shop","ttl_seconds":90}"#)
        #expect(made.status == 201)
        #expect(made.headers[.location] == "/v1/messages/\(FakeGateway.messageID)")
        #expect(
            api.gateway.state.withLock { $0.message }
                == MessageRequest(to: "+44791", text: "héllo 😀", sender: "Shop", service: "shop", ttlSeconds: 90))
        let fetched = try await api.send(.get, "/v1/messages/\(FakeGateway.messageID)")
        #expect(fetched.status == 200)
        #expect(
            fetched.body == #"{"id":"\#(FakeGateway.messageID)","status":"queued","to":"+4479*****456","#
                + #""sender":"Watchword","verification":null,"created_at":"2026-11-23T20:00:00.042Z","#
                + #""expires_at":"2026-11-23T20:01:00.042Z","hops":[]}"#)
    }

    @Test func `accounts can be made, listed, read, changed and deleted`() async throws {
        let id = "\(FakeGateway.account.id)"
        let account = #"{"id":"\#(id)","name":"default","active":true,"created_at":"2026-11-23T20:00:00.042Z"}"#
        let made = try await api.send(.post, "/v1/accounts", #"{"name":"acme"}"#)
        #expect((made.status, made.body) == (201, account))
        #expect(made.headers[.location] == "/v1/accounts/\(id)")
        let list = try await api.send(.get, "/v1/accounts")
        #expect((list.status, list.body) == (200, #"{"accounts":[\#(account)]}"#))
        let one = try await api.send(.get, "/v1/accounts/\(id)")
        #expect((one.status, one.body) == (200, account))
        let changed = try await api.send(.patch, "/v1/accounts/\(id)", #"{"active":false}"#)
        #expect((changed.status, changed.body) == (200, account))
        let deleted = try await api.send(.delete, "/v1/accounts/\(id)")
        #expect((deleted.status, deleted.body) == (204, ""))
        #expect(
            api.gateway.asked
                == ["createAccount acme", "accounts", "accounts", "renameAccount \(id) - false", "deleteAccount \(id)"])
    }

    @Test func `services can be made, listed, read, changed and deleted, by name too`() async throws {
        let id = "\(FakeGateway.service.id)"
        let made = try await api.send(.post, "/v1/services", #"{"name":"shop"}"#)
        #expect(made.status == 201)
        #expect(made.headers[.location] == "/v1/services/\(id)")
        #expect(
            made.body == #"{"id":"\#(id)","account":"\#(FakeGateway.account.id)","name":"shop","brand":"Shop","#
                + #""locale":"en","sender":null,"origin_host":null,"retriever_hash":null,"template":null,"#
                + #""allows_any_number_kind":false,"code_length":6,"code_length_max":10,"ttl_seconds":120,"#
                + #""ttl_seconds_max":300,"checks_max":5,"sends_max":5,"resend_mode":"same","restart":"new","#
                + #""resend_delays_seconds":[15,30,45,60],"test_numbers":[],"created_at":"2026-11-23T20:00:00.042Z"}"#)
        #expect(try await api.send(.get, "/v1/services").body == #"{"services":[\#(made.body)]}"#)
        #expect(try await api.send(.get, "/v1/services/shop").status == 200)
        #expect(try await api.send(.patch, "/v1/services/shop", #"{"brand":"New"}"#).status == 200)
        #expect(try await api.send(.delete, "/v1/services/\(id)").status == 204)
        #expect(
            api.gateway.asked == [
                "createService", "services", "service shop", "service shop", "updateService \(id)", "service \(id)",
                "deleteService \(id)",
            ])
    }

    @Test func `a service takes every field, and null clears what can be cleared`() async throws {
        _ = try await api.send(
            .patch, "/v1/services/shop",
            #"{"name":"a","brand":"b","locale":"c","sender":null,"origin_host":"d","retriever_hash":null,"#
                + #""template":"e","allows_any_number_kind":true,"code_length":4,"code_length_max":5,"#
                + #""ttl_seconds":31,"ttl_seconds_max":32,"checks_max":3,"sends_max":2,"resend_mode":"rotate","#
                + #""restart":"supersede","resend_delays_seconds":[1,2],"#
                + #""test_numbers":[{"to":"+15005550006","code":"1234"}]}"#)
        var expected = ServiceRequest()
        (expected.name, expected.brand, expected.locale, expected.sender) = ("a", "b", "c", "")
        (expected.originHost, expected.retrieverHash, expected.template) = ("d", "", "e")
        (expected.allowsAnyNumberKind, expected.codeLength, expected.codeLengthMax) = (true, 4, 5)
        (expected.ttlSeconds, expected.ttlSecondsMax, expected.checksMax, expected.sendsMax) = (31, 32, 3, 2)
        (expected.resendMode, expected.restart, expected.resendDelaysSeconds) = ("rotate", "supersede", [1, 2])
        expected.testNumbers = [.init(to: "+15005550006", code: "1234")]
        #expect(api.gateway.state.withLock { $0.service } == expected)
    }

    @Test func `keys can be made, listed, read, changed and deleted, the secret shown once`() async throws {
        let (id, account) = ("\(FakeGateway.key.id)", "\(FakeGateway.account.id)")
        let made = try await api.send(.post, "/v1/keys", #"{"name":"ci","account":"\#(account)"}"#)
        let members = #""id":"\#(id)","account":"\#(account)","name":"ci","created_at":"2026-11-23T20:00:00.042Z""#
        #expect((made.status, made.body) == (201, #"{\#(members),"secret":"wwk_made"}"#))
        #expect(made.headers[.location] == "/v1/keys/\(id)")
        #expect(try await api.send(.get, "/v1/keys").body == #"{"keys":[{\#(members)}]}"#)
        #expect(try await api.send(.get, "/v1/keys/\(id)").body == "{\(members)}")
        #expect(try await api.send(.patch, "/v1/keys/\(id)", #"{"name":"cd"}"#).status == 200)
        #expect(try await api.send(.delete, "/v1/keys/\(id)").status == 204)
        #expect(
            api.gateway.asked
                == ["createKey ci \(account)", "keys", "keys", "renameKey \(id) cd", "deleteKey \(id)"])
    }

    @Test func `the probes and the description need no key`() async throws {
        #expect(try await api.send(.get, "/healthz", bearer: nil).body == #"{"status":"ok"}"#)
        #expect(try await api.send(.get, "/readyz", bearer: nil).body == #"{"status":"ready"}"#)
        #expect(try await api.send(.get, "/openapi.json", bearer: nil).status == 200)
        #expect(try await api.send(.head, "/healthz", bearer: nil).status == 200)
    }

    @Test func `a gateway that takes no requests is alive but not ready`() async throws {
        api.gateway.state.withLock { $0.isReady = false }
        #expect(try await api.send(.get, "/healthz", bearer: nil).status == 200)
        let answer = try await api.send(.get, "/readyz", bearer: nil)
        #expect((answer.status, answer.code) == (503, "not_ready"))
    }

    @Test(arguments: [
        "/v1/verifications/x", "/v1/verifications/\(FakeGateway.messageID)", "/v1/messages/987654",
        "/v1/accounts/nobody", "/v1/accounts/\(AccountID(high: 1, low: 1))", "/v1/keys/\(APIKeyID(high: 1, low: 1))",
    ])
    func `an identifier of nothing is not found`(path: String) async throws {
        let answer = try await api.send(.get, path)
        #expect((answer.status, answer.code) == (404, "not_found"))
    }
}
