package import World

/// An inbox as its owner may see it, the number whole: it is theirs.
package struct InboxView: Hashable, Sendable {
    package var id: InboxID
    package var account: AccountID
    package var number: String
    package var webhookURL: String?
    package var createdAt: Timestamp

    package init(id: InboxID, account: AccountID, number: String, webhookURL: String?, createdAt: Timestamp) {
        (self.id, self.account, self.number) = (id, account, number)
        (self.webhookURL, self.createdAt) = (webhookURL, createdAt)
    }
}

/// A received message in the clear, for its inbox's owner alone. It prints without what it says.
package struct InboxMessageView: Hashable, Sendable {
    package var id: InboxMessageID
    package var inbox: InboxID
    package var from: String
    /// `nil` for a message that is no text.
    package var text: String?
    /// Of a message that is no text; else empty.
    package var octets: [UInt8]
    /// The one-time code found in it.
    package var code: String?
    package var parts: Int
    /// Parts that never came; "…" stands in the text for each run of them.
    package var missing: Int
    package var receivedAt: Timestamp
    package var expiresAt: Timestamp

    package init(
        id: InboxMessageID, inbox: InboxID, from: String, text: String?, octets: [UInt8] = [], code: String?,
        parts: Int = 1, missing: Int = 0, receivedAt: Timestamp, expiresAt: Timestamp
    ) {
        (self.id, self.inbox, self.from, self.text, self.octets) = (id, inbox, from, text, octets)
        (self.code, self.parts, self.missing) = (code, parts, missing)
        (self.receivedAt, self.expiresAt) = (receivedAt, expiresAt)
    }
}

extension InboxMessageView: CustomStringConvertible, CustomReflectable {
    package var description: String { "InboxMessageView(\(id))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
