package import Storage
import Verification
package import World

/// What a webhook is told of one message.
package struct Announcement: Sendable {
    package var url: WebhookURL
    /// `whsec_…`
    package var secret: String
    package var inbox: InboxView
    package var message: InboxMessageView

    package init(url: WebhookURL, secret: String, inbox: InboxView, message: InboxMessageView) {
        (self.url, self.secret, self.inbox, self.message) = (url, secret, inbox, message)
    }
}

/// What waits for webhooks, for whoever posts it.
package protocol AnnouncementSource: Sendable {
    /// Those that wait, after a start.
    func waitingAnnouncements() async throws(StoreError) -> [PendingDelivery]
    /// `nil` when nothing is to be told any more: the message or its inbox is gone, or can't be opened.
    func announcement(_ delivery: PendingDelivery) async throws(StoreError) -> Announcement?
    /// It was told, or is given up.
    func end(_ delivery: PendingDelivery) async throws(StoreError)
    /// It is tried again, as its `attempts` and `notBefore` say; its `version` is the one after `delivery`'s.
    func postpone(_ delivery: PendingDelivery, until: Timestamp) async throws(StoreError) -> PendingDelivery
}

extension InboundService: AnnouncementSource {
    private static let waitingPage = 500

    package nonisolated func waitingAnnouncements() async throws(StoreError) -> [PendingDelivery] {
        let now = world.now
        var waiting: [PendingDelivery] = []
        for inbox in inboxes.inboxes(of: nil) where inbox.webhookURL != nil {
            var after: [UInt8]?
            repeat {
                let page = try await store.list(
                    PendingDelivery.self, parent: inbox.id.bytes, after: after, limit: Self.waitingPage, now: now)
                waiting += page
                after = page.count == Self.waitingPage ? page.last?.itemKey : nil
            } while after != nil
        }
        return waiting
    }

    package nonisolated func announcement(_ delivery: PendingDelivery) async throws(StoreError) -> Announcement? {
        guard case .inbox(let id) = delivery.owner, let inbox = inboxes.inbox(id),
            let url = inbox.webhookURL.flatMap(WebhookURL.init), let sealed = inbox.webhookSecret,
            let secret = keys.open(sealed, context: Self.context(.webhookSecret, inbox.account, inbox.digest)),
            let message = keys.open(delivery.body, context: Self.context(delivery.id, inbox)),
            let record = try await store.get(InboxMessage.self, message, now: world.now),
            let shown = view(record, in: inbox)
        else { return nil }
        return Announcement(
            url: url, secret: String(decoding: secret, as: UTF8.self), inbox: view(inbox), message: shown)
    }

    package nonisolated func end(_ delivery: PendingDelivery) async throws(StoreError) {
        try await store.commit(WriteBatch([.delete(delivery)], now: world.now))
    }

    package nonisolated func postpone(
        _ delivery: PendingDelivery, until: Timestamp
    ) async throws(StoreError) -> PendingDelivery {
        var next = delivery
        next.attempts += 1
        next.notBefore = until
        next.version += 1
        try await store.commit(WriteBatch([.put(next, ifVersion: delivery.version)], now: world.now))
        return next
    }
}
