import Delivery
import Logging
import MessageEncoding
import Routing
import SMPP
import Storage
import Synchronization
import Verification
import World

@testable import Gateway
@testable import Inbound

/// A world whose time stands still until a test moves it; nobody sleeps in it.
final class StillWorld: World {
    private let state: Mutex<(now: Timestamp, random: SplitMix64)>
    init(seed: UInt64 = 1) { state = Mutex((Timestamp(seconds: 1_790_000_000), SplitMix64(seed: seed))) }
    var now: Timestamp { state.withLock { $0.now } }
    func nextRandom() -> UInt64 { state.withLock { $0.random.next() } }
    func sleep(until deadline: Timestamp) async throws { throw CancellationError() }
    func advance(_ duration: Duration) { state.withLock { $0.now += duration } }
}

/// A link that is there, and never asked: the gateway of these tests does not run.
struct IdleLink: CarrierLink {
    var name = "a"
    var window: Int { 10 }
    var ratePerSecond: Int? { nil }
    var isBound: Bool { true }
    func run(events: any CarrierLinkEvents) async {}
    func submit(_ submission: Submission) async -> SubmissionOutcome { .notSent }
    func shutdown() async {}
}

/// An application that owns one number.
final class Application: ESMEDeliveries {
    static let number = "46700000001"
    let account: AccountID
    let taken = Mutex<[ReceivedSegment]>([])
    let isDurable: Bool

    init(account: AccountID, isDurable: Bool = true) { (self.account, self.isDurable) = (account, isDurable) }
    func owner(ofAddress digits: String) -> AccountID? { digits == Self.number ? account : nil }
    func deliver(_ segment: ReceivedSegment) async -> Bool {
        taken.withLock { $0.append(segment) }
        return isDurable
    }
}

/// Keeps the lines of a log.
final class LogRecorder: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
            recorder.kept.withLock { $0.append("\(event.level) \(event.message) \(pairs)") }
        }

        init(recorder: LogRecorder) { self.recorder = recorder }
    }
}

/// A gateway with an inbound service over a store in memory.
struct Bench {
    static let operatorKey = "an-operator-key-for-tests"
    static let phone = "+46701234567"
    static let inboxNumber = "+46709999999"

    let world: StillWorld
    let store: MemoryStore
    let keys: KeyRing
    let gateway: Gateway
    let service: InboundService
    let caller: Caller
    let log: LogRecorder

    init(
        store: MemoryStore = MemoryStore(), world: StillWorld = StillWorld(), log: LogRecorder = LogRecorder(),
        esmes: ((AccountID) -> any ESMEDeliveries)? = nil, changing: (inout InboundConfiguration) -> Void = { _ in }
    ) async throws {
        (self.world, self.store, self.log) = (world, store, log)
        var random = SplitMix64(seed: 99)
        keys = KeyRing(.generate(using: &random))
        var configuration = GatewayConfiguration()
        configuration.operatorKey = Self.operatorKey
        configuration.routes = [Route(link: "a")]
        gateway = try await Gateway.open(
            configuration: configuration, world: world, store: store, keys: keys, links: [IdleLink()],
            logger: log.logger)
        guard let caller = gateway.authenticate(bearer: Self.operatorKey) else { throw Unauthenticated() }
        self.caller = caller
        var inbound = InboundConfiguration()
        inbound.helpContact = "help.example"
        changing(&inbound)
        service = try await InboundService.open(
            configuration: inbound, gateway: gateway, store: store, keys: keys, world: world,
            esmes: esmes.map { $0(caller.account) }, logger: log.logger)
        gateway.inbound = service
    }

    struct Unauthenticated: Error {}

    /// The same machine after a crash: everything is read back from the store.
    func restarted() async throws -> Bench { try await Bench(store: store, world: world, log: log) }

    func makeInbox(webhook: String? = nil) async throws -> InboxView {
        try await service.createInbox(number: Self.inboxNumber, webhookURL: webhook, account: nil, caller: caller).inbox
    }

    func messages(_ inbox: InboxView) async throws -> [InboxMessageView] {
        try await service.messages(of: inbox.id, after: nil, limit: 100, caller: caller)
    }

    func receive(
        _ text: String, from: Address = .international(phone), to: Address = .international(inboxNumber)
    ) async -> ReceptionAnswer {
        guard let encoded = try? MessageEncoder.encode(text, reference: .eightBit(1), maximumSegments: 1) else {
            return .refused
        }
        return await service.received(
            segment(
                encoded.segments[0].shortMessage, from: from, to: to, dataCoding: encoded.dataCoding.rawValue))
    }

    func segment(
        _ payload: [UInt8], from: Address = .international(phone), to: Address = .international(inboxNumber),
        dataCoding: UInt8 = 0, esmClass: ESMClass = .default, tlvs: [TLV] = []
    ) -> ReceivedSegment {
        ReceivedSegment(
            carrier: "a", from: from, to: to, dataCoding: dataCoding, esmClass: esmClass, payload: payload, tlvs: tlvs,
            receivedAt: world.now)
    }

    /// A part with an 8-bit reference.
    func part(_ index: UInt8, of total: UInt8, reference: UInt8 = 7, _ text: String) -> ReceivedSegment {
        segment([5, 0, 3, reference, total, index] + Array(text.utf8), esmClass: .userDataHeader)
    }

    /// The texts that wait to be sent, as they will be written to a carrier.
    func replies() async throws -> [(to: String, sender: String, text: String)] {
        try await store.unfinishedMessages(after: nil, limit: 100).map { message in
            guard let sealed = message.body, let bytes = keys.open(sealed, context: message.bodyContext),
                let body = MessageBody(bytes), case .text(let text) = body.content
            else { return ("", "", "") }
            return (body.to, message.sender, text)
        }
    }

    /// Every byte the store keeps of small records.
    func storedItems() async throws -> [StoredItem] {
        var items: [StoredItem] = []
        for kind in ItemKind.allCases {
            items += try await store.allItems(kind, after: nil, limit: 10_000, now: world.now)
        }
        return items
    }
}

/// A disk that fails when a test says so.
final class StoppableDisk: RecordDisk {
    let isFailing = Mutex(false)
    func append(_ batches: [WriteBatch]) async throws(StoreError) {
        guard !isFailing.withLock({ $0 }) else { throw .unavailable("the disk is full: make room") }
    }
    func sync() async throws(StoreError) {}
}
