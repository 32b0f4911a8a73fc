/// Chooses a code that no live verification of the service holds.
package enum CodeAllocator {
    /// How many draws a length gets. At half occupancy the chance that all fail is 2⁻⁶⁴.
    package static let drawsMax = 64

    package struct Allocation: Sendable {
        package var code: Code
        /// What holds it; empty for a code that need not be distinct.
        package var tags: [CodeTag]
        package init(code: Code, tags: [CodeTag]) { (self.code, self.tags) = (code, tags) }
    }

    /// The shortest length from `asked` to `longest` of which less than half the codes are live; `nil` when there is none.
    package static func length(asked: Int, longest: Int, live: (Int) -> Int) -> Int? {
        (asked...max(asked, longest)).first { UInt64(live($0)) < CodeGenerator.space(ofLength: $0) / 2 }
    }
}
