import Storage
import Synchronization
import Verification
import World

/// The inbox numbers, whole in memory: every received message asks for them, few requests change them.
final class InboxDirectory: Sendable {
    private static let page = 1000

    private struct Content {
        var byID: [InboxID: InboxNumber] = [:]
        var byDigest: [RecipientDigest: InboxID] = [:]
    }

    private let content = Mutex(Content())

    func load(from store: any Store, now: Timestamp) async throws(StoreError) {
        var after: [UInt8]?
        while true {
            let page = try await store.listAll(InboxNumber.self, after: after, limit: Self.page, now: now)
            for inbox in page { put(inbox) }
            guard page.count == Self.page, let last = page.last else { return }
            after = last.itemKey
        }
    }

    var count: Int { content.withLock { $0.byID.count } }
    func inbox(_ id: InboxID) -> InboxNumber? { content.withLock { $0.byID[id] } }
    func inbox(_ digest: RecipientDigest) -> InboxNumber? {
        content.withLock { content in content.byDigest[digest].flatMap { content.byID[$0] } }
    }

    /// By identifier; of every account when it is `nil`.
    func inboxes(of account: AccountID?) -> [InboxNumber] {
        content.withLock { content in
            content.byID.values.filter { account == nil || $0.account == account }.sorted { $0.id < $1.id }
        }
    }

    func put(_ inbox: InboxNumber) {
        content.withLock { content in
            content.byID[inbox.id] = inbox
            content.byDigest[inbox.digest] = inbox.id
        }
    }

    func remove(_ id: InboxID) {
        content.withLock { content in
            guard let gone = content.byID.removeValue(forKey: id) else { return }
            content.byDigest[gone.digest] = nil
        }
    }
}
