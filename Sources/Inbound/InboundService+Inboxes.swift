package import Gateway
import Numbering
import Storage
import Verification
package import World

/// Inbox numbers and what is in them. The operator hands numbers out; what a number receives, its account alone sees.
extension InboundService {
    /// Inboxes one account may have, and all of them together.
    package static let inboxesPerAccountMax = 1000
    package static let inboxesMax = 100_000
    /// Messages one page of a list has at most.
    package static let messagesPageMax = 100
    /// Digits of a short code.
    static let shortCodeDigits = 3...8
    /// How many records are deleted in one commit.
    private static let deletionsMax = 60

    /// Makes a number an inbox of `account`, or the caller's own. The secret that signs its webhook's events is given
    /// here once.
    package nonisolated func createInbox(
        number text: String, webhookURL: String?, account: AccountID?, caller: Caller
    ) async throws(GatewayError) -> (inbox: InboxView, webhookSecret: String?) {
        try requireReady()
        guard caller.isOperator else {
            throw .forbidden(problem: "Only the operator's key hands out numbers: messages to them are private.")
        }
        let owner = account ?? caller.account
        guard try await gateway.accounts(caller: caller).contains(where: { $0.id == owner }) else {
            throw .notFound(.account)
        }
        let number = try Self.inboxNumber(text)
        if let webhookURL {
            guard let url = WebhookURL(webhookURL) else {
                throw .invalid(field: "webhook_url", problem: WebhookURL.rule)
            }
            if !configuration.allowsPrivateWebhooks, url.isPrivate {
                throw .invalid(field: "webhook_url", problem: "must not point into a private network")
            }
        }
        let digits = number.hasPrefix("+") ? String(number.dropFirst()) : number
        let digest = keys.recipientDigest(of: number)
        guard inboxes.inbox(digest) == nil, esmes?.owner(ofAddress: digits) == nil else {
            throw .conflict(problem: "messages to the number have an owner already")
        }
        guard inboxes.inboxes(of: owner).count < Self.inboxesPerAccountMax, inboxes.count < Self.inboxesMax else {
            throw .conflict(
                problem: "there are as many inboxes as there may be: \(Self.inboxesPerAccountMax) an account")
        }
        let (inbox, secret) = inbox(number, digest, webhookURL: webhookURL, account: owner)
        try await commit([.put(inbox, ifVersion: 0)])
        inboxes.put(inbox)
        return (view(inbox), secret)
    }

    /// By identifier. The operator sees those of every account.
    package nonisolated func inboxes(caller: Caller) async throws(GatewayError) -> [InboxView] {
        inboxes.inboxes(of: caller.isOperator ? nil : caller.account).map(view)
    }

    package nonisolated func inbox(_ id: InboxID, caller: Caller) async throws(GatewayError) -> InboxView {
        view(try visible(id, caller: caller))
    }

    /// Deletes the inbox with everything in it.
    package nonisolated func deleteInbox(_ id: InboxID, caller: Caller) async throws(GatewayError) {
        try requireReady()
        let inbox = try visible(id, caller: caller)
        // First the number, so that nothing comes in any more; what a crash leaves behind, its retention drops.
        try await commit([.delete(inbox)])
        inboxes.remove(id)
        feed.finish(id)
        try await deleteAll(InboxMessage.self, of: id)
        try await deleteAll(PendingDelivery.self, of: id)
    }

    /// Its messages, oldest first, after `after`: for its account alone, not even for the operator.
    package nonisolated func messages(
        of id: InboxID, after: InboxMessageID?, limit: Int, caller: Caller
    ) async throws(GatewayError) -> [InboxMessageView] {
        let inbox = try own(id, caller: caller)
        guard (1...Self.messagesPageMax).contains(limit) else {
            throw .invalid(field: "limit", problem: "must be 1 to \(Self.messagesPageMax)")
        }
        let now = world.now
        let records = try await storing { () async throws(StoreError) in
            try await store.list(InboxMessage.self, parent: id.bytes, after: after?.bytes, limit: limit, now: now)
        }
        return records.compactMap { view($0, in: inbox) }
    }

