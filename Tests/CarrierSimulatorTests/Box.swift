import CarrierSimulator
import Numbering
import SMPP
import Synchronization
import World

/// A box with one carrier and one ESME bound to it, in virtual time.
struct Box: Sendable {
    let network: CarrierNetwork
    let client: ESMEClient
    let esme: RecordingESME
    let world: VirtualWorld

    /// Runs `test` with the ESME bound, and stops everything after.
    static func run<Value: Sendable>(
        _ profile: CarrierProfile, seed: UInt64 = 1, bind: BindKind = .transceiver,
        _ test: @escaping @Sendable (Box) async -> Value
    ) -> Value {
        let executor = VirtualExecutor(seed: seed)
        let world = VirtualWorld(executor: executor)
        return executor.run {
            let bytes = StraightNetwork()
            let network = CarrierNetwork(profiles: [profile], network: bytes, world: world)
            return await withTaskGroup(of: Value?.self) { group in
                group.addTask {
                    try? await network.run()
                    return nil
                }
                guard let endpoint = await network.whenListening()?.first else { preconditionFailure("not listening") }
                let request = BindRequest(kind: bind, systemID: profile.systemID, password: profile.password)
                let esme = RecordingESME()
                let client = ESMEClient(
                    configuration: ESMEConfiguration(endpoint: endpoint, bind: request), network: bytes, world: world,
                    handler: esme)
                group.addTask {
                    await client.run()
                    return nil
                }
                let box = Box(network: network, client: client, esme: esme, world: world)
                await box.wait { client.isBound }
                let value = await test(box)
                await client.shutdown()
                await network.shutdown()
                return value
            }
        }
    }

    /// Sleeps until `isTrue`, at most an hour of the box.
    func wait(_ isTrue: () -> Bool) async {
        let end = world.now + .seconds(3600)
        while !isTrue(), world.now < end { try? await world.sleep(for: .milliseconds(20)) }
    }

    func inbox(_ number: E164) -> [InboxMessage] { network.handsets.messages(of: number) }
    var statistics: CarrierStatistics { network.statistics[0] }
}

/// Keeps what an ESME receives.
final class RecordingESME: ESMEHandler {
    private let messages = Mutex<[DeliverSM]>([])
    private let status = Mutex(CommandStatus.ok)

    var receipts: [Receipt] { messages.withLock { $0 }.compactMap { Receipt($0) } }
    var raw: [DeliverSM] { messages.withLock { $0 } }
    func answer(_ status: CommandStatus) { self.status.withLock { $0 = status } }

    func receive(_ message: DeliverSM) async -> CommandStatus {
        messages.withLock { $0.append(message) }
        return status.withLock { $0 }
    }
    func stateChanged(_ state: ESMEState) {}
}

let phone = E164("+46701234567")!

func submit(
    _ text: String = "Your Acme code is 482913.", to number: E164 = phone,
    registeredDelivery: RegisteredDelivery = .always, validityPeriod: String = ""
) -> SubmitSM {
    SubmitSM(
        source: .alphanumeric("ACME"), destination: .international(number.text), validityPeriod: validityPeriod,
        registeredDelivery: registeredDelivery, shortMessage: Array(text.utf8))
}

extension SubmitOutcome {
    var messageID: String? {
        if case .accepted(let id, _) = self { id } else { nil }
    }
}
