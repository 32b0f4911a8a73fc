import Gateway
import Logging
import Northbound
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
        var service: NorthboundService?
        var incarnation = 0
    }

    let world: SimulatedWorld
    let network: SimulatedNetwork
    let disk: SimulatedDisk
    let keys: KeyRing
    let books: Books
    let carriers: [(name: String, port: Int, priority: Int)]
    /// Where applications bind; `nil` is nowhere.
    let northbound: Endpoint?
    private let state = Mutex(State())

    init(
        world: SimulatedWorld, network: SimulatedNetwork, disk: SimulatedDisk, keys: KeyRing, books: Books,
        carriers: [(name: String, port: Int, priority: Int)], northbound: Endpoint? = nil
    ) {
        (self.world, self.network, self.disk, self.keys) = (world, network, disk, keys)
        (self.books, self.carriers, self.northbound) = (books, carriers, northbound)
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
        let service = northbound.map {
            NorthboundService(
                gateway: gateway, configuration: NorthboundConfiguration(smsc: SMSCConfiguration(endpoint: $0)),
                network: view, world: world, logger: logger)
        }
        let task = Task(executorPreference: world.executor) { [books] in
            await withDiscardingTaskGroup { group in
                group.addTask { await gateway.run() }
                do {
                    try await service?.run()
                } catch {
                    books.violation("applications can't bind: \(error)")
                }
            }
        }
        state.withLock { state in
            state.gateway = gateway
            state.task = task
            state.service = service
        }
        books.record("gateway started, incarnation \(host)", at: world.now)
    }

    /// Dies: its streams end, its writes are refused, its tasks unwind without effect. Gives what the disk kept.
    func crash() -> [WriteBatch] {
        let (task, host) = state.withLock { state in
            defer { (state.gateway, state.task, state.service) = (nil, nil, nil) }
            return (state.task, state.incarnation)
        }
        let kept = disk.crash()
        network.reset(host: host)
        task?.cancel()
        books.record("gateway died, \(kept.count) batches survive", at: world.now)
        return kept
    }

    /// Dies, and starts again after a while, however often that takes.
    func dieAndStartAgain() async throws {
        var kept = crash()
        while true {
            try await world.sleep(for: .milliseconds(10 + Int64(world.nextRandom() % 2_000)))
            do {
                try await start(from: kept)
                return
            } catch {
                books.record("the start failed", at: world.now)
                kept = crash()
            }
        }
    }

    func stop() async {
        let (gateway, task, service) = state.withLock { ($0.gateway, $0.task, $0.service) }
        await service?.shutdown()
        gateway?.shutdown()
        await task?.value
    }
}