    /// What it receives from now on.
    package nonisolated func events(
        of id: InboxID, caller: Caller
    ) async throws(GatewayError) -> AsyncStream<InboxEvent> {
        _ = try own(id, caller: caller)
        guard let events = feed.subscribe(id) else {
            throw .limited(limit: "listeners", retryAfter: .seconds(10))
        }
        return events
    }

    // MARK: Private

    private nonisolated func requireReady() throws(GatewayError) {
        guard gateway.isReady else { throw .shuttingDown }
    }

    private nonisolated func visible(_ id: InboxID, caller: Caller) throws(GatewayError) -> InboxNumber {
        guard let inbox = inboxes.inbox(id), caller.isOperator || inbox.account == caller.account else {
            throw .notFound(.inbox)
        }
        return inbox
    }

    private nonisolated func own(_ id: InboxID, caller: Caller) throws(GatewayError) -> InboxNumber {
        guard let inbox = inboxes.inbox(id), inbox.account == caller.account else { throw .notFound(.inbox) }
        return inbox
    }

    /// "+" and digits for a number, digits for a short code.
    private static func inboxNumber(_ text: String) throws(GatewayError) -> String {
        if shortCodeDigits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return text
        }
        do {
            return try NumberingPlan.current.parse(text, defaultRegion: nil).text
        } catch {
            throw .invalid(field: "number", problem: error.message)
        }
    }

    private nonisolated func inbox(
        _ number: String, _ digest: RecipientDigest, webhookURL: String?, account: AccountID
    ) -> (inbox: InboxNumber, secret: String?) {
        let now = world.now
        var random = world.random
        let secret = webhookURL.map { _ in WebhookSecret.make(world.randomBytes(WebhookSecret.byteCount)) }
        let inbox = InboxNumber(
            id: InboxID(at: now, using: &random), account: account, digest: digest, masked: PhoneAddress.masked(number),
            sealed: keys.seal(
                Array(number.utf8), context: Self.context(.inboxNumber, account, digest), now: now, using: &random),
            webhookURL: webhookURL,
            webhookSecret: secret.map {
                keys.seal(
                    Array($0.utf8), context: Self.context(.webhookSecret, account, digest), now: now, using: &random)
            },
            createdAt: now)
        return (inbox, secret)
    }

    nonisolated static func context(
        _ purpose: SealContext.Purpose, _ account: AccountID, _ digest: RecipientDigest
    ) -> SealContext {
        SealContext(purpose, account: account, recipient: digest, record: digest.bytes)
    }

    nonisolated func view(_ inbox: InboxNumber) -> InboxView {
        let number = keys.open(inbox.sealed, context: Self.context(.inboxNumber, inbox.account, inbox.digest))
        return InboxView(
            id: inbox.id, account: inbox.account,
            number: number.map { String(decoding: $0, as: UTF8.self) } ?? inbox.masked, webhookURL: inbox.webhookURL,
            createdAt: inbox.createdAt)
    }

    private nonisolated func commit(_ operations: [WriteOperation]) async throws(GatewayError) {
        try await storing { () async throws(StoreError) in
            try await store.commit(WriteBatch(operations, now: world.now))
        }
    }

    private nonisolated func deleteAll<Record: ItemRecord>(
        _ type: Record.Type, of id: InboxID
    ) async throws(GatewayError) {
        while true {
            let now = world.now
            let page = try await storing { () async throws(StoreError) in
                try await store.list(type, parent: id.bytes, limit: Self.deletionsMax, now: now)
            }
            guard !page.isEmpty else { return }
            try await commit(page.map { .delete($0) })
        }
    }

    private nonisolated func storing<Value: Sendable>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(GatewayError) -> Value {
        do {
            return try await body()
        } catch {
            switch error {
            case .conflict: throw .conflict(problem: "messages to the number have an owner already")
            case .unavailable(let reason): throw .storeUnavailable(reason)
            }
        }
    }
}
