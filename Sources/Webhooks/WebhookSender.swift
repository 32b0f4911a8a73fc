package import Inbound
package import Logging
package import Storage
import Synchronization
package import World

/// Posts what inboxes receive to their webhooks: each event until it is taken, in order of when it is due.
///
/// An event may come twice (a crash lies between its being taken and that being stored); its `webhook-id` tells.
package final class WebhookSender: InboxAnnouncements {
    package struct Limits: Hashable, Sendable {
        /// Posts under way at once, and of them to one inbox's webhook: one slow receiver must not stop the others.
        package var inFlightMax = 32
        package var inFlightPerInboxMax = 4
        /// Events known at once; more lie in the store until there is room, which a restart makes too.
        package var waitingMax = 100_000
        package init() {}
    }

    /// How often the queue is looked at while nothing new comes.
    static let tick = Duration.seconds(1)

    private let source: any AnnouncementSource
    private let transport: any WebhookTransport
    private let world: any World
    private let logger: Logger
    private let allowsPrivate: Bool
    private let queue: Mutex<WebhookQueue>
    private let wakeups: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// `allowsPrivate`: whether hosts in private networks may be posted to.
    package init(
        source: any AnnouncementSource, transport: any WebhookTransport, world: any World, logger: Logger,
        allowsPrivate: Bool = false, limits: Limits = Limits()
    ) {
        (self.source, self.transport, self.world, self.logger) = (source, transport, world, logger)
        self.allowsPrivate = allowsPrivate
        queue = Mutex(WebhookQueue(limits: limits))
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func added(_ delivery: PendingDelivery) {
        let isKept = queue.withLock { $0.add(delivery) }
        if !isKept { logger.warning("too many events wait for webhooks: one is left to the next start") }
        wake.yield()
    }

    /// Events known and not under way.
    package var waitingCount: Int { queue.withLock { $0.waitingCount } }

    /// Posts until it is cancelled; what waited from before a start comes first.
    package func run() async {
        do throws(StoreError) {
            for delivery in try await source.waitingAnnouncements() { added(delivery) }
        } catch {
            logger.error("events from before the start can't be read", metadata: ["error": "\(error)"])
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runClock() }
            for await _ in wakeups {
                while let delivery = queue.withLock({ $0.next(now: world.now) }) {
                    group.addTask { await self.announce(delivery) }
                }
            }
            group.cancelAll()
        }
    }

    private func runClock() async {
        while (try? await world.sleep(for: Self.tick)) != nil { wake.yield() }
        wake.finish()
    }

    private func announce(_ delivery: PendingDelivery) async {
        var again: PendingDelivery?
        do throws(StoreError) {
            again = try await attempt(delivery)
        } catch .conflict {
            // Its inbox was deleted meanwhile, and it with it.
        } catch {
            logger.error("an event's fate could not be stored; it is tried again", metadata: ["error": "\(error)"])
            var later = delivery
            later.notBefore = world.now + WebhookSchedule.pauses[0]
            again = later
        }
        queue.withLock { $0.done(delivery, again: again) }
        wake.yield()
    }

    /// Returns the delivery as it is to be tried again; `nil` when it ended.
    private func attempt(_ delivery: PendingDelivery) async throws(StoreError) -> PendingDelivery? {
        guard let announcement = try await source.announcement(delivery), delivery.expiresAt > world.now else {
            try await source.end(delivery)
            return nil
        }
        let body = WebhookEvent.body(announcement)
        let signed = WebhookSignature.headers(
            id: delivery.id.description, body: body, secret: announcement.secret, now: world.now)
        guard let signed else {
            try await source.end(delivery)
            return nil
        }
        let outcome = await transport.post(body, to: announcement.url, headers: signed, allowsPrivate: allowsPrivate)
        var random = world.random
        let action = WebhookSchedule.action(
            after: outcome, tries: delivery.attempts + 1, expiresAt: delivery.expiresAt, now: world.now, using: &random)
        switch action {
        case .end:
            try await source.end(delivery)
            return nil
        case .giveUp:
            note("an event was given up", delivery, outcome, level: .warning)
            try await source.end(delivery)
            return nil
        case .retry(let moment):
            note("an event was not taken; it is posted again", delivery, outcome, level: .info)
            return try await source.postpone(delivery, until: moment)
        }
    }

    /// Never the URL, which may hold a secret of the receiver's.
    private func note(
        _ text: Logger.Message, _ delivery: PendingDelivery, _ outcome: WebhookSchedule.Outcome, level: Logger.Level
    ) {
        let why =
            switch outcome {
            case .taken: "taken"
            case .refused(let status, _): "status \(status)"
            case .unreachable: "unreachable"
            case .forbidden: "in a private network"
            }
        logger.log(
            level: level, text,
            metadata: ["event": "\(delivery.id)", "try": "\(delivery.attempts + 1)", "outcome": "\(why)"])
    }
}
