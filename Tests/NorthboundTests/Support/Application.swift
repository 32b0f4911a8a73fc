import SMPP
import Synchronization
import World

/// An application: a bound client that keeps what it is delivered and answers as a test says.
final class Application: ESMEHandler {
    private struct State {
        var received: [DeliverSM] = []
        var answers: [CommandStatus] = []
        var pause = Duration.zero
        var atOnce = 0
        var atOnceMost = 0
        var seen: [ESMEState] = []
    }

    private let state = Mutex(State())
    private let own = Mutex<ESMEClient?>(nil)
    private let world: any World

    init(
        systemID: String, password: String, kind: BindKind = .transceiver, version: UInt8 = 0x34, window: Int = 100,
        network: any ByteNetwork, world: any World
    ) {
        self.world = world
        var configuration = ESMEConfiguration(
            endpoint: Endpoint(host: "gateway", port: 2775),
            bind: BindRequest(kind: kind, systemID: systemID, password: password, interfaceVersion: version))
        configuration.windowMax = window
        own.withLock {
            $0 = ESMEClient(configuration: configuration, network: network, world: world, handler: self)
        }
    }

    var client: ESMEClient { own.withLock { $0! } }
    var received: [DeliverSM] { state.withLock { $0.received } }
    var receipts: [Receipt] { received.compactMap { Receipt($0) } }
    /// The most deliveries that were being handled at once.
    var atOnceMost: Int { state.withLock { $0.atOnceMost } }
    var states: [ESMEState] { state.withLock { $0.seen } }

    /// The next deliveries are answered with these, the later ones with ESME_ROK.
    func answer(_ statuses: [CommandStatus], after pause: Duration = .zero) {
        state.withLock { ($0.answers, $0.pause) = (statuses, pause) }
    }

    func receive(_ message: DeliverSM) async -> CommandStatus {
        let (status, pause) = state.withLock { state in
            state.received.append(message)
            state.atOnce += 1
            state.atOnceMost = max(state.atOnceMost, state.atOnce)
            return (state.answers.isEmpty ? .ok : state.answers.removeFirst(), state.pause)
        }
        if pause > .zero { try? await world.sleep(for: pause) }
        state.withLock { $0.atOnce -= 1 }
        return status
    }

    func stateChanged(_ state: ESMEState) { self.state.withLock { $0.seen.append(state) } }
}
