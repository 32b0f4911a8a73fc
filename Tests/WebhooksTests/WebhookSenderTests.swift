import Inbound
import Logging
import Storage
import Synchronization
import Testing
import Verification
import World

@testable import Webhooks

/// Time that stands still until a test moves it; the sender's clock ticks when told.
private final class ManualWorld: World {
    private let state = Mutex<(now: Timestamp, random: SplitMix64)>(
        (Timestamp(seconds: 1_790_000_000), SplitMix64(seed: 1)))
    private let ticks = AsyncStream<Void>.makeStream()
    var now: Timestamp { state.withLock { $0.now } }
    func nextRandom() -> UInt64 { state.withLock { $0.random.next() } }
    func advance(_ duration: Duration) {
        state.withLock { $0.now += duration }
        ticks.continuation.yield()
    }
    func sleep(until deadline: Timestamp) async throws {
        for await _ in ticks.stream {
            try Task.checkCancellation()
            return
        }
        throw CancellationError()
    }
}

/// The events that wait, and what becomes of them.
private final class Source: AnnouncementSource {
    struct State {
        var waiting: [PendingDelivery] = []
        var ended: [DeliveryID] = []
        var postponed: [PendingDelivery] = []
        var isGone = false
    }
    let state = Mutex(State())
    let changes = AsyncStream<Void>.makeStream()

    func waitingAnnouncements() async throws(StoreError) -> [PendingDelivery] { state.withLock { $0.waiting } }
    func announcement(_ delivery: PendingDelivery) async throws(StoreError) -> Announcement? {
        guard !state.withLock({ $0.isGone }) else { return nil }
        let inbox = InboxID(high: 1, low: 1)
        return Announcement(
            url: WebhookURL("https://hooks.example/secret-path")!, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            inbox: InboxView(
                id: inbox, account: AccountID(high: 1, low: 1), number: "+46709999999", webhookURL: nil,
                createdAt: delivery.createdAt),
            message: InboxMessageView(
                id: InboxMessageID(high: 2, low: 2), inbox: inbox, from: "Bank", text: "Your code is 482913",
                code: "482913",
                receivedAt: delivery.createdAt, expiresAt: delivery.expiresAt))
    }
    func end(_ delivery: PendingDelivery) async throws(StoreError) {
        state.withLock { $0.ended.append(delivery.id) }
        changes.continuation.yield()
    }
    func postpone(_ delivery: PendingDelivery, until: Timestamp) async throws(StoreError) -> PendingDelivery {
        var next = delivery
        (next.attempts, next.notBefore, next.version) = (next.attempts + 1, until, next.version + 1)
        state.withLock { [next] in $0.postponed.append(next) }
        changes.continuation.yield()
        return next
    }
}

private final class Receiver: WebhookTransport {
    let state = Mutex<(answers: [WebhookSchedule.Outcome], posts: [(body: String, id: String)])>(([], []))
    init(_ answers: [WebhookSchedule.Outcome] = []) { state.withLock { $0.answers = answers } }
    func post(
        _ body: [UInt8], to url: WebhookURL, headers: [(name: String, value: String)], allowsPrivate: Bool
    ) async -> WebhookSchedule.Outcome {
        state.withLock { state in
            state.posts.append((String(decoding: body, as: UTF8.self), headers[0].value))
            return state.answers.isEmpty ? .taken : state.answers.removeFirst()
        }
    }
}

private final class Lines: Sendable {
    let kept = Mutex<[String]>([])
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }
    struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            lines.kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}

@Suite struct WebhookSenderTests {
    private let world = ManualWorld()
    private let source = Source()
    private let lines = Lines()

    private func delivery(_ low: UInt64 = 1, owner: UInt64 = 1) -> PendingDelivery {
        PendingDelivery(
            id: DeliveryID(high: 7, low: low), owner: .inbox(InboxID(high: 1, low: owner)),
            body: SealedBytes(keyID: 1, day: 1, bytes: []), isReceipt: false, createdAt: world.now,
            expiresAt: world.now + .seconds(86_400))
    }

