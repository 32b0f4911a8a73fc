import Delivery
import Gateway
import Logging
import Routing
import SMPP
import Storage
import Synchronization
import Testing
import Verification
import World

@testable import Northbound

/// Acknowledges what it is told to send; a test says what receipts come.
final class RecordingLink: CarrierLink {
    let name = "carrier"
    let window = 100
    let ratePerSecond: Int? = nil
    /// Its receipts name no phone: without the form they would wait for what bears them out.
    let receiptRule = ReceiptRule(form: .same)
    private let state = Mutex<(sent: [Submission], isBound: Bool)>(([], true))
    private let events = Mutex<(any CarrierLinkEvents)?>(nil)

    var sent: [Submission] { state.withLock { $0.sent } }
    var isBound: Bool { state.withLock { $0.isBound } }
    func setBound(_ isBound: Bool) async {
        state.withLock { $0.isBound = isBound }
        await events.withLock { $0 }?.stateChanged()
    }
    func run(events: any CarrierLinkEvents) async {
        self.events.withLock { $0 = events }
        await events.stateChanged()
    }
    func shutdown() async {}
    func submit(_ submission: Submission) async -> SubmissionOutcome {
        state.withLock { state in
            state.sent.append(submission)
            return .acknowledged(carrierIDs: ["c\(state.sent.count - 1)"])
        }
    }

    /// The phone has the message, or never will: the receipt of its last submission.
    func report(_ message: MessageID, _ verdict: ReceiptVerdict, at now: Timestamp) async -> Bool {
        guard let place = sent.lastIndex(where: { $0.message == message }) else { return false }
        return await report(submission: place, verdict, at: now)
    }

    func report(submission place: Int, _ verdict: ReceiptVerdict, at now: Timestamp) async -> Bool {
        await events.withLock { $0 }?.receipt(
            ReceiptCorrelation.Report(
                carrier: name, carrierID: "c\(place)", verdict: verdict, detail: "test", at: now)) ?? false
    }
}

/// A disk that fails when a test says so.
final class FailingDisk: RecordDisk {
    private let isFailing = Mutex(false)
    func setFailing(_ failing: Bool) { isFailing.withLock { $0 = failing } }
    func append(_ batches: [WriteBatch]) async throws(StoreError) {
        guard !isFailing.withLock({ $0 }) else { throw .unavailable("the disk is full: make room") }
    }
    func sync() async throws(StoreError) {}
}

/// What outlives a restart.
struct Machine: Sendable {
    let executor: SeededExecutor
    let world: VirtualWorld
    let disk = FailingDisk()
    let store: MemoryStore
    let keys: KeyRing
    let network = MemoryNetwork()

    init(seed: UInt64) {
        executor = SeededExecutor(seed: seed)
        world = VirtualWorld(executor: executor)
        store = MemoryStore(disk: disk)
        var random = SplitMix64(seed: 99)
        keys = KeyRing(.generate(using: &random))
    }

    /// Runs `body` in virtual time; what it throws is recorded.
    static func run(seed: UInt64 = 1, _ body: @escaping @Sendable (Machine) async throws -> Void) {
        let machine = Machine(seed: seed)
        machine.executor.run {
            do { try await body(machine) } catch { Issue.record(error) }
        }
    }
}

/// The gateway with its listener, one life of it, in virtual time.
struct Stage: Sendable {
    static let phone = "46701234567"

    let machine: Machine
    let gateway: Gateway
    let northbound: NorthboundService
    let link: RecordingLink
    let caller: Caller

    /// One life: opens, runs `body` beside it, shuts down; or dies, with whatever was under way.
    static func live(
        _ machine: Machine, link: RecordingLink = RecordingLink(), queueMax: Int = 100_000, dies: Bool = false,
        _ change: (inout NorthboundConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Stage) async throws -> Void
    ) async throws {
        var configuration = GatewayConfiguration()
        configuration.operatorKey = "an-operator-key-for-tests"
        configuration.esmeQueueMax = queueMax
        configuration.routes = [Route(link: link.name, priority: 0)]
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let gateway = try await Gateway.open(
            configuration: configuration, world: machine.world, store: machine.store, keys: machine.keys,
            links: [link], logger: logger)
        var northbound = NorthboundConfiguration(
            smsc: SMSCConfiguration(endpoint: Endpoint(host: "gateway", port: 2775)))
        change(&northbound)
        let service = NorthboundService(
            gateway: gateway, configuration: northbound, network: machine.network.from("gateway"),
            world: machine.world, logger: logger)
        guard let caller = gateway.authenticate(bearer: "an-operator-key-for-tests") else { return }
        let stage = Stage(machine: machine, gateway: gateway, northbound: service, link: link, caller: caller)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await gateway.run() }
            group.addTask { try await service.run() }
            _ = await service.whenListening()
            try await body(stage)
            if dies {
                group.cancelAll()
                while await group.nextResult() != nil {}
                return
            }
            await service.shutdown()
            gateway.shutdown()
            try await group.waitForAll()
        }
    }

    /// An account with the password "secret".
    func account(
        _ systemID: String = "app", _ change: (inout ESMEAccountRequest) -> Void = { _ in }
    ) async throws -> ESMEAccount {
        var request = ESMEAccountRequest()
        (request.systemID, request.password) = (systemID, "secret")
        change(&request)
        return try await gateway.createESME(request, caller: caller).esme
    }

    func application(
        _ systemID: String = "app", password: String = "secret", kind: BindKind = .transceiver, version: UInt8 = 0x34,
        window: Int = 100, from address: String = "192.0.2.1", certificate: [UInt8]? = nil
    ) -> Application {
        Application(
            systemID: systemID, password: password, kind: kind, version: version, window: window,
            network: machine.network.from(address, certificate: certificate), world: machine.world)
    }

    /// Keeps the applications bound while `body` works.
    func bound(
        _ applications: [Application], _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for application in applications { group.addTask { await application.client.run() } }
            for application in applications { await until { application.client.isBound } }
            do { try await body() } catch { Issue.record(error) }
            for application in applications { await application.client.shutdown() }
            try await group.waitForAll()
        }
    }

    /// Lets time pass until it is so, two minutes at most.
    func until(_ isSo: () async throws -> Bool) async {
        for _ in 0..<12_000 {
            if let result = try? await isSo(), result { return }
            try? await machine.world.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not happen")
    }

    func pass(_ duration: Duration) async { try? await machine.world.sleep(for: duration) }

    static func message(
        _ text: String = "your code is 123456", from source: Address = .alphanumeric("Bank"), to phone: String = phone,
        receipt: RegisteredDelivery = RegisteredDelivery(rawValue: 1), _ change: (inout SubmitSM) -> Void = { _ in }
    ) -> SubmitSM {
        var message = SubmitSM(
            source: source, destination: .international(phone), registeredDelivery: receipt,
            shortMessage: Array(text.utf8))
        change(&message)
        return message
    }

    /// Submits and expects it taken; gives its name.
    func submit(_ message: SubmitSM, by application: Application) async throws -> String {
        let outcome = await application.client.submit(message)
        guard case .accepted(let name, _) = outcome else {
            throw NotTaken(outcome: outcome)
        }
        return name
    }

    struct NotTaken: Error { var outcome: SubmitOutcome }
}
