import Fraud
import Storage
import Verification
import World

/// What limits are counted under: a kind, then the digest of a number.
enum LimitKey {
    static func starts(_ recipient: RecipientDigest) -> [UInt8] { [1] + recipient.bytes }
    static func wrongChecks(_ recipient: RecipientDigest) -> [UInt8] { [2] + recipient.bytes }
    static func replies(_ recipient: RecipientDigest) -> [UInt8] { [3] + recipient.bytes }
}

extension Gateway {
    func counter(_ key: [UInt8], now: Timestamp) async throws(GatewayError) -> Counter? {
        try await gatewayErrors { () async throws(StoreError) in try await store.counter(key, now: now) }
    }

    func requireWithin(
        _ limit: VelocityLimit, _ key: [UInt8], _ name: String, now: Timestamp
    ) async throws(GatewayError) {
        let moments = try await counter(key, now: now)?.moments ?? []
        if case .refused(let until) = limit.verdict(moments, now: now) {
            throw .limited(limit: name, retryAfter: until - now)
        }
    }

    /// Commits `operations` and one more event under `key`, or nothing when the limit is reached meanwhile.
    func commitCounting(
        _ operations: [WriteOperation], limit: VelocityLimit, key: [UInt8], name: String, now: Timestamp
    ) async throws(GatewayError) {
        for _ in 0..<Self.conflictsMax {
            let stored = try await counter(key, now: now)
            let moments = stored?.moments ?? []
            if case .refused(let until) = limit.verdict(moments, now: now) {
                throw .limited(limit: name, retryAfter: until - now)
            }
            let next = Counter(
                key: key, moments: limit.adding(now, to: moments), expiresAt: now + limit.period,
                version: (stored?.version ?? 0) + 1)
            let batch = WriteBatch(operations + [.putCounter(next, ifVersion: stored?.version ?? 0)], now: now)
            do {
                return try await store.commit(batch)
            } catch .conflict(let operation) where operation == operations.count {
                continue
            } catch {
                return try await gatewayErrors { () async throws(StoreError) in throw error }
            }
        }
        throw .storeUnavailable("the store is too busy with this number: try again")
    }
}
