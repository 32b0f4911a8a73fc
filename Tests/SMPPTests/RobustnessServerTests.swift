import SMPP
import Synchronization
import Testing
import World

/// The SMSC's driver, unmodified, against ESMEs that misbehave.
@Suite struct RobustnessServerTests {
    @Test func `a peer that never reads is given up once its limit of octets waits`() {
        let scene = ServerScene { $0.pendingBytesMax = 4096 }
        scene.run { server, network in
            let peer = try #require(await scene.bind(network))
            peer.stopReading()
            var sent = 0
            while !peer.isClosed, sent < 10_000 {
                sent += 1
                peer.say(.enquireLink, UInt32(sent))
            }
            #expect(sent == 4096 / 16 + 1)
            #expect(peer.unread == 4096 + 16)
            #expect(server.sessions.isEmpty)
        }
    }

    @Test func `a peer that hangs up leaves its deliver ambiguous and its session is gone`() {
        let scene = ServerScene()
        scene.run { server, network in
            let peer = try #require(await scene.bind(network))
            let session = try #require(server.sessions.first)
            async let outcome = server.deliver(ShortMessage(), to: session)
            await scene.until { peer.heard().contains { $0.commandID == .deliverSM } }
            // The half of an answer, and no more.
            peer.say(Array(octets(.deliverSMResponse(DeliverSMResponse()), 1).dropLast(3)))
            peer.hangUp()
            #expect(await outcome == .ambiguous(.connectionLost))
            #expect(server.sessions.isEmpty)
            #expect(await server.deliver(ShortMessage(), to: session) == .notSent(.notBound))
        }
    }

    @Test func `one session's flood does not keep another from its answers`() {
        let scene = ServerScene { $0.inboundWindowMax = 50 }
        scene.run { _, network in
            let flooder = try #require(await scene.bind(network))
            let other = try #require(await scene.bind(network))
            for number in 1...5000 { flooder.say(.submitSM(ShortMessage(shortMessage: scene.held)), UInt32(number)) }
            other.say(.submitSM(ShortMessage(shortMessage: [1])), 9)
            var answers: [PDU] = []
            await scene.until {
                answers += other.heard()
                return !answers.isEmpty
            }
            #expect(answers == [PDU(.submitSMResponse(SubmitSMResponse(messageID: "m1")), 9)])
            let refused = flooder.heard()
            #expect(refused.count == 4950 && refused.allSatisfy { $0.commandStatus == .messageQueueFull })
            scene.release()
            var late: [PDU] = []
            await scene.until {
                late += flooder.heard()
                return late.count == 50
            }
            #expect(Set(late.map(\.sequenceNumber)) == Set(1...50))
        }
    }

    @Test func `a submit whose session ended meanwhile is answered to nobody`() {
        let scene = ServerScene()
        scene.run { server, network in
            let gone = try #require(await scene.bind(network))
            gone.say(.submitSM(ShortMessage(shortMessage: scene.held)), 2)
            await scene.until { scene.heldCount == 1 }
            gone.hangUp()
            let next = try #require(await scene.bind(network))
            scene.release()
            await scene.until { scene.heldCount == 0 }
            try? await scene.world.sleep(for: .seconds(1))
            #expect(gone.heard() == [] && next.heard() == [])
            #expect(server.sessions.count == 1)
        }
    }

    @Test func `one connection more than the most is closed unread, and one that ends makes room`() {
        let scene = ServerScene { $0.sessionsMax = 2 }
        scene.run { server, network in
            let first = try #require(await scene.bind(network))
            _ = try #require(await scene.bind(network))
            let third = try #require(network.dial())
            #expect(third.isClosed)
            third.say(.bindRequest(BindRequest()), 1)
            #expect(third.heard() == [])
            first.hangUp()
            #expect(await scene.bind(network) != nil)
            #expect(server.sessions.count == 2)
        }
    }

    @Test func `a peer that drips its bind octet by octet is closed when session_init is over`() {
        let scene = ServerScene()
        scene.run { server, network in
            let peer = try #require(network.dial())
            for octet in octets(.bindRequest(BindRequest(systemID: "esme")), 1) where !peer.isClosed {
                peer.say([octet])
                try? await scene.world.sleep(for: .seconds(1))
            }
            #expect(peer.isClosed && server.sessions.isEmpty)
            #expect(scene.world.now - scene.begin <= .seconds(6))
        }
    }

    @Test func `octets of another protocol are told so and closed, and others are served on`() {
        let scene = ServerScene()
        scene.run { server, network in
            for _ in 0..<100 {
                let peer = try #require(network.dial())
                peer.say(Array("GET / HTTP/1.1\r\n\r\n".utf8))
                #expect(peer.heard() == [PDU(.genericNack, 0, .invalidCommandLength)] && peer.isClosed)
            }
            #expect(await scene.bind(network) != nil)
            #expect(server.sessions.count == 1)
        }
    }
}

/// An SMSC in virtual time, whose handler holds the submits with the text `held` until `release()`.
private final class ServerScene: SMSCHandler {
    let held: [UInt8] = Array("held".utf8)
    let world: VirtualWorld
    let begin: Timestamp
    private let executor = SeededExecutor(seed: 5)
    private let configuration: SMSCConfiguration
    private let gate = Mutex((isOpen: false, count: 0))

    init(_ change: (inout SMSCConfiguration) -> Void = { _ in }) {
        var configuration = SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 1))
        change(&configuration)
        self.configuration = configuration
        world = VirtualWorld(executor: executor)
        begin = executor.now
    }

    var heldCount: Int { gate.withLock { $0.count } }
    func release() { gate.withLock { $0.isOpen = true } }

    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer {
        .accepted()
    }
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        guard message.shortMessage == held else { return .accepted("m1") }
        gate.withLock { $0.count += 1 }
        await until { self.gate.withLock { $0.isOpen } }
        gate.withLock { $0.count -= 1 }
        return .accepted("m2")
    }
    func ended(_ session: SMSCSessionID) {}

    /// Waits in virtual time, at most a minute.
    func until(_ holds: () -> Bool) async {
        let deadline = world.now + .seconds(60)
        while !holds(), world.now < deadline { try? await world.sleep(for: .milliseconds(10)) }
        #expect(world.now < deadline, "waited in vain")
    }

    /// A peer that is bound.
    func bind(_ network: HeldNetwork) async -> HeldPeer? {
        guard let peer = network.dial() else { return nil }
        peer.say(.bindRequest(BindRequest(systemID: "esme")), 1)
        await until { !peer.heard().isEmpty }
        return peer
    }

    func run(_ play: @escaping @Sendable (SMSCServer, HeldNetwork) async throws -> Void) {
        let network = HeldNetwork()
        let server = SMSCServer(configuration: configuration, network: network, world: world, handler: self)
        executor.run {
            await withDiscardingTaskGroup { group in
                group.addTask { try? await server.run() }
                _ = await server.whenListening()
                do { try await play(server, network) } catch { Issue.record(error) }
                self.release()
                await server.shutdown()
            }
        }
    }
}
