import Delivery
import Logging
import Numbering
import Routing
import Storage
import Verification
import World

extension Dispatcher {
    /// Reads back what was accepted and not finished, before anything is sent. Returns how many.
    func recover() async throws(StoreError) -> Int {
        var after: MessageID?
        var count = 0
        while true {
            let page = try await store.unfinishedMessages(after: after, limit: Self.recoveryPage)
            for message in page { await readBack(message) }
            count += page.count
            guard page.count == Self.recoveryPage, let last = page.last else { return count }
            after = last.id
        }
    }

    private func readBack(_ stored: Message) async {
        guard let body = stored.body, let plain = keys.open(body, context: stored.bodyContext),
            let content = MessageBody(plain), let number = E164(content.to)
        else { return await finish(stored) }
        if let id = stored.verification, let verification = try? await store.verification(id),
            verification.state != .pending
        {
            return await finish(stored)
        }
        track(stored, to: number)
        registerAttempts(of: stored)
    }

    /// Lets receipts find what carriers took, whole or in part, before the restart.
    private func registerAttempts(of stored: Message) {
        for attempt in stored.attempts.indices {
            switch stored.attempts[attempt].outcome {
            case .acknowledged, .ambiguous, .rejected: _ = register(stored, attempt: attempt + 1)
            case .inFlight, .delivered, .undelivered: break
            }
        }
    }

    /// A message whose body is gone or whose verification ended: nothing is left to be sent.
    private func finish(_ stored: Message) async {
        tracked[stored.id] = Tracked(stored, candidates: [])
        registerAttempts(of: stored)
        deadlines.add(stored.id, at: stored.deadline)
        guard var entry = tracked[stored.id] else { return }
        let action = entry.message.cancel(now: world.now)
        tracked[stored.id] = entry
        await carryOut(action, stored.id)
    }

    /// The messages' verification ended: what was not sent is not sent any more, and no body is kept.
    func verificationEnded(_ messages: [MessageID]) async {
        for id in messages {
            guard var entry = tracked[id] else { continue }
            let action = entry.message.cancel(now: world.now)
            tracked[id] = entry
            await carryOut(action, id)
        }
    }

    /// The working copy, when the message is unfinished.
    func message(_ id: MessageID) -> Message? { tracked[id]?.message }

    func linkStatus() -> [GatewayStatus.Link] {
        lanes.map {
            GatewayStatus.Link(name: $0.link.name, isBound: $0.link.isBound, inFlight: $0.inFlight, queued: $0.queued)
        }
    }

    var unfinishedCount: Int { tracked.count }
}

extension Dispatcher {
    /// Whether any configured link is on a route to the number, bound or not.
    func reaches(_ number: E164) -> Bool {
        routing.plan(for: number).candidates.contains { laneIndex[$0.link] != nil }
    }
}
