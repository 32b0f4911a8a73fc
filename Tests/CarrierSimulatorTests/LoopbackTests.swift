import CarrierSimulator
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Numbering
import SMPP
import SMPPTransport
import Synchronization
import Testing
import World

/// Real TCP, real time: the shipped path once.
@Suite struct LoopbackTests {
    private final class Waiter: ESMEHandler {
        let events: AsyncStream<String>
        private let feed: AsyncStream<String>.Continuation

        init() { (events, feed) = AsyncStream.makeStream(of: String.self) }

        func add(_ event: String) { feed.yield(event) }
        func receive(_ message: DeliverSM) async -> CommandStatus {
            add("receipt " + (Receipt(message)?.messageID ?? "none"))
            return .ok
        }
        func stateChanged(_ state: ESMEState) { if state == .bound { add("bound") } }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a code travels over TCP to the phone, and its receipt back`() async throws {
        let waiter = Waiter()
        let (world, bytes) = (LiveWorld(), NIOByteNetwork())
        let network = CarrierNetwork(profiles: [.instant, .direct], network: bytes, world: world) { number, message in
            waiter.add("message \(number.text) \(message.code ?? "none")")
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await network.run() }
            let endpoints = try #require(await network.whenListening())
            #expect(endpoints.count == 2 && endpoints[0].port != endpoints[1].port && endpoints[0].port > 0)
            let client = ESMEClient(
                configuration: ESMEConfiguration(
                    endpoint: endpoints[0], bind: BindRequest(systemID: "instant", password: "secret")),
                network: bytes, world: world, handler: waiter)
            group.addTask { await client.run() }
            var (events, seen) = (waiter.events.makeAsyncIterator(), [String]())
            #expect(await events.next() == "bound")
            let id = try #require(await client.submit(submit()).messageID)
            for _ in 0..<2 { if let event = await events.next() { seen.append(event) } }
            #expect(seen == ["message +46701234567 482913", "receipt \(id)"])
            #expect(network.handsets.messages(of: phone).map(\.code) == ["482913"])
            #expect(try await carriers(of: network).contains(#""name":"instant","state":"up""#))
            network.setFaults(FaultPlan([CarrierFault(.slow(factor: 2))]), carrier: "instant")
            #expect(try await carriers(of: network).contains(#""name":"instant","state":"impaired""#))
            await client.shutdown()
            await network.shutdown()
        }
        #expect(network.endpoints == [nil, nil])
    }

    private func carriers(of network: CarrierNetwork) async throws -> String {
        try await Application(router: SimulatorAPI.router(network)).test(.router) { client in
            try await client.execute(uri: "/carriers", method: .get) { String(buffer: $0.body) }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a port in use is an error that says so, and stops the whole box`() async throws {
        let (world, bytes) = (LiveWorld(), NIOByteNetwork())
        let first = CarrierNetwork(profiles: [.instant], network: bytes, world: world)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await first.run() }
            let taken = try #require(await first.whenListening()?.first)
            let second = CarrierNetwork(
                profiles: [.direct, .instant], network: bytes, world: world,
                endpoints: [Endpoint(host: "127.0.0.1", port: 0), taken])
            await #expect(throws: ByteNetworkError.addressInUse(taken)) { try await second.run() }
            await first.shutdown()
        }
    }
}
