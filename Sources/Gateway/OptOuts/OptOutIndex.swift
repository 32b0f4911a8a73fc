import Storage
import Synchronization
import Verification
import World

/// The opt-outs in memory, so that nearly every message is let through without asking the store.
final class OptOutIndex: Sendable {
    /// Past this many the store is asked for those not held here.
    static let keysMax = 1_000_000
    private static let page = 1000

    private struct Content {
        var keys: Set<RecipientDigest> = []
        var isWhole = true
    }

    private let content = Mutex(Content())
    private let keysMax: Int

    init(keysMax: Int = OptOutIndex.keysMax) { self.keysMax = keysMax }

    func load(from store: any Store, now: Timestamp) async throws(StoreError) {
        var after: [UInt8]?
        while true {
            let page = try await store.listAll(OptOut.self, after: after, limit: Self.page, now: now)
            for optOut in page { add(optOut.digest) }
            guard page.count == Self.page, let last = page.last else { return }
            after = last.itemKey
        }
    }

    func add(_ key: RecipientDigest) {
        content.withLock { content in
            if content.keys.count < keysMax || content.keys.contains(key) {
                content.keys.insert(key)
            } else {
                content.isWhole = false
            }
        }
    }

    func remove(_ key: RecipientDigest) { content.withLock { _ = $0.keys.remove(key) } }

    func contains(_ key: RecipientDigest, store: any Store, now: Timestamp) async throws(StoreError) -> Bool {
        let known: Bool? = content.withLock { content in
            if content.keys.contains(key) { return true }
            return content.isWhole ? false : nil
        }
        if let known { return known }
        return try await store.get(OptOut.self, key.bytes, now: now) != nil
    }
}
