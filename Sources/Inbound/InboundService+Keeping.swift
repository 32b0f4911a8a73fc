import Logging
import Storage
import Synchronization
import Verification
import World

/// Messages into inboxes, and out again.
extension InboundService {
    /// Messages one inbox keeps; one more drops its oldest.
    package static let messagesMax = 1000
    /// Announcements that wait for one inbox's webhook; one more is not announced, and lies in the inbox all the same.
    package static let announcementsMax = 1000
    /// How long a webhook may be out of reach until a message is not announced any more.
    package static let announcementLife = Duration.seconds(24 * 3600)

    /// Puts a message into the inbox with its announcement and `operations`, in one commit; then tells who looks on.
    func keep(
        _ letter: InboxLetter, masked: String, in inbox: InboxNumber, receivedAt: Timestamp,
        with operations: [WriteOperation] = []
    ) async throws(StoreError) {
        let now = world.now
        var random = world.random
        let id = InboxMessageID(at: now, using: &random)
        let message = InboxMessage(
            id: id, inbox: inbox.id, fromMasked: masked,
            body: keys.seal(letter.bytes, context: Self.context(id, inbox), now: now, using: &random),
            receivedAt: receivedAt, expiresAt: now + configuration.retention)
        var all = operations + [.put(message, ifVersion: 0)]
        if try await store.count(InboxMessage.self, parent: inbox.id.bytes, now: now) >= Self.messagesMax {
            let oldest = try await store.list(InboxMessage.self, parent: inbox.id.bytes, limit: 1, now: now)
            all += oldest.map { .delete($0) }
        }
        let announcement = try await announcement(of: message, in: inbox, now: now)
        if let announcement { all.append(.put(announcement, ifVersion: 0)) }
        try await store.commit(WriteBatch(all, now: now))
        logger.info(
            "a message was received", metadata: ["inbox": "\(inbox.id)", "message": "\(id)", "from": "\(masked)"])
        feed.send(Self.view(message, letter))
        if let announcement { announcements.withLock { $0 }?.added(announcement) }
    }

    private func announcement(
        of message: InboxMessage, in inbox: InboxNumber, now: Timestamp
    ) async throws(StoreError) -> PendingDelivery? {
        guard inbox.webhookURL != nil else { return nil }
        guard try await store.count(PendingDelivery.self, parent: inbox.id.bytes, now: now) < Self.announcementsMax
        else {
            logger.warning(
                "a message is not announced: too many wait for the webhook", metadata: ["inbox": "\(inbox.id)"])
            return nil
        }
        var random = world.random
        let id = DeliveryID(at: now, using: &random)
        // The message alone holds what it says; this only names it.
        return PendingDelivery(
            id: id, owner: .inbox(inbox.id),
            body: keys.seal(message.id.bytes, context: Self.context(id, inbox), now: now, using: &random),
            isReceipt: false, createdAt: now, expiresAt: now + Self.announcementLife)
    }

    nonisolated static func context(_ id: InboxMessageID, _ inbox: InboxNumber) -> SealContext {
        SealContext(.inboxMessage, account: inbox.account, recipient: inbox.digest, record: id.bytes)
    }

    nonisolated static func context(_ id: DeliveryID, _ inbox: InboxNumber) -> SealContext {
        SealContext(.delivery, account: inbox.account, recipient: inbox.digest, record: id.bytes)
    }

    /// `nil` when the key that sealed it is gone.
    nonisolated func view(_ message: InboxMessage, in inbox: InboxNumber) -> InboxMessageView? {
        keys.open(message.body, context: Self.context(message.id, inbox))
            .flatMap { try? InboxLetter($0) }
            .map { Self.view(message, $0) }
    }

    private nonisolated static func view(_ message: InboxMessage, _ letter: InboxLetter) -> InboxMessageView {
        InboxMessageView(
            id: message.id, inbox: message.inbox, from: letter.from, text: letter.text, octets: letter.octets,
            code: letter.code, parts: letter.parts, missing: letter.missing, receivedAt: message.receivedAt,
            expiresAt: message.expiresAt)
    }
}
