package import Storage
import Synchronization
import World

/// What survives a crash: batches that were synced. Written but unsynced ones are lost, wholly or from some point on.
package final class SimulatedDisk: Sendable {
    private struct State {
        var synced: [WriteBatch] = []
        var written: [WriteBatch] = []
        /// Which incarnation of the machine may use the disk.
        var generation = 0
        var isFailing = false
        var syncs = 0
    }

    private let world: SimulatedWorld
    private let state = Mutex(State())

    package init(world: SimulatedWorld) { self.world = world }

    /// While it fails, nothing is synced and every write is refused.
    package func setFailing(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

    /// How often something was made durable.
    package var syncs: Int { state.withLock { $0.syncs } }

    /// The machine dies: what was not synced is lost from a point drawn from the seed. Gives what a restart finds.
    package func crash() -> [WriteBatch] {
        let draw = world.nextRandom()
        return state.withLock { state in
            state.generation += 1
            if !state.written.isEmpty {
                state.synced += state.written.prefix(Int(draw % UInt64(state.written.count + 1)))
            }
            state.written = []
            return state.synced
        }
    }

    /// The disk as the present incarnation sees it.
    package func attach() -> any RecordDisk {
        Attachment(disk: self, generation: state.withLock { $0.generation })
    }

    private struct Attachment: RecordDisk {
        let disk: SimulatedDisk
        let generation: Int

        func append(_ batches: [WriteBatch]) async throws(StoreError) {
            try disk.state.withLock { (state) throws(StoreError) in
                guard state.generation == generation else { throw .unavailable("the machine died") }
                guard !state.isFailing else { throw .unavailable("the disk fails: replace it") }
                state.written += batches
            }
        }

        func sync() async throws(StoreError) {
            let delay = Int64(100 + disk.world.nextRandom() % 3_000)
            // A sleep is cut short only by the end of the incarnation, whose writes the generation check refuses.
            try? await disk.world.sleep(for: .microseconds(delay))
            try disk.state.withLock { (state) throws(StoreError) in
                guard state.generation == generation else { throw .unavailable("the machine died") }
                guard !state.isFailing else {
                    state.written = []
                    throw .unavailable("the disk fails: replace it")
                }
                state.synced += state.written
                state.written = []
                state.syncs += 1
            }
        }
    }
}
