import HTTPAPI
import HTTPTypes
import Storage
import Synchronization
import Testing

@testable import Gateway

struct ESMERouteTests {
    private let api = API()
    private static let id = "\(FakeGateway.esme.id)"
    private static let members =
        #""id":"\#(id)","account":"\#(FakeGateway.account.id)","system_id":"shop","has_password":true,"#
        + #""certificate_fingerprint":"0aff","networks":["192.0.2.0/24"],"binds_max":4,"window_max":100,"#
        + #""rate_per_second":10,"default_alphabet":"gsm","senders":["Shop"],"addresses":["46700000001"],"#
        + #""active":true,"created_at":"2026-11-23T20:00:00.042Z""#

    @Test func `applications can be made, listed, read, changed and deleted, the password shown once`() async throws {
        let made = try await api.send(.post, "/v1/esmes", #"{"system_id":"shop"}"#)
        #expect((made.status, made.body) == (201, "{\(Self.members),\"password\":\"made1234\"}"))
        #expect(made.headers[.location] == "/v1/esmes/\(Self.id)")
        #expect(try await api.send(.get, "/v1/esmes").body == "{\"esmes\":[{\(Self.members)}]}")
        #expect(try await api.send(.get, "/v1/esmes/\(Self.id)").body == "{\(Self.members)}")
        let changed = try await api.send(.patch, "/v1/esmes/\(Self.id)", #"{"active":false}"#)
        #expect((changed.status, changed.body) == (200, "{\(Self.members),\"password\":null}"))
        #expect(try await api.send(.delete, "/v1/esmes/\(Self.id)").status == 204)
        #expect(
            api.gateway.asked
                == ["createESME", "esmes", "esme \(Self.id)", "updateESME \(Self.id)", "deleteESME \(Self.id)"])
    }

    @Test func `an application takes every field, and null clears what can be cleared`() async throws {
        _ = try await api.send(
            .post, "/v1/esmes",
            #"{"system_id":"a","password":"secret12","make_password":true,"certificate_fingerprint":"aa","#
                + #""networks":["::/0"],"binds_max":1,"window_max":2,"rate_per_second":3,"default_alphabet":"latin1","#
                + #""senders":["b"],"addresses":["123"],"active":true}"#)
        var expected = ESMEAccountRequest()
        (expected.systemID, expected.password, expected.makesPassword) = ("a", "secret12", true)
        (expected.certificateFingerprint, expected.networks) = ("aa", ["::/0"])
        (expected.bindsMax, expected.windowMax, expected.ratePerSecond) = (1, 2, 3)
        (expected.defaultAlphabet, expected.senders, expected.addresses) = ("latin1", ["b"], ["123"])
        expected.isActive = true
        #expect(api.gateway.state.withLock { $0.esme } == expected)
        _ = try await api.send(
            .patch, "/v1/esmes/\(Self.id)",
            #"{"password":null,"certificate_fingerprint":null,"rate_per_second":null,"senders":[]}"#)
        expected = ESMEAccountRequest()
        (expected.password, expected.certificateFingerprint, expected.ratePerSecond) = ("", "", 0)
        expected.senders = []
        #expect(api.gateway.state.withLock { $0.esme } == expected)
    }

    @Test(arguments: [
        (#"{}"#, "missing_field"), (#"{"system_id":1}"#, "invalid_field"),
        (#"{"system_id":"a","senders":"b"}"#, "invalid_field"), (#"{"system_id":"a","senders":[1]}"#, "invalid_field"),
        (#"{"system_id":"a","windows":1}"#, "unknown_field"),
    ])
    func `what can't be read is refused`(body: String, code: String) async throws {
        let answer = try await api.send(.post, "/v1/esmes", body)
        #expect((answer.status, answer.code) == (400, code))
        #expect(api.gateway.asked.isEmpty)
    }

    @Test func `no password is in the log`() async throws {
        _ = try await api.send(.post, "/v1/esmes", #"{"system_id":"a","password":"secret12"}"#)
        for line in api.log.lines { #expect(!line.contains("secret12")) }
    }
}
