import Gateway
import Logging
import SMPP
import Storage
import World

/// Brings what is stored for applications to whichever of their receiving binds is up: in order, as many at once as
/// the binds' windows allow, and deletes it when it was taken.
actor DeliveryPump {
    /// How often pauses, expiries and failed deletions are looked at.
    static let tick = Duration.milliseconds(200)

    /// What the pump asks of the sessions.
    struct Sessions: Sendable {
        var begin: @Sendable (ESMEID) -> SMSCSessionID?
        /// With whether the session still takes deliveries.
        var end: @Sendable (SMSCSessionID, Bool) -> Void
        var window: @Sendable (ESMEID) -> Int
        var deliver: @Sendable (DeliverSM, SMSCSessionID) async -> DeliverOutcome
    }

    private let gateway: Gateway
    private let world: any World
    private let sessions: Sessions
    private let news: DeliveryNews
    private let keptMax: Int
    private let logger: Logger

    private var outboxes: [ESMEID: Outbox] = [:]
    private var senders: [ESMEID: Int] = [:]
    /// How many are kept, as far as is known: expiries are not seen, so past the limit it is counted again.
    private var kept: [ESMEID: Int] = [:]
    /// Those to be counted, and those being counted just now.
    private var uncounted: Set<ESMEID> = []
    private var counting: Set<ESMEID> = []
    private var undeleted: [ESMEID: [DeliveryID]] = [:]
    private var random: WorldRandom
    private(set) var counts = DeliveryCounts()

    init(
        gateway: Gateway, world: any World, sessions: Sessions, news: DeliveryNews, keptMax: Int, logger: Logger
    ) {
        (self.gateway, self.world, self.sessions, self.news) = (gateway, world, sessions, news)
        (self.keptMax, self.logger) = (keptMax, logger)
        random = world.random
    }

    /// Delivers until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runClock() }
            for await _ in news.wakeups {
                for work in takeWork() {
                    switch work {
                    case .read(let esme): group.addTask { await self.read(esme) }
                    case .send(let esme): group.addTask { await self.send(esme) }
                    case .count(let esme): group.addTask { await self.count(esme) }
                    case .delete(let esme, let ids): group.addTask { await self.delete(ids, of: esme) }
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func runClock() async {
        while !Task.isCancelled {
            guard (try? await world.sleep(for: Self.tick)) != nil else { break }
            news.nudge()
        }
        news.finish()
    }

    private enum Work {
        case read(ESMEID)
        case send(ESMEID)
        case count(ESMEID)
        case delete(ESMEID, [DeliveryID])
    }

    private func takeWork() -> [Work] {
        let digest = news.take()
        var work: [Work] = []
        for esme in digest.bound.sorted() where outboxes[esme] == nil { outboxes[esme] = Outbox() }
        for (esme, stored) in digest.stored.sorted(by: { $0.key < $1.key }) {
            outboxes[esme]?.stored(stored.lowest)
            let known = kept[esme]
            kept[esme] = (known ?? 0) + stored.count
            if known == nil || (kept[esme] ?? 0) > keptMax { uncounted.insert(esme) }
        }
        // Never twice at once: each would drop as many as are too many.
        for esme in uncounted.sorted() where counting.insert(esme).inserted {
            uncounted.remove(esme)
            work.append(.count(esme))
        }
        for esme in undeleted.keys.sorted() {
            for ids in (undeleted.removeValue(forKey: esme) ?? []).parts(of: WriteBatch.operationsMax) {
                work.append(.delete(esme, ids))
            }
        }
        let now = world.now
        for esme in outboxes.keys.sorted() {
            let window = sessions.window(esme)
            if window == 0, outboxes[esme]?.isIdle == true {
                outboxes[esme] = nil
                continue
            }
            if window > 0, outboxes[esme]?.wantsPage == true { work.append(.read(esme)) }
            guard let outbox = outboxes[esme], now >= outbox.pausedUntil else { continue }
            let wanted = min(window, outbox.waiting.count + outbox.inFlight.count)
            let running = senders[esme] ?? 0
            for _ in 0..<max(0, wanted - running) {
                senders[esme, default: 0] += 1
                work.append(.send(esme))
            }
        }
        return work
    }

    // MARK: What the work is

    private func read(_ esme: ESMEID) async {
        guard let place = outboxes[esme]?.beginReading() else { return }
        var page: [ESMEDelivery]?
        if let account = gateway.openESME(esme) {
            page = try? await gateway.deliveries(for: account, after: place.after, limit: place.limit)
        }
        outboxes[esme]?.read(page)
        if page != nil { news.nudge() }
    }

    /// Sends one after the other while there is something to send and room in a window.
    ///
    /// Between taking the next delivery and putting it on the wire nothing is awaited, so the order on the wire is the
    /// order in the outbox, whichever sender comes first.
    private func send(_ esme: ESMEID) async {
        defer { senders[esme, default: 1] -= 1 }
        while gateway.openESME(esme) != nil, let session = sessions.begin(esme) {
            var expired: [DeliveryID] = []
            let next = outboxes[esme]?.next(now: world.now, expired: &expired)
            counts.expired += expired.count
            guard let next, let message = next.message else {
                sessions.end(session, true)
                if !expired.isEmpty { await delete(expired, of: esme) }
                return
            }
            let outcome = await sessions.deliver(message, session)
            sessions.end(session, outcome.leavesSession)
            let settlement = outboxes[esme]?.settle(next.id, outcome, now: world.now, using: &random) ?? .taken
            if settlement == .again, case .notSent = outcome {
                // The session's window is smaller than the bind's, or it has just ended: an answer, its end or the
                // next tick wakes. To wake at once would ask the same session again, and again.
                if !expired.isEmpty { await delete(expired, of: esme) }
                return
            }
            switch settlement {
            case .taken: counts.taken += 1
            case .refused: counts.refused += 1
            case .expired: counts.expired += 1
            case .again: counts.repeated += 1
            }
            if settlement != .again { expired.append(next.id) }
            if !expired.isEmpty { await delete(expired, of: esme) }
            news.nudge()
        }
    }

    private func delete(_ ids: [DeliveryID], of esme: ESMEID) async {
        for part in ids.parts(of: WriteBatch.operationsMax) {
            do {
                try await gateway.endDeliveries(part)
                outboxes[esme]?.deleted(part)
                if let known = kept[esme] { kept[esme] = max(0, known - part.count) }
            } catch {
                // They stay; were the program to end now, the application would get them twice.
                undeleted[esme, default: []] += part
                logger.error("what an application took could not be deleted; it is tried again")
            }
        }
    }

    /// Counts what is kept, and drops the oldest of too many.
    private func count(_ esme: ESMEID) async {
        defer {
            counting.remove(esme)
            if uncounted.contains(esme) { news.nudge() }
        }
        guard let found = try? await gateway.deliveryCount(for: esme) else { return }
        kept[esme] = found
        guard found > keptMax, let account = gateway.openESME(esme) else { return }
        // A little more than is too many, for counting takes as long as many are kept.
        var left = found - keptMax + keptMax / 100
        while left > 0 {
            let limit = min(left, WriteBatch.operationsMax)
            guard let oldest = try? await gateway.deliveries(for: account, after: nil, limit: limit), !oldest.isEmpty
            else { return }
            let ids = oldest.map(\.id)
            outboxes[esme]?.drop(ids)
            guard (try? await gateway.endDeliveries(ids)) != nil else { return }
            counts.dropped += ids.count
            kept[esme] = max(0, (kept[esme] ?? 0) - ids.count)
            left -= ids.count
        }
        logger.warning(
            "an application takes nothing: the oldest of what waits for it were dropped",
            metadata: ["esme": "\(esme)", "kept": "\(keptMax)"])
    }
}

extension DeliverOutcome {
    /// Whether the session takes more: one that is unbinding takes nothing, though it has not ended yet.
    fileprivate var leavesSession: Bool {
        switch self {
        case .notSent(.notBound), .notSent(.shuttingDown), .ambiguous(.connectionLost): false
        case .answered, .ambiguous, .notSent: true
        }
    }
}

extension Array {
    /// Itself, in parts of at most `size`.
    func parts(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
