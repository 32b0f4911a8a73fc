import SMPP
import Synchronization
import Testing
import World

/// The ESME's driver, unmodified, against SMSCs that misbehave.
@Suite struct RobustnessClientTests {
    @Test func `an SMSC that speaks another protocol is left, and the next attempt binds`() {
        let scene = ClientScene()
        scene.run { client, network in
            let first = try #require(await scene.peer(network, 0))
            first.say(Array("HTTP/1.1 400 Bad Request\r\n".utf8))
            #expect(first.isClosed)
            let second = try #require(await scene.peer(network, 1))
            second.say(.bindResponse(BindResponse()), 1)
            await scene.until { client.isBound }
            let ends = scene.ends.withLock { $0 }
            guard ends.count == 1, case .unreadable = ends[0] else { return #expect(Bool(false), "\(ends)") }
        }
    }

    @Test func `an SMSC that never reads is left, and each submit is ambiguous, none lost`() {
        let scene = ClientScene { $0.pendingBytesMax = 1000 }
        scene.run { client, network in
            let peer = try #require(await scene.boundPeer(network, 0))
            peer.stopReading()
            let outcomes = await scene.submit(50, through: client)
            let onTheWire = outcomes.count { $0 == .ambiguous(.connectionLost) }
            #expect(onTheWire > 10 && onTheWire < 50)
            #expect(outcomes.count { $0 == .notSent(.notBound) } == 50 - onTheWire)
            #expect(peer.unread > 1000 && peer.unread < 1000 + 100 && peer.isClosed)
            await scene.until { !scene.ends.withLock { $0.isEmpty } }
            #expect(scene.ends.withLock { $0 } == [.peerNotReading])
        }
    }

    @Test func `answers in reverse order, twice, and among strangers reach their own submits`() {
        let scene = ClientScene()
        scene.run { client, network in
            let peer = try #require(await scene.boundPeer(network, 0))
            async let submitted = scene.submit(50, through: client)
            var requests: [PDU] = []
            await scene.until {
                requests += peer.heard()
                return requests.count == 50
            }
            for request in requests.reversed() {
                guard case .submitSM(let message) = request.body else { continue }
                let name = String(decoding: message.shortMessage, as: UTF8.self)
                let response = PDUBody.submitSMResponse(SubmitSMResponse(messageID: name))
                peer.say(.submitSMResponse(SubmitSMResponse(messageID: "stranger")), request.sequenceNumber + 1000)
                peer.say(response, request.sequenceNumber)
                peer.say(.submitSMResponse(SubmitSMResponse(messageID: "again")), request.sequenceNumber)
            }
            let outcomes = await submitted
            #expect(outcomes == (0..<50).map { .accepted(messageID: "\($0)", tlvs: []) })
            #expect(client.books.unexpected == 100 && client.isBound)
        }
    }

    @Test func `an SMSC that hangs up within an answer leaves the submit ambiguous, and the next bind works`() {
        let scene = ClientScene()
        scene.run { client, network in
            let peer = try #require(await scene.boundPeer(network, 0))
            async let submitted = scene.submit(1, through: client)
            await scene.until { !peer.heard().isEmpty }
            peer.say(Array(octets(.submitSMResponse(SubmitSMResponse(messageID: "m1")), 2).dropLast()))
            peer.hangUp()
            #expect(await submitted == [.ambiguous(.connectionLost)])
            let next = try #require(await scene.boundPeer(network, 1))
            // The rest of that answer on the new connection is no PDU there.
            next.say(octets(.submitSMResponse(SubmitSMResponse(messageID: "m1")), 2))
            #expect(client.isBound && client.books.unexpected == 1)
        }
    }

    @Test func `a flood of delivers is told to wait past the window, and those in it are answered`() {
        let scene = ClientScene { $0.inboundWindowMax = 20 }
        scene.run { client, network in
            let peer = try #require(await scene.boundPeer(network, 0))
            for number in 1...2000 { peer.say(.deliverSM(ShortMessage()), UInt32(number)) }
            var answers: [PDU] = []
            await scene.until {
                answers += peer.heard()
                return answers.count == 2000
            }
            #expect(answers.count { $0.commandStatus == .messageQueueFull } == 1980)
            #expect(Set(answers.map(\.sequenceNumber)) == Set(1...2000))
            #expect(client.isBound)
        }
    }

    @Test func `an SMSC that takes the connection and says nothing is left and tried again`() {
        let scene = ClientScene()
        scene.run { _, network in
            await scene.until { network.peers.count == 3 }
            #expect(network.peers.map(\.isClosed) == [true, true, false])
            #expect(scene.ends.withLock { $0 } == [.sessionInitTimedOut, .sessionInitTimedOut])
        }
    }
}

/// An ESME in virtual time.
private final class ClientScene: ESMEHandler {
    /// Why sessions ended, in order.
    let ends = Mutex<[SessionEnd]>([])
    private let executor = SeededExecutor(seed: 6)
    private let world: VirtualWorld
    private let configuration: ESMEConfiguration

    init(_ change: (inout ESMEConfiguration) -> Void = { _ in }) {
        let bind = BindRequest(systemID: "esme")
        var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: bind)
        configuration.shutdownTimeout = .milliseconds(100)
        configuration.timers.response = .seconds(5)
        change(&configuration)
        self.configuration = configuration
        world = VirtualWorld(executor: executor)
    }

    func receive(_ message: DeliverSM) async -> CommandStatus {
        try? await world.sleep(for: .seconds(1))
        return .ok
    }
    func stateChanged(_ state: ESMEState) {
        if case .waiting(_, let end) = state { ends.withLock { $0.append(end) } }
    }

    /// Waits in virtual time, at most a minute.
    func until(_ holds: () -> Bool) async {
        let deadline = world.now + .seconds(60)
        while !holds(), world.now < deadline { try? await world.sleep(for: .milliseconds(10)) }
        #expect(world.now < deadline, "waited in vain")
    }

    /// The far end of the client's connection number `index`, once it has heard the bind.
    func peer(_ network: HeldNetwork, _ index: Int) async -> HeldPeer? {
        await until { network.peers.count > index }
        guard network.peers.count > index else { return nil }
        let peer = network.peers[index]
        await until { peer.heard().contains { $0.commandID == .bindTransceiver } }
        return peer
    }

    func boundPeer(_ network: HeldNetwork, _ index: Int) async -> HeldPeer? {
        let peer = await peer(network, index)
        peer?.say(.bindResponse(BindResponse()), 1)
        return peer
    }

    /// Submits so many at once, each with its number as text; the outcomes by number.
    func submit(_ count: Int, through client: ESMEClient) async -> [SubmitOutcome] {
        await withTaskGroup(of: (Int, SubmitOutcome).self) { group in
            for number in 0..<count {
                group.addTask {
                    (number, await client.submit(ShortMessage(shortMessage: Array("\(number)".utf8))))
                }
            }
            var outcomes: [(Int, SubmitOutcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    func run(_ play: @escaping @Sendable (ESMEClient, HeldNetwork) async throws -> Void) {
        let network = HeldNetwork()
        let client = ESMEClient(configuration: configuration, network: network, world: world, handler: self)
        executor.run {
            await withDiscardingTaskGroup { group in
                group.addTask { await client.run() }
                do { try await play(client, network) } catch { Issue.record(error) }
                await client.shutdown()
            }
        }
    }
}
