import CarrierSimulator
import Gateway
import Hummingbird
import Logging
import NIOCore
import SMPP
import ServiceLifecycle
import UnixSignals

/// Runs services in order; SIGTERM and SIGINT, or the end of `last`, shut them down in the opposite one.
func runServices(_ services: [any Service], last: any Service, limit: Duration, logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(
        services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.services.append(
        ServiceGroupConfiguration.ServiceConfiguration(
            service: last, successTerminationBehavior: .gracefullyShutdownGroup))
    configuration.maximumGracefulShutdownDuration = limit
    try await ServiceGroup(configuration: configuration).run()
}

struct GatewayService: Service {
    let gateway: Gateway

    func run() async throws {
        await withGracefulShutdownHandler {
            await gateway.run()
        } onGracefulShutdown: {
            gateway.shutdown()
        }
    }
}

struct CarrierService: Service {
    let network: CarrierNetwork

    func run() async throws {
        try await runUntilShutdown {
            try await network.run()
        } shutdown: {
            await network.shutdown()
        }
    }
}

/// Runs something that ends when it is told to, and tells it when the program stops.
func runUntilShutdown(
    _ run: @escaping @Sendable () async throws -> Void, shutdown: @escaping @Sendable () async -> Void
) async throws {
    let (stopping, stop) = AsyncStream.makeStream(of: Void.self)
    try await withGracefulShutdownHandler {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run() }
            group.addTask {
                for await _ in stopping {}
                await shutdown()
            }
            try await group.next()
            stop.finish()
            try await group.waitForAll()
        }
    } onGracefulShutdown: {
        stop.finish()
    }
}

/// An HTTP server that says when and where it listens.
struct HTTPService: Service, CustomStringConvertible {
    private let application: Application<RouterResponder<BasicRequestContext>>
    private let endpoint: Endpoint
    private let setting: String
    private let listening: AsyncStream<Int>

    var description: String { "HTTP at \(endpoint)" }

    /// - Parameter setting: what to change when the port is taken.
    init(router: Router<BasicRequestContext>, endpoint: Endpoint, setting: String, logger: Logger) {
        (self.endpoint, self.setting) = (endpoint, setting)
        let (listening, announce) = AsyncStream.makeStream(of: Int.self)
        self.listening = listening
        // Its lines on starting and stopping say again what the program says itself.
        var quiet = logger
        if quiet.logLevel > .debug { quiet.logLevel = .critical }
        application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(endpoint.host, port: endpoint.port), serverName: "watchword", backlog: 1024),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? endpoint.port)
                announce.finish()
            },
            logger: quiet)
    }

    func run() async throws {
        do {
            try await application.run()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(listening: endpoint, setting: setting, error)
        }
    }

    /// Waits until it listens, once; `nil` when the wait was cancelled.
    func url() async -> String? {
        for await port in listening { return "http://\(Endpoint(host: endpoint.host, port: port))" }
        return nil
    }
}

/// Calls back when an HTTP service listens, and waits for the end unless told otherwise.
struct ReadyService: Service, CustomStringConvertible {
    let http: HTTPService
    let whenReady: @Sendable (_ url: String) async throws -> RunningGateway.Next

    var description: String { "readiness of \(http)" }

    func run() async throws {
        let next = await cancelWhenGracefulShutdown { await http.url() }
        guard let next else { return }
        switch try await cancelWhenGracefulShutdown({ try await whenReady(next) }) {
        case .shutDown: return
        case .keepRunning: try await gracefulShutdown()
        }
    }
}
