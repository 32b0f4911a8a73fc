import Synchronization
import World

/// Makes the identifiers of deliveries, each above the last: what happened in one millisecond keeps its order too.
final class DeliveryIDs: Sendable {
    private let last = Mutex<DeliveryID?>(nil)

    func next(at now: Timestamp, using random: inout some RandomNumberGenerator) -> DeliveryID {
        let fresh = DeliveryID(at: now, using: &random)
        return last.withLock { last in
            let id = last.map { fresh > $0 ? fresh : $0.successor } ?? fresh
            last = id
            return id
        }
    }
}

extension Identifier {
    /// The one just after.
    fileprivate var successor: Identifier {
        low < .max ? Identifier(high: high, low: low + 1) : Identifier(high: high &+ 1, low: 0)
    }
}
