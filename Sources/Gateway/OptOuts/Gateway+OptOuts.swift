import Logging
package import Numbering
import Routing
import Storage
import Verification
package import World

/// Who may not be sent to, because they said so. Whoever sends is refused, whatever it is: a code, a text, a message of
/// an application. Only the replies to their own words still reach them.
extension Gateway {
    /// How many opt-outs one page of a list has at most.
    package static let optOutsPageMax = 100

    /// Whether messages of `account` to the number may not be sent as `sender` (empty is the gateway's own).
    ///
    /// A route may send under a name of its own: an opt-out from any name that the message might go out with counts.
    package func isOptedOut(_ number: E164, sender: String, account: AccountID) async throws(GatewayError) -> Bool {
        let own = sender.isEmpty ? configuration.sender : sender
        var senders = dispatcher.routing.plan(for: number).candidates.map { $0.sender ?? own }
        if senders.isEmpty { senders = [own] }
        var digests = [OptOutKey.digest(everySenderOf: account, recipient: number, keys: keys)]
        for sender in senders {
            let digest = OptOutKey.digest(sender: sender, recipient: number, keys: keys)
            if !digests.contains(digest) { digests.append(digest) }
        }
        let (now, all) = (world.now, digests)
        return try await gatewayErrors { () async throws(StoreError) in
            for digest in all where try await optOuts.contains(digest, store: store, now: now) { return true }
            return false
        }
    }

    func requireNotOptedOut(
        _ number: E164, sender: String?, account: AccountID
    ) async throws(GatewayError) {
        guard try await !isOptedOut(number, sender: sender ?? "", account: account) else { throw .optedOut }
    }

    // MARK: What recipients say

    /// Ends messages from `sender`, or (`all`) from every sender of `account`, and sends `reply` if that is new.
    /// Returns whether it is. Durable before it returns.
    package func optOut(
        _ number: E164, of sender: String, all: Bool, account: AccountID?, keyword: String, reply: String?
    ) async throws(GatewayError) -> Bool {
        let digest =
            if all, let account {
                OptOutKey.digest(everySenderOf: account, recipient: number, keys: keys)
            } else {
                OptOutKey.digest(sender: sender, recipient: number, keys: keys)
            }
        let now = world.now
        guard try await stored(digest, now: now) == nil else { return false }
        let record = OptOut(
            digest: digest, account: account,
            sender: all && account != nil ? OptOutKey.everySender : OptOutKey.canonical(sender),
            recipientMasked: number.masked, at: now, keyword: keyword)
        do {
            try await answer(
                number, from: sender, account: account, text: reply, with: [.put(record, ifVersion: 0)], now: now)
        } catch {
            if case .conflict = error { return false }
            throw error
        }
        optOuts.add(digest)
        await dispatcher.optedOut(
            keys.recipientDigest(of: number.text), of: record.sender == OptOutKey.everySender ? nil : sender,
            account: account, before: now)
        return true
    }

    /// Takes back what stopped `sender`, and sends `reply` if something did. Returns whether something did.
    package func optIn(
        _ number: E164, to sender: String, account: AccountID?, reply: String?
    ) async throws(GatewayError) -> Bool {
        var digests = [OptOutKey.digest(sender: sender, recipient: number, keys: keys)]
        if let account { digests.append(OptOutKey.digest(everySenderOf: account, recipient: number, keys: keys)) }
        let now = world.now
        var operations: [WriteOperation] = []
        for digest in digests {
            if let record = try await stored(digest, now: now) { operations.append(.delete(record)) }
        }
        guard !operations.isEmpty else { return false }
        try await answer(number, from: sender, account: account, text: reply, with: operations, now: now)
        for digest in digests { await forget(digest) }
        return true
    }

    /// Sends the reply to a word of the recipient's, opted out or not; too many within a time are not sent.
    package func reply(
        _ text: String, to number: E164, from sender: String, account: AccountID?
    ) async throws(GatewayError) {
        try await answer(number, from: sender, account: account, text: text, with: [], now: world.now)
    }

    // MARK: What accounts ask

