import CarrierSimulator
import Gateway
import SMPP
import Verification
import World

/// Applications bind to the gateway, submit, are cut off and come back, while machine and carriers fail. Each accepted
/// submit must end, and its application must learn how, at least once.
package enum ApplicationsRun {
    static let northbound = Endpoint(host: "gateway", port: 100)
    static let carriers = [(name: "alpha", port: 1, priority: 1), (name: "beta", port: 2, priority: 2)]
    static let faultPhase = Duration.seconds(60)
    /// The longest life of a message, and what follows it.
    static let healPhase = Duration.seconds(260)

    /// Runs one seed on the calling thread.
    package static func run(_ options: ApplicationsOptions) -> ScenarioResult {
        Stage.run(seed: options.seed, options: "\(options)", limit: faultPhase + healPhase + .seconds(600)) {
            try await play(options, world: $0, books: $1)
        }
    }

    private static func play(_ options: ApplicationsOptions, world: SimulatedWorld, books: Books) async throws {
        let network = SimulatedNetwork(world: world)
        let submissions = SubmissionBooks()
        let handsets = Handsets.numbers(20)
        let simulator = CarrierNetwork(
            profiles: carriers.map { profile($0.name, options) }, network: network.view(host: -1), world: world,
            endpoints: carriers.map { Endpoint(host: "carrier", port: $0.port) }
        ) { _, message in
            submissions.arrived(message.text)
            books.record("a phone received a message via \(message.viaCarrier)", at: world.now)
        }
        var random = world.random
        let machine = GatewayMachine(
            world: world, network: network, disk: SimulatedDisk(world: world),
            keys: KeyRing(.generate(using: &random)), books: books, carriers: carriers, northbound: northbound)

        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await simulator.run() }
            _ = await simulator.whenListening()
            try await machine.start(from: [])
            try await makeAccounts(options, machine: machine)
            let end = world.now + faultPhase + healPhase
            var conditions = SimulatedNetwork.Conditions()
            conditions.resetsPerMillion = options.resetsPerMillion
            conditions.delay = 200...max(201, options.delayMaxMicroseconds)
            network.set(conditions)
            try await withThrowingDiscardingTaskGroup { load in
                for number in 0..<options.applications {
                    let application = SimulatedApplication(
                        number: number, options: options, network: network, handsets: handsets, books: books,
                        submissions: submissions)
                    load.addTask { await application.run(until: end) }
                }
                load.addTask { try await faults(options, machine: machine, network: network) }
            }
            books.demanded(ApplicationsCheck.run(submissions.snapshot, books: books))
            await machine.stop()
            await simulator.shutdown()
            group.cancelAll()
        }
    }

    private static func makeAccounts(_ options: ApplicationsOptions, machine: GatewayMachine) async throws {
        guard let gateway = machine.gateway,
            let caller = gateway.authenticate(bearer: "operator-key-of-the-simulation")
        else { return machine.books.violation("no gateway runs") }
        for number in 0..<options.applications {
            var request = ESMEAccountRequest()
            request.systemID = SimulatedApplication.systemID(number)
            request.password = SimulatedApplication.password
            _ = try await gateway.createESME(request, caller: caller)
        }
    }

    private static func profile(_ name: String, _ options: ApplicationsOptions) -> CarrierProfile {
        CarrierProfile.instant.named(name, systemID: name, password: "secret").with { profile in
            profile.deliveryLatency = Latency(p50: .milliseconds(800), p95: .seconds(3))
            profile.receipts.copies = options.duplicateReceipts ? 2 : 1
        }
    }

    /// Until the fault phase is over; heals the wire then.
    private static func faults(
        _ options: ApplicationsOptions, machine: GatewayMachine, network: SimulatedNetwork
    ) async throws {
        let world = machine.world
        let end = world.now + faultPhase
        try await withThrowingDiscardingTaskGroup { group in
            for port in Array(repeating: northbound.port, count: options.closures)
                + (0..<options.carrierOutages).map({ carriers[$0 % carriers.count].port })
            {
                group.addTask {
                    try await world.sleep(for: .milliseconds(Int64(world.nextRandom() % 50_000)))
                    machine.books.record("port \(port) is closed", at: world.now)
                    network.setDown(true, port: port)
                    try await world.sleep(for: .milliseconds(Int64(world.nextRandom() % 8_000)))
                    network.setDown(false, port: port)
                    machine.books.record("port \(port) is open again", at: world.now)
                }
            }
            group.addTask {
                for _ in 0..<options.crashes {
                    try await world.sleep(for: .milliseconds(1 + Int64(world.nextRandom() % 20_000)))
                    try await machine.dieAndStartAgain()
                }
            }
        }
        if world.now < end { try await world.sleep(until: end) }
        var healed = SimulatedNetwork.Conditions()
        healed.delay = 200...2_000
        network.set(healed)
    }
}
