import CarrierSimulator
import World

/// Takes every carrier away at once, and gives them back.
struct Outages: Sendable {
    let simulator: CarrierNetwork
    let network: SimulatedNetwork
    let world: SimulatedWorld
    let books: Books

    func happen(_ outages: [BindsLostOptions.Outage], from begin: Timestamp) async throws {
        for outage in outages {
            try await world.sleep(until: begin + outage.from)
            books.record("every carrier is \(outage.kind)", at: world.now)
            let end = begin + outage.until
            for carrier in BindsLostRun.carriers {
                switch outage.kind {
                case .refused: network.setDown(true, port: carrier.port)
                case .stalled: network.stall(port: carrier.port, until: end)
                case .unbound:
                    simulator.setFaults(
                        FaultPlan([CarrierFault(.down, from: world.now, until: end)]), carrier: carrier.name)
                }
            }
            try await world.sleep(until: end)
            for carrier in BindsLostRun.carriers { network.setDown(false, port: carrier.port) }
            books.record("every carrier is back", at: world.now)
        }
    }
}
