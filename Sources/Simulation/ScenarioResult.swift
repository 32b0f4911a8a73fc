/// How a run ended.
package struct ScenarioResult: Sendable {
    /// What the seed drew.
    package var options: String
    /// What the checkers found; empty when everything held.
    package var violations: [String]
    /// What happened, in order, without codes or numbers.
    package var trace: [String]
    package var approved: Int
    package var started: Int
    package var delivered: Int
    package var steps: Int
    /// How many messages had to arrive, whatever happened, where the scenario can tell.
    package var demanded = 0

    /// A digest of the trace: equal seeds must give equal ones. FNV-1a.
    package var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for line in trace {
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 10) &* 0x100_0000_01B3
        }
        return hash
    }
}
