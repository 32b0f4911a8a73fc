import Logging
import Storage
import Verification
import World

extension Gateway {
    /// How often what is over is looked for.
    static let maintenancePause = Duration.seconds(1)
    /// In which rounds what nobody may ask for is dropped: that moves the store's log into its file, which is work.
    static let compactionRounds = 10
    /// How many verifications are ended in one batch.
    static let maintenanceBatch = 500
    /// How many rows are dropped in one round that drops: with its pause, more a second than are ever added for long.
    static let compactionMax = 30_000

    /// Ends verifications whose life is over, so that nothing sealed outlives them, and drops what no one may ask
    /// for any more.
    func runMaintenance() async {
        var round = 0
        while !Task.isCancelled {
            guard (try? await world.sleep(for: Self.maintenancePause)) != nil else { return }
            round += 1
            do {
                while try await endOverdue() == Self.maintenanceBatch {}
                guard round % Self.compactionRounds == 0 else { continue }
                let now = world.now
                _ = try await store.compact(
                    before: now - configuration.retention, now: now, limit: Self.compactionMax)
            } catch {
                logger.error("tidying up failed; it is tried again", metadata: ["error": "\(error)"])
            }
        }
    }

    private func endOverdue() async throws(StoreError) -> Int {
        let now = world.now
        let overdue = try await store.overdueVerifications(now: now, limit: Self.maintenanceBatch)
        var operations: [WriteOperation] = []
        for var verification in overdue where verification.expire(now: now) {
            verification.version += 1
            operations.append(.replaceVerification(verification, ifVersion: verification.version - 1))
            if operations.count == WriteBatch.operationsMax {
                try await commitEndings(operations, now: now)
                operations = []
            }
        }
        if !operations.isEmpty { try await commitEndings(operations, now: now) }
        return overdue.count
    }

    /// A verification that a check or a cancellation changed meanwhile is left to the next round, alone.
    private func commitEndings(_ operations: [WriteOperation], now: Timestamp) async throws(StoreError) {
        do {
            try await store.commit(WriteBatch(operations, now: now))
        } catch .conflict {
            for operation in operations {
                do {
                    try await store.commit(WriteBatch([operation], now: now))
                } catch .conflict {
                    continue
                } catch {
                    throw error
                }
            }
        } catch {
            throw error
        }
    }
}
