import SMPP
import Synchronization
import Testing
import World

@Suite struct ReconnectionTests {
    @Test func `the wait doubles while nobody answers, up to its maximum, and is cut by at most a half`() throws {
        let waits = waits(RefusingNetwork(), seconds: 300)
        #expect(waits.count >= 10)
        for (index, wait) in waits.enumerated() {
            let full = min(Duration.seconds(30), .seconds(1) * (1 << min(index, 10)))
            #expect(wait <= full && wait >= full / 2, "wait \(index + 1) is \(wait)")
        }
        #expect(Set(waits.suffix(5)).count > 1, "two gateways must not come back together")
    }

    @Test func `a session that was bound starts the waits anew`() {
        let waits = waits(CuttingNetwork(), seconds: 100)
        #expect(waits.count >= 10)
        #expect(waits.allSatisfy { $0 <= .seconds(1) })
    }

    @Test(arguments: [CommandStatus.invalidPassword, .invalidSystemID, .invalidSystemType])
    func `a refused account is tried once a minute, not hammered`(status: CommandStatus) {
        let waits = waits(CuttingNetwork(status: status), seconds: 400)
        #expect(waits.count >= 5)
        #expect(waits.allSatisfy { $0 >= .seconds(60) })
        #expect(self.waits(CuttingNetwork(status: .bindFailed), seconds: 10).allSatisfy { $0 < .seconds(30) })
    }

    @Test func `octets that call back while they are sent are not sent inside one another`() {
        let network = ReentrantNetwork()
        _ = waits(network, seconds: 1)
        #expect(network.sent.withLock { $0 } == ["bind_transceiver", "enquire_link_resp", "enquire_link_resp"])
        #expect(network.nested.withLock { $0 } == 0)
    }

    /// The waits of a client that runs on `network` for some virtual time.
    private func waits(_ network: any ByteNetwork, seconds: Int) -> [Duration] {
        let executor = SeededExecutor(seed: 7)
        let world = VirtualWorld(executor: executor)
        let handler = WaitRecorder(world: world)
        let configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: BindRequest())
        let client = ESMEClient(configuration: configuration, network: network, world: world, handler: handler)
        executor.run {
            await withDiscardingTaskGroup { group in
                group.addTask { await client.run() }
                try? await world.sleep(for: .seconds(seconds))
                await client.shutdown()
            }
        }
        return handler.waits.withLock { $0 }
    }
}

private final class WaitRecorder: ESMEHandler {
    let waits = Mutex<[Duration]>([])
    private let world: VirtualWorld
    init(world: VirtualWorld) { self.world = world }

    func receive(_ message: DeliverSM) async -> CommandStatus { .ok }
    func stateChanged(_ state: ESMEState) {
        if case .waiting(let until, _) = state { waits.withLock { $0.append(until - world.now) } }
    }
}

/// Nobody is there.
private struct RefusingNetwork: ByteNetwork {
    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection { throw ByteNetworkError.refused(endpoint) }
    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener { throw ByteNetworkError.addressInUse(endpoint) }
}

/// Answers every bind with `status` and cuts the line.
private struct CuttingNetwork: ByteNetwork {
    var status = CommandStatus.ok

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection { Cutting(status: status, receiver: receiver) }
    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener { throw ByteNetworkError.addressInUse(endpoint) }

    private struct Cutting: ByteConnection {
        let status: CommandStatus
        let receiver: any ByteReceiver
        let pendingBytes = 0
        let peer = PeerIdentity(address: "cutting")
        func send(_ bytes: [UInt8]) {
            receiver.hear(.bindResponse(BindResponse()), 1, status: status)
            receiver.closed()
        }
        func close() {}
    }
}

/// Answers the first octets sent with two `enquire_link`, on the sender's stack.
private final class ReentrantNetwork: ByteNetwork {
    let sent = Mutex<[String]>([])
    let nested = Mutex(0)
    private let depth = Mutex(0)

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection { Reentrant(network: self, receiver: receiver) }
    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener { throw ByteNetworkError.addressInUse(endpoint) }

    private struct Reentrant: ByteConnection {
        let network: ReentrantNetwork
        let receiver: any ByteReceiver
        let pendingBytes = 0
        let peer = PeerIdentity(address: "reentrant")

        func send(_ bytes: [UInt8]) {
            let outer = network.depth.withLock { depth in
                depth += 1
                return depth - 1
            }
            if outer > 0 { network.nested.withLock { $0 += 1 } }
            var reader = FrameReader()
            let pdus = (try? reader.read(bytes)) ?? []
            for pdu in pdus {
                if case .bindRequest = pdu.body {
                    receiver.hear(.enquireLink, 1)
                    receiver.hear(.enquireLink, 2)
                }
            }
            network.sent.withLock { $0 += pdus.map(\.commandID.name) }
            network.depth.withLock { $0 -= 1 }
        }
        func close() {}
    }
}

extension ByteReceiver {
    fileprivate func hear(_ body: PDUBody, _ sequence: UInt32, status: CommandStatus = .ok) {
        let pdu = PDU(sequenceNumber: sequence, commandStatus: status, body: body)
        let octets = (try? pdu.encoded()) ?? []
        octets.withUnsafeBytes { received($0) }
    }
}