    /// Runs a sender until the source saw `changes` decisions.
    private func run(_ receiver: Receiver, changes: Int, _ act: (WebhookSender) async -> Void = { _ in }) async {
        let sender = WebhookSender(source: source, transport: receiver, world: world, logger: lines.logger)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sender.run() }
            await act(sender)
            var seen = 0
            for await _ in source.changes.stream {
                seen += 1
                if seen == changes { break }
                world.advance(.seconds(8 * 3600))
            }
            group.cancelAll()
            world.advance(.zero)
        }
    }

    @Test func `an event is posted, signed, and ends when it is taken`() async {
        let receiver = Receiver()
        await run(receiver, changes: 1) { $0.added(delivery()) }
        let posts = receiver.state.withLock { $0.posts }
        #expect(posts.count == 1)
        #expect(posts.first?.body.contains("482913") == true)
        #expect(posts.first?.id == delivery().id.description)
        #expect(source.state.withLock { $0.ended } == [delivery().id])
    }

    @Test func `an event that is not taken is posted again under its name, each try stored`() async {
        let receiver = Receiver([.unreachable, .refused(status: 500, retryAfter: nil)])
        await run(receiver, changes: 3) { $0.added(delivery()) }
        #expect(receiver.state.withLock { $0.posts.map(\.id) } == Array(repeating: delivery().id.description, count: 3))
        #expect(source.state.withLock { $0.postponed.map(\.attempts) } == [1, 2])
        #expect(source.state.withLock { $0.ended.count } == 1)
    }

    @Test func `what waited before a start is posted after it`() async {
        source.state.withLock { [waiting = [delivery(1), delivery(2)]] in $0.waiting = waiting }
        let receiver = Receiver()
        await run(receiver, changes: 2)
        #expect(Set(source.state.withLock { $0.ended }) == [delivery(1).id, delivery(2).id])
    }

    @Test func `an event whose message is gone is not posted`() async {
        source.state.withLock { $0.isGone = true }
        let receiver = Receiver()
        await run(receiver, changes: 1) { $0.added(delivery()) }
        #expect(receiver.state.withLock { $0.posts.isEmpty })
        #expect(source.state.withLock { $0.ended.count } == 1)
    }

    @Test func `neither code nor number nor URL nor secret is in a log`() async {
        let receiver = Receiver([.unreachable, .refused(status: 410, retryAfter: nil)])
        await run(receiver, changes: 2) { $0.added(delivery()) }
        let lines = self.lines.kept.withLock { $0 }
        #expect(lines.count == 2)
        for line in lines {
            for secret in ["482913", "709999999", "secret-path", "MfKQ9r8", "hooks.example"] {
                #expect(!line.contains(secret), "\(line)")
            }
        }
    }

    @Test func `a slow webhook holds up only its own events, and all of them are bounded`() {
        var limits = WebhookSender.Limits()
        (limits.inFlightMax, limits.inFlightPerInboxMax, limits.waitingMax) = (3, 2, 5)
        var queue = WebhookQueue(limits: limits)
        let events = (1...4).map { delivery($0, owner: 1) } + [delivery(5, owner: 2)]
        for event in events {
            let isKept = queue.add(event)
            #expect(isKept)
        }
        let isTooMany = !queue.add(delivery(6))
        #expect(isTooMany)
        let under = [queue.next(now: world.now), queue.next(now: world.now), queue.next(now: world.now)]
        #expect(under.map { $0?.id.low } == [1, 2, 5])
        let fourth = queue.next(now: world.now)
        #expect(fourth == nil)
        queue.done(events[0], again: nil)
        let third = queue.next(now: world.now)
        #expect(third?.id.low == 3)
        let isKnown = queue.add(events[2])
        #expect(isKnown && queue.waitingCount == 1)
    }

    @Test func `an event is not posted before its time, and the earliest goes first`() {
        var queue = WebhookQueue(limits: .init())
        var (late, early) = (delivery(1), delivery(2))
        late.notBefore = world.now + .seconds(2)
        early.notBefore = world.now + .seconds(1)
        _ = queue.add(late)
        _ = queue.add(early)
        let none = queue.next(now: world.now)
        #expect(none == nil)
        let first = queue.next(now: world.now + .seconds(2))
        let second = queue.next(now: world.now + .seconds(2))
        #expect([first?.id, second?.id] == [early.id, late.id])
    }
}
