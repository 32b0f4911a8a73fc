import HTTPAPI
import HTTPTypes
import Inbound
import Storage
import Synchronization
import Testing
import World

@testable import Gateway

struct InboxRouteTests {
    private let api = API()
    private static let id = "\(FakeInboxes.inbox.id)"
    private static let inbox =
        #"{"id":"\#(id)","account":"\#(FakeGateway.account.id)","number":"+46709999999","#
        + #""webhook_url":"https://hooks.example/a","created_at":"2026-11-23T20:00:00.042Z"}"#
    private static let message =
        #"{"id":"\#(FakeInboxes.message.id)","inbox":"\#(id)","from":"Bank","text":"Your code is 482913\u000a","#
        + #""octets":null,"code":"482913","parts":2,"missing":0,"received_at":"2026-11-23T20:00:00.042Z","#
        + #""expires_at":"2026-11-23T20:01:00.042Z"}"#

    @Test func `an inbox can be made, listed, read and deleted, its secret shown once`() async throws {
        let account = "\(FakeGateway.account.id)"
        let made = try await api.send(
            .post, "/v1/inboxes",
            #"{"number":"+46709999999","webhook_url":"https://hooks.example/a","account":"\#(account)"}"#)
        #expect((made.status, made.body) == (201, Self.inbox.dropLast() + #","webhook_secret":"whsec_made"}"#))
        #expect(made.headers[.location] == "/v1/inboxes/\(Self.id)")
        #expect(try await api.send(.get, "/v1/inboxes").body == #"{"inboxes":[\#(Self.inbox)]}"#)
        #expect(try await api.send(.get, "/v1/inboxes/\(Self.id)").body == Self.inbox)
        #expect(try await api.send(.delete, "/v1/inboxes/\(Self.id)").status == 204)
        #expect(
            api.inboxes.asked == [
                "create +46709999999 https://hooks.example/a \(account)", "list", "inbox \(Self.id)",
                "delete \(Self.id)",
            ])
    }

    @Test func `an inbox needs only a number`() async throws {
        let made = try await api.send(.post, "/v1/inboxes", #"{"number":"72000"}"#)
        #expect(made.body.hasSuffix(#""webhook_secret":null}"#))
        #expect(api.inboxes.asked == ["create 72000 - -"])
        #expect(try await api.send(.post, "/v1/inboxes", "{}").code == "missing_field")
        #expect(try await api.send(.post, "/v1/inboxes", #"{"number":"72000","url":"x"}"#).code == "unknown_field")
        #expect(try await api.send(.post, "/v1/inboxes", #"{"number":"1","account":"nobody"}"#).code == "not_found")
    }

    @Test func `messages come page by page`() async throws {
        let all = try await api.send(.get, "/v1/inboxes/\(Self.id)/messages")
        #expect(all.status == 200)
        #expect(all.headers[.cacheControl] == "no-store")
        #expect(all.body.hasPrefix(#"{"messages":[\#(Self.message),{"#))
        #expect(all.body.contains(#""text":null,"octets":"AQL/","code":null"#))
        #expect(all.body.hasSuffix(#"],"next":null}"#))
        let page = try await api.send(.get, "/v1/inboxes/\(Self.id)/messages?limit=1&after=\(FakeInboxes.picture.id)")
        #expect(page.body == #"{"messages":[\#(Self.message)],"next":"\#(FakeInboxes.message.id)"}"#)
        #expect(
            api.inboxes.asked
                == ["messages \(Self.id) - 50", "messages \(Self.id) \(FakeInboxes.picture.id) 1"])
    }

    @Test(arguments: [
        ("limit=x", "invalid_field"), ("limit=-1", "invalid_field"), ("limit=1&limit=2", "invalid_field"),
        ("after=nobody", "invalid_field"), ("sort=up", "unknown_field"), ("482913=1", "unknown_field"),
    ])
    func `a query that can't be read is refused without being repeated`(query: String, code: String) async throws {
        let answer = try await api.send(.get, "/v1/inboxes/\(Self.id)/messages?\(query)")
        #expect((answer.status, answer.code) == (400, code))
        #expect(!answer.body.contains("482913"))
        #expect(api.inboxes.asked.isEmpty)
    }

