import ArgumentParser
import Foundation
import Logging
import SMPP
import World

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure whole journeys: start, submit_sm, receipt, check.",
        discussion: """
            Plays the application, the carrier and every phone against one gateway: a running one (--url) whose \
            carrier "bench" (system_id bench, password secret) is at --carrier-port, or one of its own \
            (--self-contained), with a new store on disk. Each journey has a number of its own. Exits 1 when a \
            journey failed.
            """)

    @Flag(help: "Start a gateway for the measurement, and stop it afterwards.")
    var selfContained = false
    @Option(help: "Where a running gateway answers.")
    var url: String?
    @Option(help: "Its API key; WATCHWORD_API_KEY when not said.")
    var apiKey: String?
    @Option(help: "Its process, to see the CPU it takes.")
    var pid: Int32?
    @Option(help: "Journeys in all; --rate × --seconds in the open loop.")
    var journeys = 10_000
    @Option(help: "Closed loop: journeys at once.")
    var concurrency = 128
    @Option(help: "Open loop: starts a second, however slow the answers are.")
    var rate: Double?
    @Option(help: "Open loop: for how long.")
    var seconds = 20.0
    @Option(help: "Connections to the gateway; as many as journeys at once, or 64 in the open loop, when not said.")
    var connections: Int?
    @Option(help: "Where the gateway's carrier is expected; the system chooses with --self-contained.")
    var carrierPort: Int?
    @Option(help: "Where --self-contained makes its directory: on the disk that is to be measured.")
    var directory = "."

    func validate() throws {
        guard selfContained != (url != nil) else { throw ValidationError("give either --url or --self-contained") }
        guard (1...1_000_000).contains(journeys) else { throw ValidationError("--journeys must be 1 to 1000000") }
        guard (1...4096).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 4096") }
        guard (1...4096).contains(connections ?? 1) else { throw ValidationError("--connections must be 1 to 4096") }
        guard (1...100_000).contains(rate ?? 1) else { throw ValidationError("--rate must be 1 to 100000") }
        guard (1...3600).contains(seconds) else { throw ValidationError("--seconds must be 1 to 3600") }
        guard (0...65_535).contains(carrierPort ?? 0) else { throw ValidationError("--carrier-port must be a port") }
        guard rate.map({ $0 * seconds <= 1_000_000 }) ?? true else {
            throw ValidationError("--rate × --seconds must be at most 1000000")
        }
    }

    func run() async throws {
        try await Failure.reporting {
            ProcessLimits.prepare()
            let world = LiveWorld()
            let target = try target()
            let driver = BenchDriver(carrierPort: carrierPort ?? (selfContained ? 0 : 2775), world: world)
            let load = rate.map { BenchPlan.Load.open(ratePerSecond: $0) } ?? .closed(concurrency: concurrency)
            let run = BenchRun(
                target: target, load: load, journeys: rate.map { Int($0 * seconds) } ?? journeys,
                connections: connections ?? (rate == nil ? concurrency : 64), driver: driver, world: world
            ) { result in
                let kind = selfContained ? "a gateway of its own" : "a running gateway"
                Output.line("\(BenchMachine.line), \(world.now.rfc3339.prefix(10)), \(kind)")
                for line in result.lines { Output.line(line) }
            }
            try await runServices(
                [CarrierService(network: driver.carrier)], last: run, limit: .seconds(30),
                logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        }
    }

    private func target() throws -> BenchRun.Target {
        guard let url else { return .own(parent: directory) }
        guard let key = apiKey ?? ProcessInfo.processInfo.environment["WATCHWORD_API_KEY"], !key.isEmpty else {
            throw Failure(.configuration, "give --api-key, or set WATCHWORD_API_KEY: an API key of the gateway")
        }
        guard let parts = URL(string: url), parts.scheme == "http", let host = parts.host() else {
            throw Failure(.configuration, "--url must be http://host:port, not \"\(url)\"")
        }
        return .running(Endpoint(host: host, port: parts.port ?? 80), apiKey: key, pid: pid)
    }
}
