import SMPP
import Synchronization
import Testing
import World

/// Several binds as one, in virtual time.
@Suite struct ESMEPoolTests {
    private let message = ShortMessage(shortMessage: [1])

    @Test func `each submit takes the bind with most room, and is refused only when none has any`() {
        let outcomes = run([.transmitter, .transceiver], windowMax: 1) { pool, smsc, world -> [SubmitOutcome] in
            #expect(pool.window == 2)
            let outcomes = await withTaskGroup(of: SubmitOutcome.self) { group in
                for _ in 0..<3 { group.addTask { await pool.submit(message) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(smsc.sessions == [1, 1], "one on each bind")
            #expect(pool.outstanding == 0)
            return outcomes
        }
        #expect(outcomes?.count { $0 == .notSent(.windowFull) } == 1)
        #expect(outcomes?.count { $0 == .accepted(messageID: "1", tlvs: []) } == 2)
    }

    @Test func `what went out on a bind that dies is ambiguous, and the next goes by the other`() {
        run([.transceiver, .transceiver], windowMax: 1) { pool, smsc, world in
            async let first = pool.submit(message)
            try? await world.sleep(for: .milliseconds(10))
            smsc.cut(smsc.busy)
            #expect(await first == .ambiguous(.connectionLost))
            #expect(pool.isBound && pool.boundCount == 1)
            #expect(await pool.submit(message) == .accepted(messageID: "1", tlvs: []))
        }
    }

    @Test func `a receiver alone takes and sends nothing`() {
        run([.receiver], windowMax: 1) { pool, smsc, world in
            #expect(pool.isReceiving && !pool.isBound)
            #expect(pool.window == 0)
            #expect(await pool.submit(message) == .notSent(.notBound))
        }
    }

    @Test func `of a pair one bind sends and the other receives`() {
        run([.transmitter, .receiver], windowMax: 5) { pool, smsc, world in
            #expect(pool.isReceiving && pool.isBound)
            #expect(await pool.submit(message) == .accepted(messageID: "1", tlvs: []))
            let outcomes = await smsc.deliver(message)
            #expect(outcomes.count == 2 && outcomes.contains(.answered(.ok)))
            #expect(outcomes.contains(.notSent(.notBound)))
        }
    }

    /// Runs `test` with a pool of `kinds`, all bound.
    @discardableResult
    private func run<Value: Sendable>(
        _ kinds: [BindKind], windowMax: Int,
        _ test: @escaping @Sendable (ESMEPool, SlowSMSC, VirtualWorld) async -> Value
    ) -> Value? {
        let executor = SeededExecutor(seed: 5)
        let world = VirtualWorld(executor: executor)
        let (network, smsc, endpoint) = (StraightNetwork(), SlowSMSC(world: world), Endpoint(host: "smsc", port: 1))
        let server = SMSCServer(
            configuration: SMSCConfiguration(endpoint: endpoint), network: network, world: world, handler: smsc)
        smsc.server.withLock { $0 = server }
        let configurations = kinds.map { kind in
            var configuration = ESMEConfiguration(endpoint: endpoint, bind: BindRequest(kind: kind))
            configuration.windowMax = windowMax
            return configuration
        }
        let pool = ESMEPool(configurations: configurations, network: network, world: world, handler: Silent())
        let result = Mutex<Value?>(nil)
        executor.run {
            await withDiscardingTaskGroup { group in
                group.addTask { try? await server.run() }
                _ = await server.whenListening()
                group.addTask { await pool.run() }
                while pool.boundCount < kinds.count { try? await world.sleep(for: .milliseconds(50)) }
                let value = await test(pool, smsc, world)
                result.withLock { $0 = value }
                await pool.shutdown()
                await server.shutdown()
            }
            smsc.server.withLock { $0 = nil }
        }
        return result.withLock { $0 }
    }
}

private struct Silent: ESMEHandler {
    func receive(_ message: DeliverSM) async -> CommandStatus { .ok }
    func stateChanged(_ state: ESMEState) {}
}

/// Answers each submit a second later.
private final class SlowSMSC: SMSCHandler {
    let server = Mutex<SMSCServer?>(nil)
    private let submits = Mutex<[SMSCSessionID]>([])
    private let world: VirtualWorld
    init(world: VirtualWorld) { self.world = world }

    /// Submits of each session, the oldest session first.
    var sessions: [Int] {
        let submits = submits.withLock { $0 }
        return Set(submits).sorted().map { id in submits.count { $0 == id } }
    }
    var busy: SMSCSessionID? { submits.withLock { $0.last } }
    func cut(_ session: SMSCSessionID?) {
        guard let session else { return }
        server.withLock { $0 }?.disconnect(session)
    }
    /// On each session in turn.
    func deliver(_ message: DeliverSM) async -> [DeliverOutcome] {
        guard let server = server.withLock({ $0 }) else { return [] }
        var outcomes: [DeliverOutcome] = []
        for session in server.sessions { outcomes.append(await server.deliver(message, to: session)) }
        return outcomes
    }

    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer {
        .accepted()
    }
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        submits.withLock { $0.append(session) }
        try? await world.sleep(for: .seconds(1))
        return .accepted("1")
    }
    func ended(_ session: SMSCSessionID) {}
}
