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
