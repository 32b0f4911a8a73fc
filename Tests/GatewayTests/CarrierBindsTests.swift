import Delivery
import Logging
import SMPP
import Synchronization
import Testing
import World

@testable import Gateway

/// Takes every bind, and submits; each connection is one bind.
private final class OpenSMSC: ByteNetwork {
    let binds = Mutex<[(kind: BindKind, number: Int)]>([])
    let submits = Mutex<[Int]>([])
    let receivers = Mutex<[any ByteReceiver]>([])

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        let number = receivers.withLock { receivers in
            receivers.append(receiver)
            return receivers.count
        }
        return Connection(smsc: self, number: number, receiver: receiver)
    }

    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener { throw ByteNetworkError.addressInUse(endpoint) }

    /// Sends a receipt down the bind that was made as `number`.
    func deliver(_ message: DeliverSM, on number: Int) {
        let receiver = receivers.withLock { $0[number - 1] }
        answer(receiver, .deliverSM(message), 1)
    }

    func answer(_ receiver: any ByteReceiver, _ body: PDUBody, _ sequence: UInt32) {
        let octets = (try? PDU(sequenceNumber: sequence, body: body).encoded()) ?? []
        octets.withUnsafeBytes { receiver.received($0) }
    }

    private struct Connection: ByteConnection {
        let smsc: OpenSMSC
        let number: Int
        let receiver: any ByteReceiver
        let pendingBytes = 0
        let peer = PeerIdentity(address: "smsc")

        func send(_ bytes: [UInt8]) {
            for pdu in pdus(bytes) {
                switch pdu.body {
                case .bindRequest(let bind):
                    smsc.binds.withLock { $0.append((bind.kind, number)) }
                    smsc.answer(receiver, .bindResponse(BindResponse(kind: bind.kind)), pdu.sequenceNumber)
                case .submitSM:
                    smsc.submits.withLock { $0.append(number) }
                    let response = SubmitSMResponse(messageID: "id")
                    smsc.answer(receiver, .submitSMResponse(response), pdu.sequenceNumber)
                default: break
                }
            }
        }
        func close() { receiver.closed() }

        private func pdus(_ bytes: [UInt8]) -> [PDU] {
            var reader = FrameReader()
            var found: [PDU] = []
            bytes.withUnsafeBytes { all in
                var input = all
                while let pdu = try? reader.next(&input) { found.append(pdu) }
            }
            return found
        }
    }
}

struct CarrierBindsTests {
    private func configuration(_ kind: BindKind) -> ESMEConfiguration {
        var configuration = ESMEConfiguration(
            endpoint: Endpoint(host: "smsc", port: 1), bind: BindRequest(kind: kind, systemID: "me"))
        configuration.windowMax = 7
        return configuration
    }

    /// Lets `isDone` come true while time passes.
    private func until(_ world: ManualWorld, _ isDone: () async -> Bool) async {
        for _ in 0..<5000 {
            if await isDone() { return }
            world.advance(.milliseconds(20))
            for _ in 0..<20 { await Task.yield() }
        }
        Issue.record("it did not happen")
    }

    @Test func `a pair of binds submits by one and takes receipts by the other, as one carrier`() async throws {
        let world = ManualWorld()
        let smsc = OpenSMSC()
        let link = SMPPCarrierLink(
            name: "a", binds: [configuration(.transmitter), configuration(.receiver)], dialect: CarrierDialect(),
            network: smsc, world: world, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(!link.isBound)
        let events = RecordingEvents()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await link.run(events: events) }
            await until(world) { link.isBound && smsc.binds.withLock { $0.count } == 2 }
            #expect(Set(smsc.binds.withLock { $0.map(\.kind) }) == [.transmitter, .receiver])
            #expect(link.window == 7)
            let bench = await LinkBench()
            #expect(await link.submit(bench.submission("hi")) == .acknowledged(carrierIDs: ["id"]))
            let receiver = smsc.binds.withLock { $0.first { $0.kind == .receiver }?.number } ?? 1
            #expect(smsc.submits.withLock { $0 } == [3 - receiver])
            smsc.deliver(
                DeliverSM(
                    source: .international("46701234567"), esmClass: .deliveryReceipt,
                    shortMessage: Array("id:id stat:DELIVRD".utf8)), on: receiver)
            await until(world) { events.reports.withLock { $0.count } == 1 }
            #expect(events.reports.withLock { $0.first?.carrier } == "a")
            group.cancelAll()
        }
    }
}
