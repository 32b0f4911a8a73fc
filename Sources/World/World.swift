/// Everything the program takes from outside besides bytes on a wire and a disk: time, sleep and randomness.
///
/// Code below the edges holds one `World` and asks it; it never asks the system. `LiveWorld` is the machine's,
/// `Simulation` has one that runs in virtual time from one seed.
package protocol World: Sendable {
    /// The present moment. Never goes back within one world.
    var now: Timestamp { get }
    /// Returns at `deadline` or later; throws `CancellationError` when the task is cancelled first.
    func sleep(until deadline: Timestamp) async throws
    /// 64 random bits, in a live world from the system's CSPRNG.
    func nextRandom() -> UInt64
}

extension World {
    package func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
    /// The world's randomness as the standard library's generator.
    package var random: WorldRandom { WorldRandom(world: self) }
    /// `count` random bytes.
    package func randomBytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count { withUnsafeBytes(of: nextRandom()) { bytes.append(contentsOf: $0) } }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}

/// A generator that draws from a world.
package struct WorldRandom: RandomNumberGenerator, Sendable {
    private let world: any World
    package init(world: any World) { self.world = world }
    package mutating func next() -> UInt64 { world.nextRandom() }
}

/// A small seeded generator for tests and simulations; never for codes, keys or identifiers in a live world.
/// Source: SplitMix64, Steele, Lea and Flood, OOPSLA 2014.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64
    package init(seed: UInt64) { state = seed }
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
