import CarrierSimulator
import Gateway
import Numbering
import SMPP
import Verification
import World

/// The first scenario: the whole gateway, two carriers, twenty handsets and the people who hold them. A phase with
/// faults, then one without, in which everything accepted must reach its end.
package enum ScenarioRun {
    /// How long faults go on, and how long healing is given.
    static let faultPhase = Duration.seconds(60)
    static let healPhase = Duration.seconds(200)
    static let codeLength = 10

    /// Runs one seed on the calling thread.
    package static func run(_ options: ScenarioOptions) -> ScenarioResult {
        Stage.run(seed: options.seed, options: "\(options)", limit: faultPhase + healPhase + .seconds(600)) {
            try await play(options, world: $0, books: $1)
        }
    }

    private static func play(_ options: ScenarioOptions, world: SimulatedWorld, books: Books) async throws {
        let network = SimulatedNetwork(world: world)
        var conditions = SimulatedNetwork.Conditions()
        network.set(conditions)
        let handsets = Handsets.numbers(options.handsets)
        let profiles = ["alpha", "beta"].map { name in
            CarrierProfile.instant.named(name, systemID: name, password: "secret").with { profile in
                profile.deliveryLatency = Latency(p50: .milliseconds(800), p95: .seconds(3))
                profile.receipts.comesBeforeResponse = options.receiptsBeforeResponse
                profile.receipts.copies = options.duplicateReceipts ? 2 : 1
                if options.throttled { profile.segmentsPerSecondMax = 2 }
            }
        }
        let carriers = CarrierNetwork(
            profiles: profiles, network: network.view(host: -1), world: world,
            endpoints: [Endpoint(host: "carrier", port: 1), Endpoint(host: "carrier", port: 2)]
        ) { number, message in
            guard let handset = handsets.firstIndex(of: number) else { return }
            books.record("handset \(handset) received a message via \(message.viaCarrier)", at: world.now)
            if let code = message.code { books.arrived(handset: handset, code: code, at: world.now) }
        }
        var random = world.random
        let machine = GatewayMachine(
            world: world, network: network, disk: SimulatedDisk(world: world),
            keys: KeyRing(.generate(using: &random)), books: books,
            carriers: [("alpha", 1, 1), ("beta", 2, 2)])

        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await carriers.run() }
            _ = await carriers.whenListening()
            try await machine.start(from: [])
            conditions.resetsPerMillion = options.resetsPerMillion
            conditions.delay = 200...max(201, options.delayMaxMicroseconds)
            network.set(conditions)
            try await withThrowingDiscardingTaskGroup { people in
                for person in 0..<options.starts {
                    people.addTask {
                        await Person(
                            number: person, handset: person % handsets.count, handsets: handsets, machine: machine,
                            world: world, books: books, options: options
                        ).live()
                    }
                }
                people.addTask { try await Faults(options: options, machine: machine, network: network).happen() }
            }
            var healed = SimulatedNetwork.Conditions()
            healed.delay = 200...2_000
            network.set(healed)
            try await world.sleep(for: healPhase)
            await Checkers.demandProgress(machine: machine, books: books)
            await machine.stop()
            await carriers.shutdown()
            group.cancelAll()
        }
    }
}
