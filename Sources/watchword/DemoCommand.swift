import ArgumentParser
import CarrierSimulator
import Logging
import SMPPTransport
import Settings
import World

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run a gateway with two simulated carriers and phones, and watch a code travel.",
        discussion: """
            Everything is in one process, with SMPP over TCP between gateway and carriers. The phones are shown at \
            http://127.0.0.1:8081 (WATCHWORD_SIMULATOR_PORT), on loopback only.
            """)

    private static let directory = ".demo"

    @Flag(help: "End after the first code was verified.")
    var once = false
    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() async throws {
        try await Failure.reporting {
            let settings = try settings()
            ProcessLimits.prepare()
            let world = LiveWorld()
            try await Self.runDemo(settings, once: once, world: world, logger: LogOutput.logger(settings, world: world))
        }
    }

    /// As for `serve`, with defaults of its own: the store apart from a real one, and hardly a log.
    private func settings() throws -> Settings {
        var settings = try options.load()
        func isSaid(_ key: String) -> Bool {
            settings.origins.contains { $0.key == key && $0.place != .standard }
        }
        if !isSaid("data_dir") {
            settings.dataDirectory = Self.directory
            if !isSaid("secrets_file") { settings.secretsFile = Self.directory + "/secrets" }
        }
        // Below that, an HTTP server logs how it was stopped when another part of the demo could not start.
        if !isSaid("log.level") { settings.logLevel = .critical }
        return settings
    }

    private static func runDemo(_ settings: Settings, once: Bool, world: any World, logger: Logger) async throws {
        let network = CarrierNetwork(profiles: DemoNetwork.profiles, network: NIOByteNetwork(), world: world)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await network.run() }
            guard let endpoints = await network.whenListening() else {
                try await group.waitForAll()
                return
            }
            var settings = settings
            settings.carriers = try DemoNetwork.carriers(at: endpoints)
            let phones = simulatorService(network, port: settings.simulatorPort, logger: logger)
            do {
                try await runGateway(settings, world: world, logger: logger, companions: [phones]) {
                    [settings] (gateway) async throws -> RunningGateway.Next in
                    guard let page = await phones.url() else { return .shutDown }
                    let story = try DemoStory(gateway: gateway, page: page, settings: settings, world: world)
                    do {
                        try await story.tell()
                        if once { return .shutDown }
                        story.invite()
                        try await story.goOn()
                    } catch is CancellationError {
                        if once { throw Failure(.general, "interrupted before the code was verified") }
                    }
                    return .keepRunning
                }
            } catch {
                await network.shutdown()
                throw error
            }
            await network.shutdown()
            try await group.waitForAll()
        }
    }
}
