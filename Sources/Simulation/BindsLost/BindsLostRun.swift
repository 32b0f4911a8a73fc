import CarrierSimulator
import SMPP
import Verification
import World

/// Every carrier's binds are lost under load, then come back, one to three times. No accepted message may be lost, and
/// none sent when its code's life is over.
package enum BindsLostRun {
    static let carriers = [(name: "alpha", port: 1, priority: 1), (name: "beta", port: 2, priority: 2)]
    /// After the last outage: the longest life, and what follows it.
    static let healPhase = Duration.seconds(Customer.livesSeconds.max() ?? 0 + 90)
    /// Later than this nobody starts.
    static let loadPhase = Duration.seconds(60)

    /// Runs one seed on the calling thread.
    package static func run(_ options: BindsLostOptions) -> ScenarioResult {
        Stage.run(seed: options.seed, options: "\(options)", limit: .seconds(1200)) {
            try await play(options, world: $0, books: $1)
        }
    }

    private static func play(_ options: BindsLostOptions, world: SimulatedWorld, books: Books) async throws {
        let network = SimulatedNetwork(world: world)
        var conditions = SimulatedNetwork.Conditions()
        conditions.delay = 200...max(201, options.delayMaxMicroseconds)
        network.set(conditions)
        let handsets = Handsets.numbers(options.customers)
        let simulator = CarrierNetwork(
            profiles: carriers.map { profile($0.name, options) }, network: network.view(host: -1), world: world,
            endpoints: carriers.map { Endpoint(host: "carrier", port: $0.port) }
        ) { number, message in
            guard let handset = handsets.firstIndex(of: number) else { return }
            books.record("handset \(handset) received a message via \(message.viaCarrier)", at: world.now)
            if let code = message.code { books.arrived(handset: handset, code: code, at: world.now) }
        }
        var random = world.random
        let machine = GatewayMachine(
            world: world, network: network, disk: SimulatedDisk(world: world),
            keys: KeyRing(.generate(using: &random)), books: books, carriers: carriers)

        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await simulator.run() }
            _ = await simulator.whenListening()
            try await machine.start(from: [])
            let begin = world.now
            try await withThrowingDiscardingTaskGroup { load in
                for customer in 0..<options.customers {
                    load.addTask {
                        await Customer(
                            number: customer, handset: handsets[customer], machine: machine, books: books
                        ).live(from: begin, outages: options.outages)
                    }
                }
                load.addTask {
                    try await Outages(simulator: simulator, network: network, world: world, books: books)
                        .happen(options.outages, from: begin)
                }
            }
            try await world.sleep(for: healPhase)
            await Checkers.demandProgress(machine: machine, books: books)
            await BindsLostCheck(options: options, begin: begin, machine: machine, books: books).run()
            await machine.stop()
            await simulator.shutdown()
            group.cancelAll()
        }
    }

    private static func profile(_ name: String, _ options: BindsLostOptions) -> CarrierProfile {
        CarrierProfile.instant.named(name, systemID: name, password: "secret").with { profile in
            profile.submitLatency = Latency(p50: .milliseconds(50), p95: .milliseconds(300))
            profile.deliveryLatency = Latency(p50: .milliseconds(400), p95: .seconds(1))
            profile.receipts.comesBeforeResponse = options.receiptsBeforeResponse
            profile.receipts.copies = options.duplicateReceipts ? 2 : 1
            profile.segmentsPerSecondMax = options.segmentsPerSecondMax
        }
    }
}
