import CarrierSimulator
import NIOCore
import NIOPosix
import Numbering
import SMPP
import SMPPTransport
import Synchronization
import World

/// The benchmark's own side: phones behind a carrier, and clients of the gateway, on one event loop.
final class BenchDriver: Sendable {
    static let carrierName = "bench"

    let carrier: CarrierNetwork
    private let group: MultiThreadedEventLoopGroup
    private let world: any World
    private let sink: BenchSink

    /// - Parameter carrierPort: where the gateway binds; 0 lets the system choose.
    init(carrierPort: Int, world: any World) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let sink = BenchSink(loop: group.next())
        let network = BenchTap(network: NIOByteNetwork(group: group), world: world) { sink.submitted($0) }
        carrier = CarrierNetwork(
            profiles: [CarrierProfile.instant.named(Self.carrierName, systemID: Self.carrierName)], network: network,
            world: world, endpoints: [Endpoint(host: "127.0.0.1", port: carrierPort)]
        ) { number, message in sink.arrived(number.digits, code: message.code, at: message.receivedAt) }
        (self.group, self.sink, self.world) = (group, sink, world)
    }

    /// Carries the plan out; throws when the gateway can't be reached, or when cancelled.
    func run(_ plan: BenchPlan) async throws -> BenchResult {
        var channels: [any Channel] = []
        defer { for channel in channels { channel.close(promise: nil) } }
        for _ in 0..<plan.connections { channels.append(try await connect(to: plan.gateway)) }
        let loop = group.next()
        let finished = loop.makePromise(of: BenchResult.self)
        let opened = channels
        let (sink, world) = (sink, world)
        loop.execute {
            do {
                let connections = try opened.map {
                    try $0.pipeline.syncOperations.handler(type: BenchConnection.self)
                }
                let load = BenchLoad(
                    plan: plan, loop: loop, world: world, connections: connections, finished: finished)
                sink.set(load)
                load.begin()
            } catch {
                finished.fail(error)
            }
        }
        return try await withTaskCancellationHandler {
            try await finished.futureResult.get()
        } onCancel: {
            sink.abandon()
        }
    }

    private func connect(to gateway: Endpoint) async throws -> any Channel {
        try Task.checkCancellation()
        return try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(5))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(BenchConnection(channel: channel))
                }
            }
            .connect(host: gateway.host, port: gateway.port).get()
    }

    /// Whether the gateway answers at all.
    func reaches(_ gateway: Endpoint) async -> Bool {
        guard let channel = try? await connect(to: gateway) else { return false }
        channel.close(promise: nil)
        return true
    }

    /// Receipts the gateway has taken.
    var receipts: Int { carrier.statistics.reduce(0) { $0 + $1.receipts } }
    var isBound: Bool { carrier.statistics.contains { $0.binds > 0 } }
}

/// Brings what happens at the carrier to the run it belongs to.
private final class BenchSink: Sendable {
    private let loop: any EventLoop
    private let load = Mutex<NIOLoopBound<BenchLoad>?>(nil)

    init(loop: any EventLoop) { self.loop = loop }

    /// On the event loop.
    func set(_ load: BenchLoad) {
        let bound = NIOLoopBound(load, eventLoop: loop)
        self.load.withLock { $0 = bound }
    }

    func submitted(_ messages: [(digits: String, at: Timestamp)]) {
        onLoop { load in for message in messages { load.submitted(message.digits, at: message.at) } }
    }

    func arrived(_ digits: String, code: String?, at moment: Timestamp) {
        onLoop { $0.arrived(digits, code: code, at: moment) }
    }

    func abandon() { onLoop { $0.abandon() } }

    private func onLoop(_ body: @escaping @Sendable (BenchLoad) -> Void) {
        guard let load = load.withLock({ $0 }) else { return }
        if loop.inEventLoop { body(load.value) } else { loop.execute { body(load.value) } }
    }
}
