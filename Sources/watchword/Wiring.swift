import CarrierSimulator
import Gateway
import HTTPAPI
import Hummingbird
import Inbound
import Logging
import NIOCore
import Northbound
import SMPP
import SMPPTransport
import SQLiteStorage
import ServiceLifecycle
import Settings
import Storage
import Verification
import World

/// A gateway that answers, as whoever runs it needs to know it.
struct RunningGateway: Sendable {
    enum Next: Sendable { case keepRunning, shutDown }

    /// Where it answers, with the port the system chose.
    var url: String
    /// The operator's key; `nil` when only keys in the store open it.
    var apiKey: String?
    /// The key was given by nobody: it was made, at this start or an earlier one, and lies in a file.
    var madeKey: Bool
    var gateway: Gateway
    /// Where applications bind; `nil` when none may.
    var smpp: Endpoint?
}

/// Opens the store, the secrets, the links and the gateway, and runs them behind the HTTP interface until SIGTERM,
/// SIGINT or `.shutDown`: then HTTP accepts no more, the gateway drains, and the store is closed.
///
/// - Parameters:
///   - companions: run from before the gateway's links connect until after it is shut down.
///   - whenReady: called once requests are answered.
func runGateway(
    _ settings: Settings, world: any World, logger: Logger, companions: [any ServiceLifecycle.Service] = [],
    whenReady: @escaping @Sendable (RunningGateway) async throws -> RunningGateway.Next
) async throws {
    let store = try SQLiteStore.open(directory: settings.dataDirectory, now: world.now)
    do {
        try await runGateway(
            settings, store: store, world: world, logger: logger, companions: companions, whenReady: whenReady)
    } catch {
        await store.close()
        throw error
    }
    await store.close()
}

private func runGateway(
    _ settings: Settings, store: SQLiteStore, world: any World, logger: Logger,
    companions: [any ServiceLifecycle.Service],
    whenReady: @escaping @Sendable (RunningGateway) async throws -> RunningGateway.Next
) async throws {
    let secrets = try await openSecrets(settings, store: store, world: world)
    let key = try await operatorKey(settings, store: store, world: world)
    let (network, keys) = (NIOByteNetwork(), KeyRing(secrets))
    let gateway = try await Gateway.open(
        configuration: gatewayConfiguration(settings, operatorKey: key.key), world: world, store: store,
        keys: keys,
        links: settings.carriers.map { link($0, network: network, world: world, logger: logger) },
        logger: logger)
    let applications = settings.smpp.map {
        NorthboundRunner($0, gateway: gateway, network: network, world: world, logger: logger)
    }
    let inbound = try await InboundServices.open(
        inboundConfiguration(settings), gateway: gateway, esmes: applications?.northbound, store: store, keys: keys,
        world: world, logger: logger)
    let http = HTTPService(
        router: HTTPAPI.router(gateway: gateway, inboxes: inbound.inbound, world: world, logger: logger),
        endpoint: settings.http, setting: "http.port (WATCHWORD_HTTP_PORT)", logger: logger)
    let ready = ReadyService(http: http) { url in
        let smpp = await applications?.northbound.whenListening()
        return try await whenReady(
            RunningGateway(url: url, apiKey: key.key, madeKey: key.isMade, gateway: gateway, smpp: smpp))
    }
    var services = companions + [GatewayService(gateway: gateway)]
    if let applications { services.append(applications) }
    try await runServices(
        services + [http, inbound], last: ready, limit: settings.drainTime + .seconds(10), logger: logger)
}

/// A carrier network alone, with its handsets' interface on loopback.
func runCarrier(
    _ profile: CarrierProfile, listen endpoint: Endpoint, simulatorPort: Int, world: any World, logger: Logger,
    whenReady: @escaping @Sendable (_ carrier: Endpoint, _ handsets: String) -> Void
) async throws {
    let network = CarrierNetwork(
        profiles: [profile], network: NIOByteNetwork(), world: world, endpoints: [endpoint])
    let http = simulatorService(network, port: simulatorPort, logger: logger)
    let ready = ReadyService(http: http) { url in
        if let endpoint = await network.whenListening()?.first { whenReady(endpoint, url) }
        return .keepRunning
    }
    try await runServices([http, CarrierService(network: network)], last: ready, limit: .seconds(10), logger: logger)
}

/// The handsets' interface and page: on loopback only, for what it shows is other people's messages.
func simulatorService(_ network: CarrierNetwork, port: Int, logger: Logger) -> HTTPService {
    HTTPService(
        router: SimulatorAPI.router(network), endpoint: Endpoint(host: "127.0.0.1", port: port),
        setting: "simulator.port (WATCHWORD_SIMULATOR_PORT)", logger: logger)
}

// MARK: Parts

/// The secrets, made at the first start. A store that was written under others must not get new ones: nothing in it
/// could be opened any more, and nobody would be told.
private func openSecrets(_ settings: Settings, store: SQLiteStore, world: any World) async throws -> Secrets {
    if !PrivateFile.exists(settings.secretsFile), try await !store.accounts().isEmpty {
        throw Failure(
            .configuration,
            "the secrets file \(settings.secretsFile) is missing, but the store in \(settings.dataDirectory) was "
                + "written with one: put it back, or start with another data directory")
    }
    var random = world.random
    return try SecretsFile.open(settings.secretsFile, now: world.now, using: &random).secrets
}

/// The key that was given; else the one made earlier; else, while no key exists at all, a new one.
private func operatorKey(
    _ settings: Settings, store: SQLiteStore, world: any World
) async throws -> (key: String?, isMade: Bool) {
    if let key = settings.apiKey { return (key, false) }
    if let key = try APIKeyFile.load(settings.apiKeyFile) { return (key, true) }
    for account in try await store.accounts() where try await !store.keys(account: account.id).isEmpty {
        return (nil, false)
    }
    var random = world.random
    return (try APIKeyFile.create(settings.apiKeyFile, using: &random), true)
}

private func gatewayConfiguration(_ settings: Settings, operatorKey: String?) -> GatewayConfiguration {
    var configuration = GatewayConfiguration()
    configuration.sender = settings.sender
    configuration.routes = settings.carriers.filter { $0.bind != .receiver }.map(\.route)
    configuration.startsPerNumber = settings.startsPerNumber
    configuration.wrongChecksPerNumber = settings.wrongChecksPerNumber
    configuration.retention = settings.retention
    configuration.drainTime = settings.drainTime
    configuration.operatorKey = operatorKey
    return configuration
}

private func inboundConfiguration(_ settings: Settings) -> InboundConfiguration {
    var configuration = InboundConfiguration()
    configuration.helpContact = settings.inbound.helpContact
    configuration.retention = settings.inbound.retention
    configuration.allowsPrivateWebhooks = settings.inbound.allowsPrivateWebhooks
    for carrier in settings.carriers {
        configuration.defaultAlphabets[carrier.name] = carrier.gatewayDialect.defaultAlphabet
    }
    return configuration
}

private func link(
    _ carrier: CarrierSettings, network: NIOByteNetwork, world: any World, logger: Logger
) -> SMPPCarrierLink {
    SMPPCarrierLink(
        name: carrier.name, binds: carrier.clients, ratePerSecond: carrier.ratePerSecond,
        dialect: carrier.gatewayDialect, network: network, world: world, logger: logger)
}