    /// By identifier, after `after`. The operator sees those of every account, and those of no account's sender.
    package func optOuts(
        after: OptOutID?, limit: Int, caller: Caller
    ) async throws(GatewayError) -> [OptOutView] {
        let now = world.now
        guard (1...Self.optOutsPageMax).contains(limit) else {
            throw .invalid(field: "limit", problem: "must be 1 to \(Self.optOutsPageMax)")
        }
        return try await gatewayErrors { () async throws(StoreError) in
            let records =
                if caller.isOperator {
                    try await store.listAll(OptOut.self, after: after?.bytes, limit: limit, now: now)
                } else {
                    try await store.list(
                        OptOut.self, parent: OptOut.parent(account: caller.account), after: after?.bytes, limit: limit,
                        now: now)
                }
            return records.map(OptOutView.init)
        }
    }

    /// Takes an opt-out back, for recipients who asked for that by another way than START.
    package func deleteOptOut(_ id: OptOutID, caller: Caller) async throws(GatewayError) {
        try requireAccepting()
        let now = world.now
        guard let record = try await stored(RecipientDigest(bytes: id.bytes), now: now),
            caller.isOperator || record.account == caller.account
        else { throw .notFound(.optOut) }
        try await gatewayErrors { () async throws(StoreError) in
            try await store.commit(WriteBatch([.delete(record)], now: now))
        }
        await forget(record.digest)
    }

    // MARK: Private

    /// One that was stored again before it was forgotten here stays.
    private func forget(_ digest: RecipientDigest) async {
        optOuts.remove(digest)
        guard let again = try? await stored(digest, now: world.now) else { return }
        optOuts.add(again.digest)
    }

    private func stored(_ digest: RecipientDigest, now: Timestamp) async throws(GatewayError) -> OptOut? {
        try await gatewayErrors { () async throws(StoreError) in
            try await store.get(OptOut.self, digest.bytes, now: now)
        }
    }

    /// Commits `operations` and a message that answers a recipient; without a text, without a route, or when the
    /// recipient was answered often enough, the operations alone.
    private func answer(
        _ number: E164, from sender: String, account: AccountID?, text: String?, with operations: [WriteOperation],
        now: Timestamp
    ) async throws(GatewayError) {
        if let text, let account = account ?? directory.accounts().first?.id, await dispatcher.reaches(number) {
            let recipient = recipient(number, account: account, service: nil, verification: nil, now: now)
            let message = message(
                to: number, recipient: recipient, text: text, sender: sender, account: account, service: nil,
                verification: nil, deadline: now + Self.replyLife, accepted: now, assessed: now)
            do {
                try await commitCounting(
                    operations + [.insertMessage(message)], limit: configuration.repliesPerNumber,
                    key: LimitKey.replies(recipient.digest), name: "replies_per_number", now: now)
                return await dispatcher.enqueue(message, to: number, at: world.now)
            } catch .limited {
                logger.info("a keyword went unanswered: its number was answered often enough")
            }
        }
        guard !operations.isEmpty else { return }
        try await gatewayErrors { () async throws(StoreError) in
            try await store.commit(WriteBatch(operations, now: now))
        }
    }

    /// How long a reply may take.
    private static let replyLife = Duration.seconds(3600)
}

/// Names an opt-out; its bits are the digest it is kept under.
package enum OptOutKind: IdentifierKind { package static let prefix = "opt" }
package typealias OptOutID = Identifier<OptOutKind>

/// An opt-out as its owner may see it; the recipient is masked.
package struct OptOutView: Hashable, Sendable {
    package var id: OptOutID
    /// Whose sender it is; `nil` when no account's.
    package var account: AccountID?
    /// `*` is every sender of the account.
    package var sender: String
    package var recipient: String
    package var keyword: String
    package var at: Timestamp

    package init(
        id: OptOutID, account: AccountID?, sender: String, recipient: String, keyword: String, at: Timestamp
    ) {
        (self.id, self.account, self.sender) = (id, account, sender)
        (self.recipient, self.keyword, self.at) = (recipient, keyword, at)
    }

    init(_ record: OptOut) {
        self.init(
            id: OptOutID(high: record.digest.high, low: record.digest.low), account: record.account,
            sender: record.sender, recipient: record.recipientMasked, keyword: record.keyword, at: record.at)
    }
}
