import CarrierSimulator
import Logging
import SMPP
import ServiceLifecycle
import Settings
import World

/// One run of the benchmark from start to report.
struct BenchRun: Service {
    enum Target: Sendable {
        /// A gateway that runs already; `pid` is its process, where known.
        case running(Endpoint, apiKey: String, pid: Int32?)
        /// One of the benchmark's own; its directory is made in `parent`.
        case own(parent: String)
    }

    /// How long the gateway may take to answer and to bind.
    private static let readyTime = Duration.seconds(20)
    /// How long receipts may take after the last code was approved.
    private static let receiptTime = Duration.seconds(10)
    /// Journeys that are not counted: both processes find their memory and their caches first.
    static let warmUp = 500

    let target: Target
    let load: BenchPlan.Load
    let journeys: Int
    let connections: Int
    let driver: BenchDriver
    let world: any World
    let report: @Sendable (BenchResult) -> Void

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.measure() }
        } catch is CancellationError {
            throw Failure(.general, "interrupted: nothing was measured")
        }
    }

    private func measure() async throws {
        guard let carrier = await driver.carrier.whenListening()?.first else { throw CancellationError() }
        switch target {
        case .running(let gateway, let apiKey, let pid):
            try await waitUntilReady(gateway, carrier: carrier, child: nil)
            try await measure(gateway, apiKey: apiKey, pid: pid)
        case .own(let parent):
            guard let gateway = FreePort.endpoint() else { throw Failure(.unavailable, "no port is free on 127.0.0.1") }
            var random = world.random
            let apiKey = APIKeyFile.makeKey(using: &random)
            let name = BenchDriver.carrierName
            let child = try BenchGateway(
                parent: parent,
                environment: [
                    "WATCHWORD_API_KEY": apiKey, "WATCHWORD_HTTP_PORT": "\(gateway.port)",
                    "WATCHWORD_CARRIERS": "\(name)=smpp://\(name):secret@\(carrier)?window=1000",
                ], world: world)
            do {
                try await waitUntilReady(gateway, carrier: carrier, child: child)
                try await measure(gateway, apiKey: apiKey, pid: child.pid)
            } catch {
                await child.stop()
                throw error
            }
            await child.stop()
        }
    }

    private func waitUntilReady(_ gateway: Endpoint, carrier: Endpoint, child: BenchGateway?) async throws {
        let deadline = world.now + Self.readyTime
        while true {
            if driver.isBound, await driver.reaches(gateway) { return }
            if let child, child.hasEnded { throw Failure(.general, "the gateway did not start: \(child.lastWords)") }
            guard world.now < deadline else {
                let isHere = await driver.reaches(gateway)
                throw Failure(
                    .unavailable,
                    isHere
                        ? "the gateway has not bound to the benchmark's carrier: set WATCHWORD_CARRIERS="
                            + "\(BenchDriver.carrierName)=smpp://\(BenchDriver.carrierName):secret@\(carrier)"
                        : "no gateway answers at \(gateway)")
            }
            try await world.sleep(for: .milliseconds(50))
        }
    }

    private func measure(_ gateway: Endpoint, apiKey: String, pid: Int32?) async throws {
        var random = world.random
        var plan = BenchPlan(
            load: .closed(concurrency: 32), journeys: Self.warmUp, connections: 32, gateway: gateway, apiKey: apiKey,
            firstNumber: Int.random(in: 0..<BenchPlan.numbers, using: &random))
        let warmedUp = try await driver.run(plan)
        if let failure = warmedUp.failures.first {
            throw Failure(.general, "\(failure.count) of the first \(Self.warmUp) journeys failed: \(failure.kind)")
        }
        try await waitForReceipts(Self.warmUp)
        plan.firstNumber = (plan.firstNumber + Self.warmUp) % BenchPlan.numbers
        (plan.load, plan.journeys, plan.connections) = (load, journeys, connections)
        let receiptsBefore = driver.receipts
        let before = pid.flatMap(BenchProcessUsage.init)
        var result = try await driver.run(plan)
        try await waitForReceipts(receiptsBefore + result.approved)
        if let before, let after = pid.flatMap(BenchProcessUsage.init) {
            result.cpu = after.cpu - before.cpu
            result.residentBytes = after.residentBytes
        }
        let missing = receiptsBefore + result.approved - driver.receipts
        if missing > 0 { result.failures.append(("approved, and the gateway took no receipt", missing)) }
        report(result)
        if result.failed > 0 { throw Failure(.general, "\(result.failed) of \(journeys) journeys failed") }
    }

    private func waitForReceipts(_ count: Int) async throws {
        let deadline = world.now + Self.receiptTime
        while driver.receipts < count, world.now < deadline { try await world.sleep(for: .milliseconds(5)) }
    }
}
