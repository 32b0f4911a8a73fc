import Synchronization
import World

/// What happened since the pump last looked: small however much happens.
final class DeliveryNews: Sendable {
    struct Stored: Equatable, Sendable {
        var lowest: DeliveryID
        var count: Int
    }

    struct Digest: Equatable, Sendable {
        /// Applications that have a new receiving bind.
        var bound: Set<ESMEID> = []
        var stored: [ESMEID: Stored] = [:]
    }

    private let digest = Mutex(Digest())
    let wakeups: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() { (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func bound(_ esme: ESMEID) {
        digest.withLock { _ = $0.bound.insert(esme) }
        wake.yield()
    }

    func stored(_ id: DeliveryID, for esme: ESMEID) {
        digest.withLock { digest in
            var stored = digest.stored[esme] ?? Stored(lowest: id, count: 0)
            stored.lowest = min(stored.lowest, id)
            stored.count += 1
            digest.stored[esme] = stored
        }
        wake.yield()
    }

    func take() -> Digest {
        digest.withLock { digest in
            defer { digest = Digest() }
            return digest
        }
    }

    func nudge() { wake.yield() }
    func finish() { wake.finish() }
}
