import Storage
import Synchronization
import Verification
import World

/// Lets one request per (account, Idempotency-Key) through at a time, and gives a repetition the first answer.
final class IdempotencyGate: Sendable {
    private struct Slot: Hashable { var account: AccountID; var key: String }
    private let inFlight = Mutex<Set<Slot>>([])
    private let store: any Store
    private let keys: KeyRing

    init(store: any Store, keys: KeyRing) { (self.store, self.keys) = (store, keys) }

    /// Carries `effect` out once. It is given a way to make the record that must be committed with its effect.
    func once<Answer: StorableAnswer>(
        _ key: IdempotencyKey?, account: AccountID, now: Timestamp,
        effect: (_ record: (Answer) -> [WriteOperation]) async throws(GatewayError) -> Answer
    ) async throws(GatewayError) -> Answer {
        guard let key else { return try await effect { _ in [] } }
        let slot = Slot(account: account, key: key.key)
        guard inFlight.withLock({ $0.insert(slot).inserted }) else { throw .idempotencyInFlight }
        defer { inFlight.withLock { _ = $0.remove(slot) } }
        let digest = keys.requestDigest(key.request)
        if let kept = try await gatewayErrors({ () async throws(StoreError) in
            try await store.answer(account: account, key: key.key, now: now)
        }) {
            guard kept.requestDigest == digest else { throw .idempotencyMismatch }
            guard let answer = Answer(stored: kept.answer) else { throw .idempotencyMismatch }
            return answer
        }
        return try await effect { answer in
            [
                .insertAnswer(
                    StoredAnswer(
                        account: account, key: key.key, requestDigest: digest, answer: answer.stored,
                        expiresAt: now + IdempotencyKey.keptFor))
            ]
        }
    }
}

/// An answer that can be kept beside its effect and given again.
protocol StorableAnswer: Sendable {
    var stored: [UInt8] { get }
    init?(stored: [UInt8])
}

/// Runs something of the store; its failures become the gateway's.
func gatewayErrors<Value: Sendable>(
    _ body: () async throws(StoreError) -> Value
) async throws(GatewayError) -> Value {
    do {
        return try await body()
    } catch {
        switch error {
        case .conflict: throw .conflict(problem: "it was changed by another request meanwhile: try again")
        case .unavailable(let reason): throw .storeUnavailable(reason)
        }
    }
}
