import Synchronization

/// Set once, by the scenario's last step.
final class Finished: Sendable {
    private let value = Mutex(false)
    func set() { value.withLock { $0 = true } }
    var isSet: Bool { value.withLock { $0 } }
}
