import ArgumentParser
import CarrierSimulator
import SMPP
import Settings
import World

struct CarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier", abstract: "Run a simulated carrier with handsets, to try a gateway against.",
        discussion: """
            The handsets are shown at http://127.0.0.1:8081 (WATCHWORD_SIMULATOR_PORT), on loopback only; \
            GET /handsets/{+E164}/messages lists what one received; POST /handsets/{+E164}/send with \
            {"to": "12345", "text": "STOP"} lets its owner write to whoever is bound.
            """)

    @Option(help: ArgumentHelp("Where ESMEs bind; port 0 lets the system choose.", valueName: "host:port"))
    var listen = "127.0.0.1:2775"
    @Option(help: "The system_id that may bind; the profile's name when not said.")
    var systemID: String?
    @Option(help: "Its password, at most 8 characters; \"secret\" when not said.")
    var password: String?
    @Option(help: "How the network behaves: \(CarrierProfile.presets.map(\.name).joined(separator: ", ")).")
    var profile = CarrierProfile.direct.name
    @OptionGroup(title: "Settings") var options: SettingsOptions

    func run() async throws {
        try await Failure.reporting {
            let settings = try options.load()
            guard let preset = CarrierProfile.presets.first(where: { $0.name == profile }) else {
                let known = CarrierProfile.presets.map(\.name).joined(separator: ", ")
                throw Failure(.configuration, "--profile must be one of \(known), not \"\(profile)\"")
            }
            ProcessLimits.prepare()
            let world = LiveWorld()
            let logger = LogOutput.logger(settings, world: world)
            try await runCarrier(
                preset.named(preset.name, systemID: systemID, password: password), listen: try endpoint(),
                simulatorPort: settings.simulatorPort, world: world, logger: logger
            ) { carrier, handsets in
                Output.line("Carrier \(preset.name) listens at \(carrier); its handsets are at \(handsets)")
            }
        }
    }

    private func endpoint() throws -> Endpoint {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
            (0...65_535).contains(port), colon > listen.startIndex
        else { throw Failure(.configuration, "--listen must be host:port, not \"\(listen)\"") }
        let host = listen[..<colon].drop { $0 == "[" }
        return Endpoint(host: String(host.hasSuffix("]") ? host.dropLast() : host), port: port)
    }
}
