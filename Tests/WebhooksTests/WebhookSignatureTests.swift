import Inbound
import Storage
import Testing
import World

@testable import Webhooks

@Suite struct WebhookSignatureTests {
    /// Source: the example of Standard Webhooks 1.0 and its libraries' tests.
    @Test func `the example of the standard is signed as the standard says`() throws {
        let headers = try #require(
            WebhookSignature.headers(
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: Array(#"{"test": 2432232314}"#.utf8),
                secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", now: Timestamp(seconds: 1_614_265_330)))
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers[1].value == "1614265330")
        #expect(headers[2].value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_***"])
    func `what is no secret signs nothing`(_ secret: String) {
        #expect(WebhookSignature.headers(id: "a", body: [], secret: secret, now: Timestamp(seconds: 1)) == nil)
    }

    @Test func `an event says what came, as JSON`() {
        let announcement = Announcement(
            url: WebhookURL("https://hooks.example/")!, secret: "",
            inbox: InboxView(
                id: InboxID(high: 1, low: 2), account: AccountID(high: 3, low: 4), number: "+46709999999",
                webhookURL: nil,
                createdAt: Timestamp(seconds: 0)),
            message: InboxMessageView(
                id: InboxMessageID(high: 5, low: 6), inbox: InboxID(high: 1, low: 2), from: "Bänk \"A\"",
                text: "a\\b\n\u{7F}",
                code: nil, parts: 2, missing: 1, receivedAt: Timestamp(seconds: 1_614_265_330),
                expiresAt: Timestamp(seconds: 2_000_000_000)))
        let body = String(decoding: WebhookEvent.body(announcement), as: UTF8.self)
        #expect(
            body
                == #"{"type":"inbox.message","timestamp":"2021-02-25T15:02:10.000Z","data":{"id":"\#(InboxMessageID(high: 5, low: 6))","#
                + #""inbox":"\#(InboxID(high: 1, low: 2))","to":"+46709999999","from":"Bänk \"A\"","text":"a\\b\u000a\u007f","#
                + #""octets":null,"code":null,"parts":2,"missing":1,"received_at":"2021-02-25T15:02:10.000Z"}}"#)
    }
}
