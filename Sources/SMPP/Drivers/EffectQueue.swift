import Synchronization

/// Effects decided under a lock and carried out in order outside it, by one thread at a time.
///
/// Whoever adds effects while another thread carries some out leaves them to that thread: so octets keep their order,
/// and an effect may call back into the driver without meeting its lock.
struct EffectQueue<Effect: Sendable>: Sendable {
    private var waiting: [Effect] = []
    private var isDraining = false

    mutating func add(_ effect: Effect) { waiting.append(effect) }

    /// The effects to carry out now; `nil` when there are none or another thread is at it. Call `next` after.
    mutating func begin() -> [Effect]? {
        guard !isDraining, !waiting.isEmpty else { return nil }
        isDraining = true
        return take()
    }

    /// More effects to carry out; `nil` ends what `begin` began.
    mutating func next() -> [Effect]? {
        guard !waiting.isEmpty else {
            isDraining = false
            return nil
        }
        return take()
    }

    private mutating func take() -> [Effect] {
        var taken: [Effect] = []
        swap(&taken, &waiting)
        return taken
    }
}

/// What a driver holds under its lock.
protocol EffectfulState: Sendable {
    associatedtype Effect: Sendable
    var effects: EffectQueue<Effect> { get set }
    /// Turns what the session decided into effects: octets first, for a close must come after them.
    mutating func collect()
}

extension Mutex where Value: EffectfulState {
    /// Decides under the lock, then acts outside it.
    func turn(_ decide: (inout Value) -> Void, perform: (Value.Effect) -> Void) {
        var batch = withLock { value in
            decide(&value)
            value.collect()
            return value.effects.begin()
        }
        while let effects = batch {
            for effect in effects { perform(effect) }
            batch = withLock { $0.effects.next() }
        }
    }
}
