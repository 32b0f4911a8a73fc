import World

/// What goes wrong, at moments drawn from the seed.
struct Faults: Sendable {
    let options: ScenarioOptions
    let machine: GatewayMachine
    let network: SimulatedNetwork

    func happen() async throws {
        let world = machine.world
        let end = world.now + ScenarioRun.faultPhase
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<options.carrierOutages {
                group.addTask { try await carrierOutage() }
            }
            for _ in 0..<options.diskFailures {
                group.addTask { try await diskFailure() }
            }
            group.addTask { try await crashes() }
        }
        if world.now < end { try await world.sleep(until: end) }
    }

    private func moment() -> Duration { .milliseconds(Int64(machine.world.nextRandom() % 50_000)) }

    private func carrierOutage() async throws {
        let world = machine.world
        try await world.sleep(for: moment())
        let port = 1 + Int(world.nextRandom() % 2)
        machine.books.record("carrier \(port) goes down", at: world.now)
        network.setDown(true, port: port)
        try await world.sleep(for: .milliseconds(Int64(world.nextRandom() % 8_000)))
        network.setDown(false, port: port)
        machine.books.record("carrier \(port) is back", at: world.now)
    }

    private func diskFailure() async throws {
        let world = machine.world
        try await world.sleep(for: moment())
        machine.books.record("the disk fails", at: world.now)
        machine.disk.setFailing(true)
        try await world.sleep(for: .milliseconds(Int64(world.nextRandom() % 2_000)))
        machine.disk.setFailing(false)
        machine.books.record("the disk works again", at: world.now)
    }

    private func crashes() async throws {
        let world = machine.world
        for _ in 0..<options.crashes {
            try await world.sleep(for: .milliseconds(1 + Int64(world.nextRandom() % 15_000)))
            try await machine.dieAndStartAgain()
        }
    }
}
