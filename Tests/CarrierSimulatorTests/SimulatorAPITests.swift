import CarrierSimulator
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MessageEncoding
import NIOCore
import Numbering
import SMPP
import Testing
import World

@Suite struct SimulatorAPITests {
    private let network = CarrierNetwork(
        profiles: [.direct, CarrierProfile.instant.named("two words")], network: StraightNetwork(),
        world: VirtualWorld(executor: VirtualExecutor(seed: 1)))

    private func deliver(_ text: String, to number: E164 = phone) {
        let message = DecodedMessage(header: nil, content: .septets(GSM0338.septets(of: text) ?? []))
        _ = network.handsets.deliver(
            message, from: "ACME", to: number, carrier: "direct", now: Timestamp(seconds: 1_800_000_000))
    }

    private func request(
        _ uri: String, method: HTTPRequest.Method = .get, body: String? = nil
    ) async throws -> (status: Int, type: String?, body: String) {
        let application = Application(router: SimulatorAPI.router(network))
        return try await application.test(.router) { client in
            try await client.execute(uri: uri, method: method, body: body.map { ByteBuffer(string: $0) }) { response in
                (response.status.code, response.headers[.contentType], String(buffer: response.body))
            }
        }
    }

    @Test(arguments: ["+46701234567", "%2B46701234567", "%2b46701234567", "46701234567"])
    func `an inbox is found by its number, the plus raw, encoded or left out`(number: String) async throws {
        deliver("Your code is \"482913\"\n\u{20AC}")
        deliver("no digits here")
        let (status, type, body) = try await request("/handsets/\(number)/messages")
        #expect(status == 200 && type == "application/json")
        #expect(
            body == #"[{"from":"ACME","text":"Your code is \"482913\"\n€","code":"482913","#
                + #""received_at":"2027-01-15T08:00:00.000Z"},{"from":"ACME","text":"no digits here","code":null,"#
                + #""received_at":"2027-01-15T08:00:00.000Z"}]"#)
    }

    @Test func `a number that nobody wrote to has an empty inbox`() async throws {
        let (status, _, body) = try await request("/handsets/+447700900123/messages")
        #expect(status == 200 && body == "[]")
    }

    @Test(arguments: ["12345", "+1234567890123456", "hello", "%2B46x01234567", "%2B"])
    func `what is no number is refused as a problem`(number: String) async throws {
        let (status, type, body) = try await request("/handsets/\(number)/messages")
        #expect(status == 400 && type == "application/problem+json" && body.contains("E.164"))
    }

