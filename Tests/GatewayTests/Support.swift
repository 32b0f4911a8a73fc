import Delivery
import Logging
import Numbering
import Routing
import Storage
import Synchronization
import Verification
import World

@testable import Gateway

/// A world whose time stands still until a test moves it.
final class ManualWorld: World {
    private struct Sleeper {
        var until: Timestamp
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Timestamp(seconds: 1_790_000_000)
        var random: SplitMix64
        var sleepers: [UInt64: Sleeper] = [:]
        var nextSleeper: UInt64 = 0
    }

    private let state: Mutex<State>
    init(seed: UInt64 = 1) { state = Mutex(State(random: SplitMix64(seed: seed))) }
    var now: Timestamp { state.withLock { $0.now } }
    func nextRandom() -> UInt64 { state.withLock { $0.random.next() } }

    func advance(_ duration: Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.now += duration
            let ids = state.sleepers.filter { $0.value.until <= state.now }.keys.sorted()
            return ids.compactMap { state.sleepers.removeValue(forKey: $0) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    func sleep(until deadline: Timestamp) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    if deadline > state.now, !Task.isCancelled {
                        state.sleepers[id] = Sleeper(until: deadline, continuation: continuation)
                        return false
                    }
                    return true
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
        try Task.checkCancellation()
    }
}

/// Keeps what it is told to send and answers as a test says.
final class RecordingLink: CarrierLink {
    let name: String
    let window = 100
    let ratePerSecond: Int?
    private let state = Mutex<(sent: [Submission], answers: [SubmissionOutcome], isBound: Bool)>(([], [], true))

    init(_ name: String, answers: [SubmissionOutcome] = [], ratePerSecond: Int? = nil) {
        (self.name, self.ratePerSecond) = (name, ratePerSecond)
        state.withLock { $0.answers = answers }
    }

    var sent: [Submission] { state.withLock { $0.sent } }
    var isBound: Bool { state.withLock { $0.isBound } }
    func setBound(_ isBound: Bool) { state.withLock { $0.isBound = isBound } }
    func run(events: any CarrierLinkEvents) async {}
    func shutdown() async {}
    func submit(_ submission: Submission) async -> SubmissionOutcome {
        state.withLock { state in
            state.sent.append(submission)
            guard !state.answers.isEmpty else { return .acknowledged(carrierIDs: ["\(name)-\(state.sent.count)"]) }
            return state.answers.removeFirst()
        }
    }
}

/// A gateway over a store in memory, with its parts at hand.
struct Bench {
    static let operatorKey = "an-operator-key-for-tests"
    static let phone = "+46701234567"

    let world: ManualWorld
    let store: MemoryStore
    let keys: KeyRing
    let gateway: Gateway
    let caller: Caller

    init(
        seed: UInt64 = 1, links: [any CarrierLink] = [RecordingLink("a")], store: MemoryStore = MemoryStore(),
        world: ManualWorld? = nil, keys: KeyRing? = nil, _ change: (inout GatewayConfiguration) -> Void = { _ in }
    ) async throws {
        self.world = world ?? ManualWorld(seed: seed)
        self.store = store
        var random = SplitMix64(seed: 99)
        self.keys = keys ?? KeyRing(.generate(using: &random))
        var configuration = GatewayConfiguration()
        configuration.operatorKey = Self.operatorKey
        configuration.routes = links.enumerated().map { Route(link: $1.name, priority: $0) }
        change(&configuration)
        gateway = try await Gateway.open(
            configuration: configuration, world: self.world, store: store, keys: self.keys, links: links,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        guard let caller = gateway.authenticate(bearer: Self.operatorKey) else { throw Unauthenticated() }
        self.caller = caller
    }

    struct Unauthenticated: Error {}

    func start(_ change: (inout StartRequest) -> Void = { _ in }) async throws -> VerificationView {
        var request = StartRequest(to: Self.phone)
        change(&request)
        return try await gateway.start(request, caller: caller, idempotency: nil)
    }

    func check(_ id: VerificationID, _ code: String) async throws -> CheckView {
        try await gateway.check(.id(id), code: code, caller: caller, idempotency: nil)
    }

    func code(of id: VerificationID) async throws -> String {
        guard let verification = try await store.verification(id), let live = verification.codes.last,
            let code = gateway.open(live, of: verification)
        else { return "" }
        return code.digits
    }

    /// A code that is not the given one.
    static func wrong(_ code: String) -> String { String(code.map { $0 == "9" ? "0" : "9" }) }

    func changeService(_ change: (inout ServiceRequest) -> Void) async throws {
        var request = ServiceRequest()
        change(&request)
        let service = try await gateway.service("default", caller: caller)
        _ = try await gateway.updateService(service.id, request, caller: caller)
    }
}
