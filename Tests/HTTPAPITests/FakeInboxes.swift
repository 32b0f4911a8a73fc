import HTTPAPI
import Inbound
import Storage
import Synchronization
import World

@testable import Gateway

/// Answers every request about inboxes with the same things, or with the error it was given.
final class FakeInboxes: InboxPort {
    static let inbox = InboxView(
        id: InboxID(high: 21, low: 22), account: FakeGateway.account.id, number: "+46709999999",
        webhookURL: "https://hooks.example/a", createdAt: FakeGateway.start)
    static let message = InboxMessageView(
        id: InboxMessageID(high: 23, low: 24), inbox: inbox.id, from: "Bank", text: "Your code is 482913\n",
        code: "482913",
        parts: 2, receivedAt: FakeGateway.start, expiresAt: FakeGateway.start + .seconds(60))
    static let picture = InboxMessageView(
        id: InboxMessageID(high: 23, low: 25), inbox: inbox.id, from: "72000", text: nil, octets: [1, 2, 255],
        code: nil,
        receivedAt: FakeGateway.start, expiresAt: FakeGateway.start + .seconds(60))

    struct State {
        var asked: [String] = []
        var error: GatewayError?
        var events: [InboxEvent] = []
    }
    let state = Mutex(State())
    var asked: [String] { state.withLock { $0.asked } }

    private func note(_ text: String) throws(GatewayError) {
        let error = state.withLock { state in
            state.asked.append(text)
            return state.error
        }
        if let error { throw error }
    }

    func createInbox(
        number: String, webhookURL: String?, account: AccountID?, caller: Caller
    ) async throws(GatewayError) -> (inbox: InboxView, webhookSecret: String?) {
        try note("create \(number) \(webhookURL ?? "-") \(account?.description ?? "-")")
        return (Self.inbox, webhookURL.map { _ in "whsec_made" })
    }

    func inboxes(caller: Caller) async throws(GatewayError) -> [InboxView] {
        try note("list")
        return [Self.inbox]
    }

    func inbox(_ id: InboxID, caller: Caller) async throws(GatewayError) -> InboxView {
        try note("inbox \(id)")
        return Self.inbox
    }

    func deleteInbox(_ id: InboxID, caller: Caller) async throws(GatewayError) { try note("delete \(id)") }

    func messages(
        of id: InboxID, after: InboxMessageID?, limit: Int, caller: Caller
    ) async throws(GatewayError) -> [InboxMessageView] {
        try note("messages \(id) \(after?.description ?? "-") \(limit)")
        return Array([Self.message, Self.picture].prefix(limit))
    }

    func events(of id: InboxID, caller: Caller) async throws(GatewayError) -> AsyncStream<InboxEvent> {
        try note("events \(id)")
        let (stream, continuation) = AsyncStream.makeStream(of: InboxEvent.self)
        for event in state.withLock({ $0.events }) { continuation.yield(event) }
        continuation.finish()
        return stream
    }
}
