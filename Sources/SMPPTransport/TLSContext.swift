import NIOCore
import NIOSSL
import SMPP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `TLSSettings` with their files read. Problems are told in words for whoever runs the program.
struct TLSContext {
    let context: NIOSSLContext
    /// Sent as SNI and looked for in the certificate; `nil` where the address is looked for.
    private let serverName: String?

    struct Problem: Error, CustomStringConvertible { let description: String }

    /// For the connecting side.
    init(connectingTo host: String, _ settings: TLSSettings) throws(Problem) {
        var configuration = try Self.configuration(settings)
        configuration.certificateVerification = settings.verifiesPeer ? .fullVerification : .none
        context = try Self.context(configuration, settings)
        let name = settings.serverName ?? host
        serverName = name.isAddress ? nil : name
    }

    /// For the listening side: a client's certificate is verified where there is something to verify it against.
    init(listening settings: TLSSettings) throws(Problem) {
        guard settings.certificateFile != nil else {
            throw Problem(description: "a listener needs a certificate and its key")
        }
        var configuration = try Self.configuration(settings)
        configuration.certificateVerification = settings.caFile == nil ? .none : .optionalVerification
        context = try Self.context(configuration, settings)
        serverName = nil
    }

    func clientHandler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverName)
    }

    func serverHandler() -> NIOSSLServerHandler { NIOSSLServerHandler(context: context) }

    private static func configuration(_ settings: TLSSettings) throws(Problem) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = .seconds(2)
        if let path = settings.caFile { configuration.trustRoots = .certificates(try certificates(path)) }
        switch (settings.certificateFile, settings.privateKeyFile) {
        case (nil, nil): break
        case (let certificate?, let key?):
            configuration.certificateChain = try certificates(certificate).map { .certificate($0) }
            configuration.privateKey = .privateKey(try privateKey(key))
        case (_?, nil): throw Problem(description: "there is a certificate and no private key to it")
        case (nil, _?): throw Problem(description: "there is a private key and no certificate to it")
        }
        return configuration
    }

    private static func context(
        _ configuration: TLSConfiguration, _ settings: TLSSettings
    ) throws(Problem) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            guard let certificate = settings.certificateFile, let key = settings.privateKeyFile else {
                throw Problem(description: "\(error)")
            }
            // All else that a context checks is fixed here.
            throw Problem(description: "the private key in \(key) does not belong to the certificate in \(certificate)")
        }
    }

    private static func certificates(_ path: String) throws(Problem) -> [NIOSSLCertificate] {
        try checkReadable(path)
        let found = (try? NIOSSLCertificate.fromPEMFile(path)) ?? []
        guard !found.isEmpty else { throw Problem(description: "\(path) holds no certificate in PEM form") }
        return found
    }

    private static func privateKey(_ path: String) throws(Problem) -> NIOSSLPrivateKey {
        try checkReadable(path)
        do {
            return try NIOSSLPrivateKey(file: path, format: .pem)
        } catch {
            throw Problem(description: "\(path) holds no private key in PEM form without passphrase")
        }
    }

    private static func checkReadable(_ path: String) throws(Problem) {
        guard access(path, R_OK) != 0 else { return }
        throw Problem(description: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
}

extension String {
    fileprivate var isAddress: Bool {
        var (four, six) = (in_addr(), in6_addr())
        return inet_pton(AF_INET, self, &four) == 1 || inet_pton(AF_INET6, self, &six) == 1
    }
}