    @Test func `phones are listed, the latest first, by their whole numbers`() async throws {
        deliver("first")
        deliver("second", to: try #require(E164("+447700900123")))
        let body = try await request("/handsets").body
        let (one, two) = (body.firstRange(of: "+447700900123"), body.firstRange(of: "+46701234567"))
        let (first, second) = (try #require(one), try #require(two))
        #expect(first.lowerBound < second.lowerBound && body.contains(#""carrier":"direct""#))
    }

    @Test func `faults replace what was wrong with a carrier`() async throws {
        let faults = #"{"faults":[{"kind":"slow","factor":3,"for_seconds":60},{"kind":"down","after_seconds":5}]}"#
        let answer = try await request("/carriers/direct/faults", method: .put, body: faults)
        #expect(answer.status == 200 && answer.body.contains(#""state":"closed""#))
        #expect(answer.body.contains(#""kind":"slow","factor":3.0,"active":true"#))
        #expect(answer.body.contains(#""kind":"down","active":false"#))
        let cleared = try await request("/carriers/direct/faults", method: .put, body: #"{"faults":[]}"#)
        #expect(cleared.body.contains(#""faults":[]"#))
        let named = try await request(
            "/carriers/two%20words/faults", method: .put, body: #"{"faults":[{"kind":"down"}]}"#)
        #expect(named.status == 200)
        let all = try await request("/carriers").body
        #expect(all.contains(#""name":"two words","state":"down""#))
    }

    @Test(arguments: [
        (#"{"faults":[{"kind":"gone"}]}"#, "faults[0].kind"),
        (#"{"faults":[{"kind":"down"},{"kind":"slow"}]}"#, "faults[1].factor"),
        (#"{"faults":[{"kind":"slow","factor":0}]}"#, "faults[0].factor"),
        (#"{"faults":[{"kind":"throttled","segments_per_second":0}]}"#, "faults[0].segments_per_second"),
        (#"{"faults":[{"kind":"down","for_seconds":-1}]}"#, "faults[0].for_seconds"),
        (#"{"faults":[{"kind":"down","after_seconds":1e300}]}"#, "faults[0].after_seconds"),
        (#"{"faults":3}"#, "not the JSON expected"), ("", "not the JSON expected"),
    ])
    func `a wrong fault is refused, the field named`(body: String, named: String) async throws {
        let answer = try await request("/carriers/direct/faults", method: .put, body: body)
        #expect(answer.status == 400 && answer.body.contains(named), "\(answer)")
    }

    @Test func `as many faults as allowed, and one more`() async throws {
        func faults(_ count: Int) -> String {
            #"{"faults":["# + Array(repeating: #"{"kind":"down"}"#, count: count).joined(separator: ",") + "]}"
        }
        let most = try await request("/carriers/direct/faults", method: .put, body: faults(FaultPlan.faultsMax))
        let more = try await request("/carriers/direct/faults", method: .put, body: faults(FaultPlan.faultsMax + 1))
        #expect(most.status == 200 && more.status == 400)
    }

    @Test func `a carrier that is not there is not found`() async throws {
        #expect(try await request("/carriers/none/faults", method: .put, body: #"{"faults":[]}"#).status == 404)
    }

    @Test func `a phone is switched off by its number`() async throws {
        let answer = try await request("/handsets/+46701234567/power", method: .put, body: #"{"on":false}"#)
        #expect(answer.status == 200 && !network.handsets.handset(phone).isOn)
        #expect(try await request("/handsets/+46701234567/power", method: .put, body: "off").status == 400)
    }

    @Test func `a phone's owner writes to whoever is bound, in as many segments as the text takes`() async throws {
        for (text, segments) in [("STOP", 1), (String(repeating: "a", count: 161), 2)] {
            let body = #"{"to":"12345","text":"\#(text)"}"#
            let answer = try await request("/handsets/+46701234567/send", method: .post, body: body)
            #expect(answer.status == 202 && answer.body == #"{"segments":\#(segments)}"#)
        }
        #expect(network.statistics.map(\.receiptsWaiting) == [3, 0])
        let named = #"{"to":"+46700000001","text":"x","carrier":"two words"}"#
        #expect(try await request("/handsets/+46701234567/send", method: .post, body: named).status == 202)
        #expect(network.statistics.map(\.receiptsWaiting) == [3, 1])
    }

    @Test(arguments: [
        (#"{"to":"12","text":"x"}"#, 400), (#"{"to":"+46","text":"x"}"#, 400), (#"{"to":"ACME","text":"x"}"#, 400),
        (#"{"text":"x"}"#, 400), (#"{"to":"12345","text":"x","carrier":"none"}"#, 404),
        (#"{"to":"12345","text":"\#(String(repeating: "a", count: 1531))"}"#, 400),
    ])
    func `what a phone cannot send is refused`(body: String, status: Int) async throws {
        #expect(try await request("/handsets/+46701234567/send", method: .post, body: body).status == status)
        #expect(network.statistics[0].receiptsWaiting == 0)
    }

    @Test func `a phone that is off sends nothing`() async throws {
        network.handsets.setOn(false, phone)
        let body = #"{"to":"12345","text":"STOP"}"#
        #expect(try await request("/handsets/+46701234567/send", method: .post, body: body).status == 409)
    }

    @Test func `the page and what it needs are served`() async throws {
        for (path, type, part) in [
            ("/", "text/html; charset=utf-8", "/app.js"), ("/style.css", "text/css; charset=utf-8", ".phone"),
            ("/app.js", "text/javascript; charset=utf-8", "EventSource"),
        ] {
            let answer = try await request(path)
            #expect(answer.status == 200 && answer.type == type && answer.body.contains(part))
        }
    }

    @Test func `the event stream tells of messages as they come, and ends with the box`() async throws {
        let application = Application(router: SimulatorAPI.router(network))
        let body = try await application.test(.router) { client in
            try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    try await client.execute(uri: "/events", method: .get) { String(buffer: $0.body) }
                }
                while network.watcherCount == 0 { await Task.yield() }
                deliver("Your code is 482913")
                await network.shutdown()
                return try await group.next() ?? nil
            }
        }
        let text = try #require(body)
        #expect(text.hasPrefix("event: carriers\ndata: ["))
        #expect(text.contains("event: message\ndata: {\"number\":\"+46701234567\",\"from\":\"ACME\""))
        #expect(text.hasSuffix("\n\n"))
    }
}
