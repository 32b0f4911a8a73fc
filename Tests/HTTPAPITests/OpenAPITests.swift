import Foundation
import Hummingbird
import Inbound
import Testing

/// What the gateway says of itself, read by a parser that is not ours.
struct OpenAPIDocument {
    let text: String
    let root: [String: Any]

    init() async throws {
        text = try await API().send(.get, "/openapi.json", bearer: nil).body
        root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func at(_ path: String...) -> Any? {
        path.reduce(root as Any?) { ($0 as? [String: Any])?[$1] }
    }

    var version: String? { at("openapi") as? String }
    var problemCodes: [String]? { at("components", "schemas", "ProblemCode", "enum") as? [String] }
    var paths: [String: [String: Any]] { at("paths") as? [String: [String: Any]] ?? [:] }

    /// `GET /path` and so on, sorted.
    var operations: [String] {
        paths.flatMap { path, item in
            item.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
        }.sorted()
    }

    func properties(of schema: String) -> Set<String> {
        Set((at("components", "schemas", schema, "properties") as? [String: Any] ?? [:]).keys)
    }

    func resolves(_ reference: String) -> Bool {
        let parts = reference.split(separator: "/").map(String.init)
        return parts.first == "#" && parts.dropFirst().reduce(root as Any?) { ($0 as? [String: Any])?[$1] } != nil
    }
}

struct OpenAPITests {
    @Test func `the description has every route of the router and no other`() async throws {
        let document = try await OpenAPIDocument()
        #expect(document.version == "3.1.0")
        #expect(document.operations == API().router.routes.map { "\($0.method.rawValue) \($0.path)" }.sorted())
        #expect(document.operations.count == 44)
    }

    @Test func `every reference of the description leads somewhere`() async throws {
        let document = try await OpenAPIDocument()
        let references = document.text.matches(of: /"\$ref": "([^"]+)"/).map { String($0.1) }
        #expect(references.count > 100)
        for reference in Set(references) { #expect(document.resolves(reference), "\(reference)") }
    }

    @Test func `every operation is named once and says what it answers and refuses`() async throws {
        let document = try await OpenAPIDocument()
        var names: Set<String> = []
        for (path, item) in document.paths {
            for (method, value) in item where method != "parameters" {
                let operation = try #require(value as? [String: Any])
                #expect(names.insert(try #require(operation["operationId"] as? String)).inserted)
                let responses = try #require(operation["responses"] as? [String: Any])
                #expect(responses.keys.contains { $0.hasPrefix("2") })
                #expect(responses.keys.contains("401") == path.hasPrefix("/v1/"))
                #expect((operation["requestBody"] != nil) == ["post", "patch"].contains(method))
            }
            #expect(path.contains("{id}") == (item["parameters"] != nil))
        }
    }

    @Test(arguments: [
        ("Verification", "/v1/verifications/\(FakeGateway.verificationID)", nil),
        ("Timeline", "/v1/verifications/\(FakeGateway.verificationID)/timeline", nil),
        ("Hop", "/v1/verifications/\(FakeGateway.verificationID)/timeline", "hops"),
        ("Message", "/v1/messages/\(FakeGateway.messageID)", nil), ("Account", "/v1/accounts", "accounts"),
        ("Service", "/v1/services", "services"), ("Key", "/v1/keys", "keys"),
        ("Application", "/v1/esmes", "esmes"), ("Inbox", "/v1/inboxes", "inboxes"),
        ("OptOut", "/v1/opt-outs", "opt_outs"),
        ("InboxMessage", "/v1/inboxes/\(FakeInboxes.inbox.id)/messages", "messages"),
        ("GatewayStatus", "/v1/status", nil),
        ("Link", "/v1/status", "links"),
    ])
    func `an answer has the fields the description says`(schema: String, path: String, list: String?) async throws {
        let body = try await API().send(.get, path).body
        var object = try #require(JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        if let list { object = try #require((object[list] as? [[String: Any]])?.first) }
        let document = try await OpenAPIDocument()
        #expect(Set(object.keys) == document.properties(of: schema))
    }
}
