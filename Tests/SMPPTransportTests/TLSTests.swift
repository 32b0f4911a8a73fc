import Crypto
import Foundation
import NIOSSL
import SMPP
import SMPPTransport
import Synchronization
import Testing
import World

/// Certificates of `Certificates/make`, over real TCP on this machine.
@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    private let network = NIOByteNetwork()
    private let world = LiveWorld()
    private let anyPort = Endpoint(host: "127.0.0.1", port: 0)

    private static func file(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Certificates/\(name)").path
    }

    private static func identity(_ name: String, ca: String? = nil, serverName: String? = nil) -> TLSSettings {
        TLSSettings(
            caFile: ca.map { file($0 + ".pem") }, certificateFile: file(name + ".pem"),
            privateKeyFile: file(name + ".key"), serverName: serverName)
    }

    private static func trusting(_ ca: String, serverName: String? = nil) -> TLSSettings {
        TLSSettings(caFile: file(ca + ".pem"), serverName: serverName)
    }

    /// Connects with `esme` to a listener with `smsc`, and returns what either learned.
    private func meet(_ smsc: TLSSettings?, _ esme: TLSSettings?) async throws -> Result<
        PeerIdentity?, ByteNetworkError
    > {
        let echo = Echo()
        let listener = try await network.listen(on: anyPort, tls: smsc) { echo.accept($0) }
        let result = await meet(echo, at: listener.endpoint, esme)
        await listener.close()
        return result
    }

    private func meet(
        _ echo: Echo, at endpoint: Endpoint, _ esme: TLSSettings?
    ) async -> Result<PeerIdentity?, ByteNetworkError> {
        let (answers, answer) = AsyncStream.makeStream(of: [UInt8].self)
        do throws(ByteNetworkError) {
            let connection = try await connect(endpoint, esme, Listener(answer))
            connection.send([1, 2, 3])
            var heard = false
            for await octets in answers where octets == [1, 2, 3] {
                heard = true
                break
            }
            connection.close()
            return .success(heard ? echo.peer.withLock { $0 } : nil)
        } catch {
            return .failure(error)
        }
    }

    private func connect(
        _ endpoint: Endpoint, _ tls: TLSSettings?, _ receiver: any ByteReceiver
    ) async throws(ByteNetworkError) -> any ByteConnection {
        do {
            return try await network.connect(to: endpoint, tls: tls, timeout: .seconds(20), receiver: receiver)
        } catch let error as ByteNetworkError {
            throw error
        } catch {
            throw .failed(endpoint, "\(error)")
        }
    }

    private func problem(_ smsc: TLSSettings?, _ esme: TLSSettings?) async throws -> String? {
        switch try await meet(smsc, esme) {
        case .success: return nil
        case .failure(.insecure(_, let reason)): return reason
        case .failure(let error): return "not TLS: \(error)"
        }
    }

    @Test func `a verified peer by its name, or by its address, carries octets both ways`() async throws {
        let smsc = Self.identity("smsc")
        for esme in [Self.trusting("ca", serverName: "smsc.test"), Self.trusting("ca")] {
            #expect(try await meet(smsc, esme).get() == PeerIdentity(address: "127.0.0.1"))
        }
    }

    @Test func `a client certificate is known by the SHA-256 of its DER`() async throws {
        let der = try NIOSSLCertificate.fromPEMFile(Self.file("esme.pem"))[0].toDERBytes()
        let peer = try await meet(Self.identity("smsc", ca: "ca"), Self.identity("esme", ca: "ca")).get()
        #expect(peer == PeerIdentity(address: "127.0.0.1", certificateFingerprint: Array(SHA256.hash(data: der))))
    }

    @Test func `who has no client certificate is let in without fingerprint`() async throws {
        let peer = try await meet(Self.identity("smsc", ca: "ca"), Self.trusting("ca")).get()
        #expect(peer == PeerIdentity(address: "127.0.0.1"))
    }

    @Test func `a client certificate that nobody asked for says nothing`() async throws {
        let peer = try await meet(Self.identity("smsc"), Self.identity("esme", ca: "ca")).get()
        #expect(peer == PeerIdentity(address: "127.0.0.1"))
    }

    @Test func `a client certificate of a stranger gets no octet through`() async throws {
        // With TLS 1.3 the client may learn it only after its side of the handshake is over.
        let result = try await meet(Self.identity("smsc", ca: "ca"), Self.identity("stranger", ca: "ca"))
        if case .success(let peer) = result { #expect(peer == nil) }
    }

    @Test func `a peer of an unknown issuer is refused, with its own list as without one`() async throws {
        let smsc = Self.identity("smsc")
        let strangers = Self.file("stranger-ca.pem")
        let own = try await problem(smsc, Self.trusting("stranger-ca"))
        #expect(own == "the peer's certificate has expired or is of nobody trusted by \(strangers)")
        let system = try await problem(smsc, TLSSettings())
        let words = "the peer's certificate has expired or is of nobody trusted by this system"
        #expect(system == words + ": name the CA's file if it has one of its own")
    }

    @Test func `a peer of another name, or without the address, is refused`() async throws {
        let named = try await problem(Self.identity("named-smsc"), Self.trusting("ca", serverName: "other.test"))
        #expect(named == "the peer's certificate is for another name than other.test")
        let addressed = try await problem(Self.identity("named-smsc"), Self.trusting("ca"))
        #expect(addressed == "the peer's certificate is for another name than 127.0.0.1")
    }

    @Test func `a certificate for the address connected to serves whatever name is asked for`() async throws {
        // swift-nio-ssl 2.37.6 looks for the address too where a name is given.
        let peer = try await meet(Self.identity("smsc"), Self.trusting("ca", serverName: "other.test")).get()
        #expect(peer != nil)
    }

    @Test func `only who switches verification off talks to anybody`() async throws {
        var esme = TLSSettings()
        esme.verifiesPeer = false
        #expect(try await meet(Self.identity("named-smsc"), esme).get() == PeerIdentity(address: "127.0.0.1"))
    }

    @Test func `a peer that speaks no TLS is named as such`() async throws {
        #expect(try await problem(nil, Self.trusting("ca")) == "the peer does not speak TLS on this port")
    }

    @Test func `files that do not serve are named`() async throws {
        let (certificate, key) = (Self.file("smsc.pem"), Self.file("esme.key"))
        let missing = Self.file("missing.pem")
        let cases: [(TLSSettings, String)] = [
            (TLSSettings(), "a listener needs a certificate and its key"),
            (TLSSettings(certificateFile: certificate), "there is a certificate and no private key to it"),
            (
                TLSSettings(certificateFile: missing, privateKeyFile: key),
                "\(missing) cannot be read: No such file or directory"
            ),
            (
                TLSSettings(certificateFile: certificate, privateKeyFile: key),
                "the private key in \(key) does not belong to the certificate in \(certificate)"
            ),
            (
                TLSSettings(certificateFile: key, privateKeyFile: key),
                "\(key) holds no certificate in PEM form"
            ),
            (
                TLSSettings(certificateFile: certificate, privateKeyFile: certificate),
                "\(certificate) holds no private key in PEM form without passphrase"
            ),
        ]
        for (settings, reason) in cases {
            await #expect(throws: ByteNetworkError.insecure(anyPort, reason)) {
                _ = try await network.listen(on: anyPort, tls: settings) { _ in Listener(nil) }
            }
        }
        let nowhere = Endpoint(host: "127.0.0.1", port: 1)
        await #expect(throws: ByteNetworkError.insecure(nowhere, "there is a private key and no certificate to it")) {
            _ = try await network.connect(
                to: nowhere, tls: TLSSettings(privateKeyFile: key), timeout: .seconds(5), receiver: Listener(nil))
        }
    }

    @Test func `a peer that accepts and says nothing is given up after the timeout`() async throws {
        let listener = try await network.listen(on: anyPort, tls: nil) { _ in Listener(nil) }
        await #expect(throws: ByteNetworkError.timedOut(listener.endpoint)) {
            _ = try await network.connect(
                to: listener.endpoint, tls: TLSSettings(), timeout: .milliseconds(50), receiver: Listener(nil))
        }
        await listener.close()
    }

    @Test func `a session over TLS binds, submits and unbinds`() async throws {
        let smsc = ReceiptingSMSC()
        var configuration = SMSCConfiguration(endpoint: anyPort)
        configuration.tls = Self.identity("smsc", ca: "ca")
        let server = SMSCServer(configuration: configuration, network: network, world: world, handler: smsc)
        smsc.attach(server)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await server.run() }
            let bind = BindRequest(systemID: "otpgw", password: "secret08")
            var configuration = ESMEConfiguration(endpoint: try #require(await server.whenListening()), bind: bind)
            configuration.tls = Self.identity("esme", ca: "ca", serverName: "smsc.test")
            let esme = RecordingESME()
            let client = ESMEClient(configuration: configuration, network: network, world: world, handler: esme)
            group.addTask { await client.run() }
            #expect(await esme.isBound())
            #expect(await client.submit(ShortMessage()) == .accepted(messageID: "1", tlvs: []))
            for await receipt in esme.receipts {
                #expect(receipt == "1")
                break
            }
            await client.shutdown()
            await server.shutdown()
        }
        smsc.attach(nil)
    }
}

/// Sends back what it hears, and keeps who said it.
private final class Echo: Sendable {
    let peer = Mutex<PeerIdentity?>(nil)

    func accept(_ connection: any ByteConnection) -> any ByteReceiver { Receiver(echo: self, connection: connection) }

    private final class Receiver: ByteReceiver {
        let echo: Echo
        let connection: any ByteConnection
        init(echo: Echo, connection: any ByteConnection) { (self.echo, self.connection) = (echo, connection) }
        func received(_ bytes: UnsafeRawBufferPointer) {
            // A plain listener hears a ClientHello: whatever it says is not TLS.
            guard bytes.count == 3 else { return connection.send(Array("SMPP\r\n".utf8)) }
            echo.peer.withLock { $0 = connection.peer }
            connection.send(Array(bytes))
        }
        func closed() {}
    }
}

private final class Listener: ByteReceiver {
    private let feed: AsyncStream<[UInt8]>.Continuation?
    init(_ feed: AsyncStream<[UInt8]>.Continuation?) { self.feed = feed }
    func received(_ bytes: UnsafeRawBufferPointer) { feed?.yield(Array(bytes)) }
    func closed() { feed?.finish() }
}
