import Delivery
import Logging
import Numbering
import Routing
import Storage
import Synchronization
import Verification
import World

/// Sends what was accepted: holds every unfinished message, gives each to the best link that takes it, and follows
/// it to its end. The store is the truth after a crash; this is the truth while it runs.
actor Dispatcher {
    /// How often time is looked at: deadlines, retries, links' pauses.
    static let tick = Duration.milliseconds(50)
    /// How long receipts are still attributed after a message's life.
    static let grace = Duration.seconds(60)
    /// How many saves wait for the disk together.
    static let savesMax = 500
    /// How many texts are read back at once after a start.
    static let recoveryPage = 1000

    let world: any World
    let store: any Store
    let keys: KeyRing
    let routing: RoutingTable
    let defaultSender: String
    let logger: Logger
    /// Takes what phones send.
    let inbound = Mutex<(any InboundMessages)?>(nil)

    var tracked: [MessageID: Tracked] = [:]
    var lanes: [LinkLane]
    let laneIndex: [String: Int]
    /// Messages none of whose links is bound.
    var unroutable = FIFO<MessageID>()
    var delayed = DueQueue<MessageID>()
    var deadlines = DueQueue<MessageID>()
    var correlation: ReceiptCorrelation
    var forgetting = DueQueue<(carrier: String, carrierID: String, phone: NumberTail?)>()
    var unsaved: [MessageID] = []
    var random: WorldRandom
    var receipts = ReceiptCounts()
    var esmeMessages = ESMEMessages()
    let deliveryIDs = DeliveryIDs()
    let esmeEvents = Mutex<(any ESMEDeliveryEvents)?>(nil)
    var isDraining = false
    var inFlight = 0

    let wakeups: AsyncStream<Void>
    let wake: AsyncStream<Void>.Continuation

    init(
        world: any World, store: any Store, keys: KeyRing, routing: RoutingTable, links: [any CarrierLink],
        defaultSender: String, logger: Logger
    ) {
        (self.world, self.store, self.keys, self.routing) = (world, store, keys, routing)
        (self.defaultSender, self.logger) = (defaultSender, logger)
        lanes = links.map(LinkLane.init)
        laneIndex = Dictionary(
            lanes.enumerated().map { ($1.link.name, $0) }, uniquingKeysWith: { first, _ in first })
        correlation = ReceiptCorrelation(
            rules: Dictionary(links.map { ($0.name, $0.receiptRule) }, uniquingKeysWith: { first, _ in first }))
        random = WorldRandom(world: world)
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Sends until `drain` has finished and the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runClock() }
            for await _ in wakeups {
                for work in takeReady() { group.addTask { await self.attempt(work) } }
            }
            group.cancelAll()
        }
    }

    private func runClock() async {
        while !Task.isCancelled {
            guard (try? await world.sleep(for: Self.tick)) != nil else { return }
            await tick()
        }
    }

    /// A stored message that is to be sent to `number`.
    func enqueue(_ message: Message, to number: E164, at now: Timestamp) {
        var message = message
        message.timeline.stamp(.stored, at: now)
        message.timeline.stamp(.queued, at: now)
        track(message, to: number)
        wake.yield()
    }

    func track(_ message: Message, to number: E164) {
        let known = routing.plan(for: number).candidates.filter { laneIndex[$0.link] != nil }
        tracked[message.id] = Tracked(message, candidates: known, phone: NumberTail(number.digits))
        esmeMessages.add(message)
        deadlines.add(message.id, at: message.deadline)
        if case .queued(let notBefore) = message.state { queue(message.id, notBefore: notBefore) }
    }

    func queue(_ id: MessageID, notBefore: Timestamp, isReturned: Bool = false) {
        guard let entry = tracked[id] else { return }
        guard notBefore <= world.now else {
            // An earlier look puts it off again.
            if let look = entry.nextLook, look <= notBefore { return }
            tracked[id]?.nextLook = notBefore
            return delayed.add(id, at: notBefore)
        }
        guard !entry.isWaiting else { return }
        tracked[id]?.isWaiting = true
        guard let route = entry.choose(isBound: { lanes[laneIndex[$0]!].link.isBound }) else {
            return unroutable.append(id)
        }
        let lane = laneIndex[route.link]!
        let isCode = entry.message.isUrgent
        if isReturned { lanes[lane].giveBack(id, isCode: isCode) } else { lanes[lane].add(id, isCode: isCode) }
    }

    /// What a freed link or a new message lets go now.
    private func takeReady() -> [Work] {
        guard !isDraining else { return [] }
        let now = world.now
        var ready: [Work] = []
        for index in lanes.indices {
            while let id = lanes[index].next(now: now) {
                tracked[id]?.isWaiting = false
                // One that an application put off since it was queued comes again when it is due.
                guard var entry = tracked[id], case .queued(let notBefore) = entry.message.state, notBefore <= now,
                    now < entry.message.deadline
                else {
                    // What ended or was put off in the lane must not slow down what comes behind it.
                    lanes[index].throttle.refund(1)
                    continue
                }
                let number = entry.message.routed(to: lanes[index].link.name, now: now)
                tracked[id] = entry
                lanes[index].inFlight += 1
                inFlight += 1
                ready.append(Work(message: id, attempt: number, lane: index, at: now))
            }
        }
        return ready
    }

    private func tick() async {
        let now = world.now
        while let id = delayed.popDue(now: now) {
            tracked[id]?.nextLook = nil
            if case .queued(let notBefore)? = tracked[id]?.message.state { queue(id, notBefore: notBefore) }
        }
        var ended: [MessageID] = []
        while let id = deadlines.popDue(now: now) {
            guard var entry = tracked[id] else { continue }
            guard now >= entry.message.deadline else {
                // Its application gave it a longer life meanwhile.
                deadlines.add(id, at: entry.message.deadline)
                continue
            }
            let action = entry.message.deadlinePassed(now: now)
            tracked[id] = entry
            if action == .end { ended.append(id) }
            if now < entry.message.deadline + Self.grace {
                deadlines.add(id, at: entry.message.deadline + Self.grace)
            } else if entry.message.isFinal, !entry.isWriting, !unsaved.contains(id) {
                tracked[id] = nil
            } else {
                deadlines.add(id, at: now + Self.grace)
            }
        }
        while let gone = forgetting.popDue(now: now) {
            correlation.forget(carrier: gone.carrier, carrierID: gone.carrierID, phone: gone.phone)
        }
        let unclaimed = correlation.unclaimed(now: now)
        for report in unclaimed { _ = await credit(report, isOverdue: true) }
        await saveTogether(ended)
        let again = unsaved
        unsaved = []
        await saveTogether(again)
        wake.yield()
    }

    /// Many messages may end in one moment, when no link is up; one durable write after the other would stop the clock.
    private func saveTogether(_ ids: [MessageID]) async {
        for start in stride(from: 0, to: ids.count, by: Self.savesMax) {
            await withDiscardingTaskGroup { group in
                for id in ids[start..<min(start + Self.savesMax, ids.count)] {
                    group.addTask { _ = await self.save(id) }
                }
            }
        }
    }

    /// Takes nothing new and waits until nothing is in flight, at most `limit`.
    func drain(limit: Duration) async {
        isDraining = true
        let deadline = world.now + limit
        while inFlight > 0, world.now < deadline {
            guard (try? await world.sleep(for: .milliseconds(20))) != nil else { break }
        }
        wake.finish()
    }

    struct Work: Sendable {
        var message: MessageID
        var attempt: Int
        var lane: Int
        var at: Timestamp
    }
}
