import NIOCore
import NIOPosix
import SMPP
import SMPPTransport
import Testing
import World

/// Client and server over real TCP on this machine.
@Suite(.timeLimit(.minutes(2))) struct LoopbackTests {
    private let network = NIOByteNetwork()
    private let world = LiveWorld()
    private let anyPort = Endpoint(host: "127.0.0.1", port: 0)

    private func client(_ endpoint: Endpoint, _ handler: RecordingESME, password: String = "secret08") -> ESMEClient {
        let bind = BindRequest(systemID: "otpgw", password: password)
        var configuration = ESMEConfiguration(endpoint: endpoint, bind: bind)
        configuration.reconnectDelayMin = .milliseconds(20)
        configuration.reconnectDelayMax = .milliseconds(100)
        configuration.refusedDelayMin = .milliseconds(20)
        return ESMEClient(configuration: configuration, network: network, world: world, handler: handler)
    }

    private func server(_ endpoint: Endpoint, _ handler: any SMSCHandler) -> SMSCServer {
        SMSCServer(
            configuration: SMSCConfiguration(endpoint: endpoint), network: network, world: world, handler: handler)
    }

    private let message = ShortMessage(
        source: .alphanumeric("ACME"), destination: .international("+447700900123"), registeredDelivery: .always,
        shortMessage: Array("Your code is 493027".utf8))

    @Test func `a thousand submits are accepted under distinct IDs and their receipts arrive`() async throws {
        let smsc = ReceiptingSMSC()
        let server = server(anyPort, smsc)
        smsc.attach(server)
        let esme = RecordingESME()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await server.run() }
            let endpoint = try #require(await server.whenListening())
            let client = client(endpoint, esme)
            group.addTask { await client.run() }
            #expect(await esme.isBound())
            let outcomes = await withTaskGroup(of: [SubmitOutcome].self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        var outcomes: [SubmitOutcome] = []
                        for _ in 0..<20 { outcomes.append(await client.submit(message)) }
                        return outcomes
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            let ids = outcomes.map { if case .accepted(let id, _) = $0 { id } else { "\($0)" } }
            #expect(Set(ids) == Set((1...1000).map(String.init)))
            var receipts: Set<String> = []
            for await receipt in esme.receipts {
                receipts.insert(receipt)
                if receipts.count == 1000 { break }
            }
            #expect(receipts == Set(ids))
            await client.shutdown()
            await server.shutdown()
            #expect(client.outstanding == 0)
            #expect(server.endpoint == nil)
        }
        smsc.attach(nil)
    }

    @Test func `a client comes back when its server went away and came again`() async throws {
        let first = ReceiptingSMSC(sendsReceipts: false)
        let second = ReceiptingSMSC(sendsReceipts: false)
        let before = server(anyPort, first)
        let esme = RecordingESME()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await before.run() }
            let endpoint = try #require(await before.whenListening())
            let client = client(endpoint, esme)
            group.addTask { await client.run() }
            #expect(await esme.isBound())
            #expect(await client.submit(message) == .accepted(messageID: "1", tlvs: []))
            await before.shutdown()
            #expect(await client.submit(message) == .notSent(.notBound))
            let after = server(endpoint, second)
            group.addTask { try? await after.run() }
            #expect(await esme.isBound())
            #expect(await client.submit(message) == .accepted(messageID: "1", tlvs: []))
            await client.shutdown()
            await after.shutdown()
            #expect(await client.submit(message) == .notSent(.shuttingDown))
        }
    }

    @Test func `a submit under way when the line breaks is ambiguous`() async throws {
        let smsc = SilentSMSC()
        let server = server(anyPort, smsc)
        let esme = RecordingESME()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await server.run() }
            let endpoint = try #require(await server.whenListening())
            let client = client(endpoint, esme)
            group.addTask { await client.run() }
            #expect(await esme.isBound())
            async let outcome = client.submit(message)
            for await session in smsc.taken {
                server.disconnect(session)
                break
            }
            #expect(await outcome == .ambiguous(.connectionLost))
            group.cancelAll()
        }
    }

    @Test func `a wrong password is told and the client keeps trying`() async throws {
        let server = server(anyPort, ReceiptingSMSC())
        let esme = RecordingESME()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await server.run() }
            let endpoint = try #require(await server.whenListening())
            let client = client(endpoint, esme, password: "wrong")
            group.addTask { await client.run() }
            var refusals = 0
            for await case .waiting(_, let end) in esme.states {
                #expect(end == .bindRefused(.invalidPassword))
                refusals += 1
                if refusals == 2 { break }
            }
            #expect(refusals == 2)
            await client.shutdown()
            await server.shutdown()
        }
    }

    @Test func `a peer that never reads is closed once too much waits for it`() async throws {
        let smsc = ReceiptingSMSC()
        var configuration = SMSCConfiguration(endpoint: anyPort)
        configuration.pendingBytesMax = 256 * 1024
        configuration.windowMax = 2000
        let server = SMSCServer(configuration: configuration, network: network, world: world, handler: smsc)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await server.run() }
            let endpoint = try #require(await server.whenListening())
            let bind = try PDU(
                sequenceNumber: 1, body: .bindRequest(BindRequest(systemID: "deaf", password: "secret08"))
            ).encoded()
            let peer = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .connect(host: endpoint.host, port: endpoint.port).get()
            try await peer.writeAndFlush(ByteBuffer(bytes: bind)).get()
            var sessions = smsc.sessions.makeAsyncIterator()
            let session = try #require(await sessions.next())
            let large = ShortMessage(tlvs: [TLV(.messagePayload, Array(repeating: 0, count: 60_000))])
            let outcomes = await withTaskGroup(of: DeliverOutcome.self) { group in
                for _ in 0..<400 { group.addTask { await server.deliver(large, to: session) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.contains(.ambiguous(.connectionLost)))
            #expect(outcomes.contains(.notSent(.notBound)))
            var ends = smsc.ends.makeAsyncIterator()
            #expect(await ends.next() == session)
            try? await peer.close().get()
            await server.shutdown()
        }
    }

    @Test func `one connection more than the limit is closed`() async throws {
        var configuration = SMSCConfiguration(endpoint: anyPort)
        configuration.sessionsMax = 1
        let server = SMSCServer(
            configuration: configuration, network: network, world: world, handler: ReceiptingSMSC())
        let (first, second) = (RecordingESME(), RecordingESME())
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await server.run() }
            let endpoint = try #require(await server.whenListening())
            let one = client(endpoint, first)
            group.addTask { await one.run() }
            #expect(await first.isBound())
            let other = client(endpoint, second)
            group.addTask { await other.run() }
            for await case .waiting(_, let end) in second.states {
                #expect(end == .connectionLost)
                break
            }
            await one.shutdown()
            #expect(await second.isBound())
            await other.shutdown()
            await server.shutdown()
        }
    }

    @Test func `a port in use and a peer that is not there are named`() async throws {
        let listener = try await network.listen(on: anyPort, tls: nil) { _ in Deaf() }
        #expect(listener.endpoint.port != 0)
        await #expect(throws: ByteNetworkError.addressInUse(listener.endpoint)) {
            try await network.listen(on: listener.endpoint, tls: nil) { _ in Deaf() }
        }
        await listener.close()
        await #expect(throws: ByteNetworkError.refused(listener.endpoint)) {
            try await network.connect(to: listener.endpoint, tls: nil, timeout: .seconds(5), receiver: Deaf())
        }
        let nowhere = Endpoint(host: "no-such-host.invalid", port: 2775)
        await #expect(throws: ByteNetworkError.unresolvable(nowhere)) {
            try await network.connect(to: nowhere, tls: nil, timeout: .seconds(5), receiver: Deaf())
        }
    }

    @Test func `what was sent before a close arrives, in order`() async throws {
        let (arrived, arrive) = AsyncStream.makeStream(of: [UInt8].self)
        let listener = try await network.listen(on: anyPort, tls: nil) { _ in Collector(arrive) }
        let connection = try await network.connect(
            to: listener.endpoint, tls: nil, timeout: .seconds(5), receiver: Deaf())
        let pieces = (0..<1000).map { Array(repeating: UInt8($0 & 255), count: 997) }
        for piece in pieces { connection.send(piece) }
        connection.close()
        connection.send([1, 2, 3])
        var received: [UInt8] = []
        for await piece in arrived { received += piece }
        #expect(received == pieces.flatMap { $0 })
        #expect(connection.pendingBytes == 0)
        await listener.close()
    }
}

private final class Deaf: ByteReceiver {
    func received(_ bytes: UnsafeRawBufferPointer) {}
    func closed() {}
}

private final class Collector: ByteReceiver {
    private let feed: AsyncStream<[UInt8]>.Continuation
    init(_ feed: AsyncStream<[UInt8]>.Continuation) { self.feed = feed }
    func received(_ bytes: UnsafeRawBufferPointer) { feed.yield(Array(bytes)) }
    func closed() { feed.finish() }
}
