package import Gateway
package import Logging
import MessageEncoding
package import Storage
import Synchronization
package import Verification
package import World

/// Takes what phones send: heeds their stop words, hands messages to applications, fills inboxes.
///
/// A carrier is answered once what it delivered is durable; what it delivers twice is kept once where that can be told.
package actor InboundService: InboundMessages {
    /// How often unfinished messages are looked at.
    static let tick = Duration.seconds(1)
    /// In which of these rounds who looks on is told that the connection lives.
    private static let beatTicks = 15

    nonisolated let configuration: InboundConfiguration
    nonisolated let gateway: Gateway
    nonisolated let store: any Store
    nonisolated let keys: KeyRing
    nonisolated let world: any World
    nonisolated let esmes: (any ESMEDeliveries)?
    nonisolated let logger: Logger
    nonisolated let inboxes = InboxDirectory()
    nonisolated let feed = InboxFeed()
    nonisolated let announcements = Mutex<(any InboxAnnouncements)?>(nil)
    var assembly: Assembly

    private init(
        configuration: InboundConfiguration, gateway: Gateway, store: any Store, keys: KeyRing, world: any World,
        esmes: (any ESMEDeliveries)?, logger: Logger
    ) {
        (self.configuration, self.gateway, self.store, self.keys) = (configuration, gateway, store, keys)
        (self.world, self.esmes, self.logger) = (world, esmes, logger)
        assembly = Assembly(limits: configuration.assembly)
    }

    /// Reads back inboxes and parts. `gateway` was opened over the same store with the same keys; its `inbound` is to be
    /// set to what this returns.
    package static func open(
        configuration: InboundConfiguration = InboundConfiguration(), gateway: Gateway, store: any Store, keys: KeyRing,
        world: any World, esmes: (any ESMEDeliveries)? = nil, logger: Logger
    ) async throws(StoreError) -> InboundService {
        let service = InboundService(
            configuration: configuration, gateway: gateway, store: store, keys: keys, world: world, esmes: esmes,
            logger: logger)
        try await service.inboxes.load(from: store, now: world.now)
        try await service.recoverParts()
        return service
    }

    /// Gives up on parts whose rest never comes, until it is cancelled.
    package func run() async {
        var ticks = 0
        while !Task.isCancelled {
            guard (try? await world.sleep(for: Self.tick)) != nil else { break }
            await endOverdue()
            ticks += 1
            if ticks % Self.beatTicks == 0 { feed.beat() }
        }
        feed.finish()
    }

    /// Told of every message that is to be announced to a webhook. To be set before the gateway runs.
    package nonisolated func setAnnouncements(_ announcements: (any InboxAnnouncements)?) {
        self.announcements.withLock { $0 = announcements }
    }

    package func received(_ segment: ReceivedSegment) async -> ReceptionAnswer {
        let alphabet = configuration.defaultAlphabets[segment.carrier] ?? .gsm0338
        let text = InboundText(segment, defaultAlphabet: alphabet)
        let owner = esmes?.owner(ofAddress: text.to.digits)
        let known = inboxes.inbox(keys.recipientDigest(of: text.to.text))
        let inbox = known.flatMap { gateway.isOpen($0.account) ? $0 : nil }
        var isHeeded = false
        if text.place == nil, let words = text.content.text, let match = Keyword.match(words) {
            switch await heed(match, text, account: owner ?? inbox?.account) {
            case .heeded: isHeeded = true
            case .noMatter: break
            case .failed: return .notNow
            }
        }
        if owner != nil, let esmes { return await esmes.deliver(segment) ? .kept : .notNow }
        guard let inbox else {
            if !isHeeded {
                logger.info("a received message belongs to nobody", metadata: ["carrier": "\(segment.carrier)"])
            }
            return isHeeded ? .kept : .refused
        }
        return await keep(text, carrier: segment.carrier, in: inbox) ? .kept : .notNow
    }
}

/// Told what waits to be announced.
package protocol InboxAnnouncements: Sendable {
    /// The delivery is durable. Returns at once.
    func added(_ delivery: PendingDelivery)
}
