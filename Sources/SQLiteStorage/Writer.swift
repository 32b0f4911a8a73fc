import Foundation
import Storage

/// The one thread that writes. It takes what queued while the last commit ran, and commits it at once.
///
/// A thread and not a task, because a commit waits for the disk, and tasks share a few threads.
final class Writer: Sendable {
    /// How many batches one durable write carries at most, so that none waits for a very long one.
    static let groupMax = 4096

    private enum Job {
        case batch(PreparedBatch, UnsafeContinuation<StoreError?, Never>)
        case work(
            @Sendable (SQLiteConnection) throws(SQLiteFailure) -> Int,
            UnsafeContinuation<Result<Int, StoreError>, Never>)
    }

    private struct Queue {
        var jobs: [Job] = []
        var isIdle = false
        var isClosing = false
        /// Who waits for the end; `nil` once it is reached.
        var closers: [UnsafeContinuation<Void, Never>]? = []
    }

    private let condition = NSCondition()
    // Safe because it is only touched while `condition` is locked.
    nonisolated(unsafe) private var queue = Queue()

    /// Starts the thread, which owns the connection and the directory from now on.
    init(_ connection: SQLiteConnection, lock: DirectoryLock) {
        let thread = Thread { [self] in
            withExtendedLifetime(lock) { writeUntilClosed(connection) }
            // The directory is free before anyone learns that the store is closed.
            lock.release()
            condition.lock()
            let waiting = queue.closers ?? []
            queue.closers = nil
            condition.unlock()
            for closer in waiting { closer.resume() }
        }
        thread.name = "store-writer"
        thread.start()
    }

    func commit(_ batch: PreparedBatch) async throws(StoreError) {
        let refusal = await withUnsafeContinuation { continuation in
            if let refusal = enqueue(.batch(batch, continuation)) { continuation.resume(returning: refusal) }
        }
        if let refusal { throw refusal }
    }

    /// Runs `body` between two commits, outside of any transaction.
    func perform(
        _ body: @escaping @Sendable (SQLiteConnection) throws(SQLiteFailure) -> Int
    ) async throws(StoreError) -> Int {
        let result = await withUnsafeContinuation { continuation in
            if let refusal = enqueue(.work(body, continuation)) {
                continuation.resume(returning: .failure(refusal))
            }
        }
        return try result.get()
    }

    /// Refuses what comes from now on; the thread ends once what waits is done.
    func stop() {
        condition.lock()
        queue.isClosing = true
        condition.signal()
        condition.unlock()
    }

    /// Stops, and returns when the files are closed and the directory is free.
    func close() async {
        stop()
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            condition.lock()
            let isClosed = queue.closers == nil
            queue.closers?.append(continuation)
            condition.unlock()
            if isClosed { continuation.resume() }
        }
    }

    private func enqueue(_ job: Job) -> StoreError? {
        condition.lock()
        defer { condition.unlock() }
        guard !queue.isClosing else { return .closed }
        guard queue.jobs.count < WriteBatch.waitingMax else { return .tooManyWaiting }
        queue.jobs.append(job)
        if queue.isIdle { condition.signal() }
        return nil
    }

    // MARK: On the thread

    /// `nil` when the store is to be closed and nothing waits.
    private func takeJobs() -> [Job]? {
        condition.lock()
        defer { condition.unlock() }
        queue.isIdle = true
        while queue.jobs.isEmpty, !queue.isClosing { condition.wait() }
        queue.isIdle = false
        let taken = queue.jobs
        queue.jobs = []
        return taken.isEmpty ? nil : taken
    }

    private func writeUntilClosed(_ connection: SQLiteConnection) {
        while let jobs = takeJobs() {
            var group: [(PreparedBatch, UnsafeContinuation<StoreError?, Never>)] = []
            for job in jobs {
                switch job {
                case .batch(let batch, let continuation):
                    group.append((batch, continuation))
                    if group.count == Self.groupMax { commit(&group, on: connection) }
                case .work(let body, let continuation):
                    commit(&group, on: connection)
                    continuation.resume(returning: Self.result { () throws(SQLiteFailure) in try body(connection) })
                }
            }
            commit(&group, on: connection)
        }
        // What can't be checkpointed now is in the log, and will be when the store is opened again.
        _ = Self.result { () throws(SQLiteFailure) in try connection.checkpoint() }
        connection.close()
    }

    /// One durable write for all of `group`, then everyone's answer.
    private func commit(
        _ group: inout [(PreparedBatch, UnsafeContinuation<StoreError?, Never>)], on connection: SQLiteConnection
    ) {
        guard !group.isEmpty else { return }
        var answers: [StoreError?]
        do throws(SQLiteFailure) {
            answers = try connection.store(group.map(\.0))
        } catch {
            connection.rollBack()
            // Conflicts too were decided against a state that is no more.
            answers = group.map { _ in error.storeError }
        }
        for (answer, waiting) in zip(answers, group) { waiting.1.resume(returning: answer) }
        group.removeAll(keepingCapacity: true)
    }

    private static func result<Value>(
        _ body: () throws(SQLiteFailure) -> Value
    ) -> Result<Value, StoreError> {
        do throws(SQLiteFailure) { return .success(try body()) } catch { return .failure(error.storeError) }
    }
}

extension SQLiteConnection {
    /// Moves the log into the file and empties it, so that nothing overwritten stays in it.
    func checkpoint() throws(SQLiteFailure) {
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
