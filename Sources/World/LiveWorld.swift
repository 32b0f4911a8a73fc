import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The machine's own clock, sleep and CSPRNG.
package final class LiveWorld: World {
    /// The latest moment given out: a clock set back must not make time go back within the program.
    private let latest = Atomic<Int64>(.min)

    package init() {}

    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let read = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        return Timestamp(microseconds: latest.max(read, ordering: .relaxed).newValue)
    }

    package func sleep(until deadline: Timestamp) async throws {
        while true {
            let remaining = deadline - now
            guard remaining > .zero else { return try Task.checkCancellation() }
            try await Task.sleep(for: remaining)
        }
    }

    package func nextRandom() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
