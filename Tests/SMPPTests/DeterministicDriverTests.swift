import SMPP
import Synchronization
import Testing
import World

/// The drivers unmodified on one seeded thread in virtual time.
@Suite struct DeterministicDriverTests {
    @Test(arguments: [UInt64(1), 2, 3, 99])
    func `one seed gives one trace, and every submit an outcome`(seed: UInt64) {
        let first = journey(seed: seed)
        #expect(first.filter { $0.contains("accepted") }.count == 60, "\(first)")
        #expect(first.filter { $0.contains("receipt") }.count == 60)
        #expect(first.contains { $0.contains("waiting") }, "the line is cut once")
        #expect(first.last?.hasSuffix("stopped") == true)
        #expect(journey(seed: seed) == first)
    }

    private func journey(seed: UInt64) -> [String] {
        let executor = SeededExecutor(seed: seed)
        let world = VirtualWorld(executor: executor)
        let trace = Trace(world: world)
        let network = StraightNetwork()
        let smsc = EchoSMSC(trace: trace)
        let server = SMSCServer(
            configuration: SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 1)), network: network,
            world: world, handler: smsc)
        smsc.server.withLock { $0 = server }
        let bind = BindRequest(systemID: "esme")
        let client = ESMEClient(
            configuration: ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: bind),
            network: network, world: world, handler: TracingESME(trace: trace))
        executor.run {
            await withDiscardingTaskGroup { group in
                group.addTask { try? await server.run() }
                group.addTask { await client.run() }
                group.addTask { await self.drive(client, server, world, trace) }
            }
            smsc.server.withLock { $0 = nil }
        }
        return trace.lines
    }

    private func drive(_ client: ESMEClient, _ server: SMSCServer, _ world: VirtualWorld, _ trace: Trace) async {
        for round in 0..<2 {
            while !client.isBound { try? await world.sleep(for: .milliseconds(50)) }
            await withDiscardingTaskGroup { group in
                for number in 0..<30 {
                    group.addTask {
                        let text = Array("\(round * 30 + number)".utf8)
                        let outcome = await client.submit(ShortMessage(shortMessage: text))
                        trace.add("\(number) \(outcome)")
                    }
                }
            }
            try? await world.sleep(for: .seconds(1))
            if round == 0 { for session in server.sessions { server.disconnect(session) } }
            try? await world.sleep(for: .seconds(40))
        }
        await client.shutdown()
        await server.shutdown()
    }
}

private final class Trace: Sendable {
    private let entries = Mutex<[String]>([])
    private let world: VirtualWorld
    init(world: VirtualWorld) { self.world = world }
    var lines: [String] { entries.withLock { $0 } }
    func add(_ line: String) { entries.withLock { $0.append("\(world.now.microseconds) \(line)") } }
}

/// Accepts each submit after some time and sends a receipt later.
private final class EchoSMSC: SMSCHandler {
    let server = Mutex<SMSCServer?>(nil)
    private let trace: Trace
    init(trace: Trace) { self.trace = trace }

    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer {
        .accepted()
    }
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        let id = String(decoding: message.shortMessage, as: UTF8.self)
        let receipt = ReceiptText.deliverSM(
            Receipt(messageID: id, state: .delivered), from: message.destination, to: message.source)
        let server = server.withLock { $0 }
        let outcome = await server?.deliver(receipt, to: session)
        trace.add("answered \(String(describing: outcome))")
        return .accepted(id)
    }
    func ended(_ session: SMSCSessionID) { trace.add("ended \(session)") }
}

private struct TracingESME: ESMEHandler {
    let trace: Trace
    func receive(_ message: DeliverSM) async -> CommandStatus {
        trace.add("receipt \(Receipt(message)?.messageID ?? "none")")
        return .ok
    }
    func stateChanged(_ state: ESMEState) { trace.add("\(state)") }
}
