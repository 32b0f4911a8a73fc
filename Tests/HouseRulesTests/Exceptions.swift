/// Where a rule does not hold, and why. One that nothing needs any more fails the tests.
enum Exceptions {
    /// Folders and files that meet the outside: they may sleep, start tasks and read the clock.
    static let edges = ["Sources/World/LiveWorld.swift", "Sources/SMPPTransport/", "Sources/watchword/"]

    struct Exception: Sendable {
        let path: String
        /// As the finding names it.
        let construct: String
        let reason: String
    }

    /// Below the edges, file by file.
    static let all: [Exception] = [
        Exception(
            path: "Sources/Simulation/GatewayMachine.swift", construct: "Task {",
            reason: "the simulated machine's process: on the seeded executor, ended by its crash"),
        Exception(
            path: "Sources/Simulation/Stage.swift", construct: "Task {",
            reason: "the root of a simulated run, on the seeded executor"),
    ]
}
