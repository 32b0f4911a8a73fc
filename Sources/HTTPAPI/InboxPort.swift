package import Gateway
package import Inbound
package import World

/// What the API dialects ask about messages received, so that they can be tested without a gateway.
package protocol InboxPort: Sendable {
    func createInbox(
        number: String, webhookURL: String?, account: AccountID?, caller: Caller
    ) async throws(GatewayError) -> (inbox: InboxView, webhookSecret: String?)
    func inboxes(caller: Caller) async throws(GatewayError) -> [InboxView]
    func inbox(_ id: InboxID, caller: Caller) async throws(GatewayError) -> InboxView
    func deleteInbox(_ id: InboxID, caller: Caller) async throws(GatewayError)
    func messages(
        of id: InboxID, after: InboxMessageID?, limit: Int, caller: Caller
    ) async throws(GatewayError) -> [InboxMessageView]
    func events(of id: InboxID, caller: Caller) async throws(GatewayError) -> AsyncStream<InboxEvent>
}

extension InboundService: InboxPort {}