    @Test func `messages are followed as server-sent events`() async throws {
        api.inboxes.state.withLock { $0.events = [.beat, .message(FakeInboxes.message)] }
        let answer = try await api.send(.get, "/v1/inboxes/\(Self.id)/events")
        #expect(answer.headers[.contentType] == "text/event-stream")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(
            answer.body == ": listening\n\n: beat\n\nevent: message\nid: \(FakeInboxes.message.id)\n"
                + "data: \(Self.message)\n\n")
    }

    @Test(arguments: [
        "/v1/inboxes/x", "/v1/inboxes/x/messages", "/v1/inboxes/x/events", "/v1/inboxes/\(FakeGateway.messageID)",
    ])
    func `an inbox of nothing is not found`(path: String) async throws {
        let answer = try await api.send(.get, path)
        #expect((answer.status, answer.code) == (404, "not_found"))
    }

    @Test(arguments: ["/v1/inboxes", "/v1/inboxes/x", "/v1/inboxes/x/messages", "/v1/inboxes/x/events", "/v1/opt-outs"])
    func `nothing of it is shown without a key`(path: String) async throws {
        let answer = try await api.send(.get, path, bearer: nil)
        #expect((answer.status, answer.code) == (401, "unauthenticated"))
        #expect(api.inboxes.asked.isEmpty)
    }

    @Test func `what the inboxes refuse has its problem`() async throws {
        api.inboxes.state.withLock { $0.error = .forbidden(problem: "Only the operator may.") }
        let answer = try await api.send(.post, "/v1/inboxes", #"{"number":"72000"}"#)
        #expect((answer.status, answer.code) == (403, "forbidden"))
    }

    @Test func `the page needs no key, runs nothing from elsewhere and holds no message`() async throws {
        let page = try await api.send(.get, "/inboxes/\(Self.id)", bearer: nil)
        #expect(page.status == 200)
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'") && policy.contains("frame-ancestors 'none'"))
        #expect(page.body.contains("/assets/inbox.js") && !page.body.contains(Self.id))
        #expect(api.inboxes.asked.isEmpty)
        let script = try await api.send(.get, "/assets/inbox.js", bearer: nil)
        #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
        // Where a key or a text must never go.
        for word in ["innerHTML", "localStorage", "sessionStorage", "document.cookie", "eval("] {
            #expect(!script.body.contains(word), "\(word)")
        }
        #expect(try await api.send(.get, "/assets/inbox.css", bearer: nil).status == 200)
    }

    @Test func `a followed inbox leaves neither code nor text in the log`() async throws {
        api.inboxes.state.withLock { $0.events = [.message(FakeInboxes.message)] }
        _ = try await api.send(.get, "/v1/inboxes/\(Self.id)/events")
        _ = try await api.send(.get, "/v1/inboxes/\(Self.id)/messages")
        #expect(api.log.lines.count == 2)
        for line in api.log.lines { #expect(!line.contains("482913") && !line.contains(Self.id), "\(line)") }
    }

    @Test func `opt-outs are listed and taken back`() async throws {
        let id = "\(FakeGateway.optOut.id)"
        let list = try await api.send(.get, "/v1/opt-outs?limit=1")
        #expect(
            list.body == #"{"opt_outs":[{"id":"\#(id)","account":"\#(FakeGateway.account.id)","sender":"46700000002","#
                + #""recipient":"+46•••••4567","keyword":"STOP","opted_out_at":"2026-11-23T20:00:00.042Z"}],"next":"\#(id)"}"#
        )
        #expect(try await api.send(.delete, "/v1/opt-outs/\(id)").status == 204)
        #expect(try await api.send(.delete, "/v1/opt-outs/x").status == 404)
        #expect(api.gateway.asked == ["optOuts - 1", "deleteOptOut \(id)"])
    }
}
