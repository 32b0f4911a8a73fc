package import Logging
import Numbering
import Routing
package import Storage
import Synchronization
package import Verification
package import World

/// The whole service behind every API dialect: makes codes, sends them, checks them.
///
/// Open it, run it, and call it from anywhere. It decides nothing itself: `Verification`, `Message`, `VelocityLimit`
/// and `RoutingTable` decide; it loads, asks, stores, and only then answers.
package final class Gateway: Sendable {
    /// How often a compare-and-swap is tried again before the caller is told to.
    static let conflictsMax = 200

    let configuration: GatewayConfiguration
    let world: any World
    let store: any Store
    let keys: KeyRing
    let links: [any CarrierLink]
    let directory: Directory
    let gate: IdempotencyGate
    let dispatcher: Dispatcher
    let optOuts = OptOutIndex()
    let logger: Logger
    private let accepting = Mutex(false)
    private let codes = Mutex(CodeCounts())
    private let stopping: AsyncStream<Void>
    private let stop: AsyncStream<Void>.Continuation

    private init(
        configuration: GatewayConfiguration, world: any World, store: any Store, keys: KeyRing,
        links: [any CarrierLink], logger: Logger
    ) {
        (self.configuration, self.world, self.store, self.keys) = (configuration, world, store, keys)
        (self.links, self.logger) = (links, logger)
        directory = Directory(keys: keys, operatorKey: configuration.operatorKey)
        gate = IdempotencyGate(store: store, keys: keys)
        dispatcher = Dispatcher(
            world: world, store: store, keys: keys, routing: RoutingTable(configuration.routes), links: links,
            defaultSender: configuration.sender, logger: logger)
        (stopping, stop) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Reads back what was accepted before. Nothing is sent or answered until `run`.
    package static func open(
        configuration: GatewayConfiguration, world: any World, store: any Store, keys: KeyRing,
        links: [any CarrierLink], logger: Logger
    ) async throws(StoreError) -> Gateway {
        let gateway = Gateway(
            configuration: configuration, world: world, store: store, keys: keys, links: links, logger: logger)
        // Read now, so that the first request doesn't wait for it.
        _ = NumberingPlan.current
        var random = world.random
        try await gateway.directory.load(from: store, now: world.now, random: &random)
        try await gateway.optOuts.load(from: store, now: world.now)
        let recovered = try await gateway.dispatcher.recover()
        if recovered > 0 { logger.info("unfinished messages read back", metadata: ["count": "\(recovered)"]) }
        gateway.accepting.withLock { $0 = true }
        return gateway
    }

    /// Sends, receives and tidies up until `shutdown` or cancellation.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for link in links { group.addTask { await link.run(events: self.dispatcher) } }
            group.addTask { await self.dispatcher.run() }
            group.addTask { await self.runMaintenance() }
            for await _ in stopping { break }
            accepting.withLock { $0 = false }
            await dispatcher.drain(limit: configuration.drainTime)
            for link in links { await link.shutdown() }
            group.cancelAll()
        }
    }

    /// Answers no more requests, lets what is in flight end, and makes `run` return. Loses nothing: what is not
    /// sent yet is sent after the next start.
    package func shutdown() {
        accepting.withLock { $0 = false }
        stop.yield()
        stop.finish()
    }

    /// Takes what phones send; while `nil`, carriers are told that it is refused. To be set before `run`.
    package var inbound: (any InboundMessages)? {
        get { dispatcher.inbound.withLock { $0 } }
        set { dispatcher.inbound.withLock { $0 = newValue } }
    }

    /// Whether requests are taken.
    package var isReady: Bool { accepting.withLock { $0 } }

    package func authenticate(bearer: String) -> Caller? { directory.caller(bearer: bearer) }

    /// For the operator: it tells of every account's messages.
    package func status(caller: Caller) async throws(GatewayError) -> GatewayStatus {
        guard caller.isOperator else { throw .notFound(.status) }
        return await status()
    }

    package func status() async -> GatewayStatus {
        var receipts = await dispatcher.receipts
        if let kept = try? await store.unattributedReceipts() { receipts.unattributed = kept }
        return GatewayStatus(
            links: await dispatcher.linkStatus(), unfinishedMessages: await dispatcher.unfinishedCount,
            isAccepting: isReady, receipts: receipts, codes: codes.withLock { $0 })
    }

    /// A verification was begun with a code from `origin`.
    func count(_ origin: Verification.CodeOrigin) {
        codes.withLock { counts in
            switch origin {
            case .made: counts.made += 1
            case .brought: counts.brought += 1
            case .test: counts.test += 1
            }
        }
    }

    func requireAccepting() throws(GatewayError) {
        guard isReady else { throw .shuttingDown }
    }

    // MARK: What several operations need

    func number(_ text: String, field: String, anyKind: Bool) throws(GatewayError) -> E164 {
        let number: E164
        do {
            number = try NumberingPlan.current.parse(text, defaultRegion: nil)
        } catch {
            throw .invalid(field: field, problem: error.message)
        }
        let policy = anyKind ? NumberPolicy.anyGeographic : .default
        if let refusal = policy.refusalReason(for: NumberingPlan.current.describe(number)) {
            throw .numberRefused(reason: refusal.rawValue, problem: refusal.message)
        }
        return number
    }

    func requireService(_ name: String?, caller: Caller) throws(GatewayError) -> Service {
        guard let service = directory.service(name, account: caller.account) else {
            throw .invalid(field: "service", problem: "there is no such service in this account")
        }
        return service
    }

    /// Commits what belongs together and has no counter.
    func commit(_ operations: [WriteOperation], now: Timestamp? = nil) async throws(GatewayError) {
        try await gatewayErrors { () async throws(StoreError) in
            try await store.commit(WriteBatch(operations, now: now ?? world.now))
        }
    }

    func requireRoute(to number: E164) async throws(GatewayError) {
        guard await dispatcher.reaches(number) else { throw .noRoute }
    }

    func view(_ verification: Verification, now: Timestamp) -> VerificationView {
        VerificationView(
            id: verification.id, status: verification.statusName(now: now),
            service: directory.service(verification.service)?.name ?? "\(verification.service)",
            to: verification.recipient.masked, channel: verification.channel, codeLength: verification.codeLength,
            createdAt: verification.createdAt, expiresAt: verification.expiresAt,
            resendAt: verification.isLive(at: now) ? verification.resendAt : nil, checksLeft: verification.checksLeft,
            sendsLeft: verification.sendsLeft)
    }
}

extension Verification {
    /// What its owner is told it is.
    func statusName(now: Timestamp) -> String {
        switch state {
        case .pending: now < expiresAt ? "pending" : "expired"
        case .approved: "approved"
        case .failed(.expired, _): "expired"
        case .failed(.tooManyChecks, _): "failed"
        case .failed(.canceled, _), .failed(.superseded, _): "canceled"
        }
    }
}

extension Verification.Failure {
    var reason: String {
        switch self {
        case .expired: "expired"
        case .tooManyChecks: "too_many_checks"
        case .canceled: "canceled"
        case .superseded: "superseded"
        }
    }
}

extension NumberPolicy {
    /// For services that allow every number a text might reach; ranges made for fraud stay refused.
    static let anyGeographic: NumberPolicy = {
        var policy = NumberPolicy.default
        policy.refusedKinds = [.premiumRate, .sharedCost, .pager, .voicemail]
        return policy
    }()
}
