import Gateway
import Logging
import Numbering
import Routing
import SMPP
import Storage
import Synchronization
import Verification
import World

/// The machine the gateway runs on: it can die at any moment and start again from what its disk kept.
final class GatewayMachine: Sendable {
    private struct State {
        var gateway: Gateway?
        var task: Task<Void, Never>?
        var incarnation = 0
    }

    let world: SimulatedWorld
    let network: SimulatedNetwork
    let disk: SimulatedDisk
    let keys: KeyRing
    let books: Books
    let carriers: [(name: String, port: Int, priority: Int)]
    private let state = Mutex(State())

    init(
        world: SimulatedWorld, network: SimulatedNetwork, disk: SimulatedDisk, keys: KeyRing, books: Books,
        carriers: [(name: String, port: Int, priority: Int)]
    ) {
        (self.world, self.network, self.disk, self.keys) = (world, network, disk, keys)
        (self.books, self.carriers) = (books, carriers)
    }

    var gateway: Gateway? { state.withLock { $0.gateway } }
    /// Grows with every start: an answer counts only if it was given in the incarnation that was asked.
    var incarnation: Int { state.withLock { $0.incarnation } }

    /// Starts from `batches`, the disk's content.
    func start(from batches: [WriteBatch]) async throws {
        let host = state.withLock { state in
            state.incarnation += 1
            return state.incarnation
        }
        let view = network.view(host: host)
        let store = try MemoryStore(replaying: batches, disk: disk.attach())
        var configuration = GatewayConfiguration()
        configuration.operatorKey = "operator-key-of-the-simulation"
        configuration.routes = carriers.map { Route(link: $0.name, priority: $0.priority) }
        configuration.drainTime = .seconds(1)
        let links = carriers.map { carrier -> any CarrierLink in
            var esme = ESMEConfiguration(
                endpoint: Endpoint(host: "carrier", port: carrier.port),
                bind: BindRequest(kind: .transceiver, systemID: carrier.name, password: "secret"))
            esme.windowMax = 10
            esme.timers.response = .seconds(3)
            return SMPPCarrierLink(name: carrier.name, configuration: esme, network: view, world: world)
        }
        let logger = Logger(label: "gateway") { [books] _ in BooksLogHandler(books: books) }
        let gateway = try await Gateway.open(
            configuration: configuration, world: world, store: store, keys: keys, links: links, logger: logger)
        let task = Task(executorPreference: world.executor) { await gateway.run() }
        state.withLock { state in
            state.gateway = gateway
            state.task = task
        }
        books.record("gateway started, incarnation \(host)", at: world.now)
    }

    /// Dies: its streams end, its writes are refused, its tasks unwind without effect. Gives what the disk kept.
    func crash() -> [WriteBatch] {
        let (task, host) = state.withLock { state in
            defer { (state.gateway, state.task) = (nil, nil) }
            return (state.task, state.incarnation)
        }
        let kept = disk.crash()
        network.reset(host: host)
        task?.cancel()
        books.record("gateway died, \(kept.count) batches survive", at: world.now)
        return kept
    }

    func stop() async {
        let (gateway, task) = state.withLock { ($0.gateway, $0.task) }
        gateway?.shutdown()
        await task?.value
    }
}
