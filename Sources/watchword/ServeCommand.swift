import ArgumentParser
import Logging
import Settings
import World

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway until SIGTERM or SIGINT.",
        discussion: "Without a carrier configured, requests to send are answered 503 no_route.")

    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() async throws {
        try await Failure.reporting {
            let settings = try options.load()
            ProcessLimits.prepare()
            let world = LiveWorld()
            let logger = LogOutput.logger(settings, world: world)
            try await runGateway(settings, world: world, logger: logger) { gateway in
                // Said only now, so that a start that fails is one line.
                for warning in settings.warnings { logger.warning("\(warning)") }
                if gateway.madeKey {
                    Output.error("no API key was given: the one in \(settings.apiKeyFile) is accepted")
                }
                if let smpp = gateway.smpp { Output.line("Applications bind over SMPP at \(smpp)") }
                Output.line("Watchword listens at \(gateway.url)")
                return .keepRunning
            }
        }
    }
}
