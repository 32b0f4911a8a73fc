import Storage
import Synchronization

/// A disk that fails when a test says so.
final class FailingDisk: RecordDisk {
    private let isFailing = Mutex(false)
    func setFailing(_ failing: Bool) { isFailing.withLock { $0 = failing } }
    func append(_ batches: [WriteBatch]) async throws(StoreError) {
        guard !isFailing.withLock({ $0 }) else { throw .unavailable("the disk is full: make room") }
    }
    func sync() async throws(StoreError) {}
}
