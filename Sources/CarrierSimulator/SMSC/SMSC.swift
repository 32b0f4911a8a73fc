import MessageEncoding
import Numbering
package import SMPP
import Synchronization
package import World

/// A carrier's SMSC without its wire: lets ESMEs in, answers submits, hands on what it accepted.
///
/// Callable from anywhere; deciding is `SMSCDesk`'s.
package final class SMSC: SMSCHandler {
    /// What has to be carried on.
    enum Work: Sendable {
        case message(AcceptedMessage)
        case delivery(PendingDeliverSM)
    }

    private typealias Withheld = (session: SMSCSessionID, continuation: CheckedContinuation<Void, Never>)

    private let world: any World
    private let handsets: HandsetDirectory
    let work: AsyncStream<Work>
    private let feed: AsyncStream<Work>.Continuation
    private let desk: Mutex<SMSCDesk>
    /// Responses that are never sent wait here for their session's end.
    private let withheld = Mutex<[Withheld]>([])

    package init(profile: CarrierProfile, world: any World, handsets: HandsetDirectory) {
        (self.world, self.handsets) = (world, handsets)
        desk = Mutex(SMSCDesk(profile: profile, seed: world.nextRandom(), now: world.now))
        // Unbounded here because the desk bounds it: `queueMax` messages and a window of receipts a tick.
        (work, feed) = AsyncStream.makeStream(of: Work.self)
    }

    package func bind(
        _ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID
    ) async -> BindAnswer {
        let now = world.now
        return desk.withLock { desk in
            let status = desk.bind(request, now: now)
            guard status.isOK else { return .refused(status) }
            desk.bound(request.kind, session: session)
            return .accepted()
        }
    }

    package func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        let now = world.now
        let decision = desk.withLock { $0.decide(message, now: now) }
        switch decision {
        case .refuse(let status): return .rejected(status)
        case .accept(let message, let responseAt, let isAnswered):
            feed.yield(.message(message))
            if responseAt > now {
                // Cut short only when the carrier stops; then nobody listens to the answer.
                try? await world.sleep(until: responseAt)
            }
            if !isAnswered { await withhold(session) }
            return .accepted(desk.withLock { $0.profile.receipts.responseID(message.number) })
        }
    }

    package func ended(_ session: SMSCSessionID) {
        desk.withLock { $0.ended(session) }
        let released = withheld.withLock { withheld in
            let released = withheld.filter { $0.session == session }
            withheld.removeAll { $0.session == session }
            return released
        }
        for entry in released { entry.continuation.resume() }
    }

    /// Returns when the session is over, or at once when too many wait in it.
    private func withhold(_ session: SMSCSessionID) async {
        await withCheckedContinuation { continuation in
            let isHeld = withheld.withLock { withheld in
                guard withheld.count(where: { $0.session == session }) < SMSCDesk.withheldMax else { return false }
                withheld.append((session, continuation))
                return true
            }
            guard isHeld else { return continuation.resume() }
            desk.withLock { $0.withheldResponse() }
        }
    }
}

/// What the carrier that owns the SMSC does with it.
extension SMSC {
    var statistics: CarrierStatistics { desk.withLock { $0.statistics } }
    var plan: FaultPlan { desk.withLock { $0.plan } }
    var isDown: Bool {
        let now = world.now
        return desk.withLock { $0.plan.conditions(at: now).isDown }
    }

    func setFaults(_ plan: FaultPlan) { desk.withLock { $0.plan = plan } }

    /// Takes no more work; `work` ends.
    func finish() { feed.finish() }

    /// One try to bring a message to its handset; `nil` when the handset is off.
    func attempt(_ message: AcceptedMessage) -> AcceptedMessage.Ending? {
        let now = world.now
        guard now < message.expiresAt else { return .expired }
        switch message.fate {
        case .silence: return .lost
        case .failure: return .failed
        case .delivery:
            let isTaken = handsets.deliver(
                message.content, from: message.sender, to: message.handset,
                carrier: desk.withLock { $0.profile.name }, now: now)
            return isTaken ? .delivered : nil
        }
    }

    func end(_ message: AcceptedMessage, _ ending: AcceptedMessage.Ending) -> PendingDeliverSM? {
        let now = world.now
        return desk.withLock { $0.end(message, ending, now: now) }
    }

    func receiver() -> SMSCSessionID? {
        let now = world.now
        return desk.withLock { $0.receiver(now: now) }
    }

    func keep(_ delivery: PendingDeliverSM) { desk.withLock { $0.keep(delivery) } }
    func sent(_ delivery: PendingDeliverSM, _ outcome: DeliverOutcome) { desk.withLock { $0.sent(delivery, outcome) } }

    /// Takes a text from a handset for the ESME; how many segments it is.
    func take(_ text: String, from handset: E164, to destination: Address) throws(MessageEncodingError) -> Int {
        let now = world.now
        let taken = desk.withLock { desk in
            Result { () throws(MessageEncodingError) in
                try desk.take(text, from: handset, to: destination, now: now)
            }
        }
        return try taken.get()
    }

    /// Sends what waits, as far as somebody is bound to take it.
    func sendWaiting() {
        let now = world.now
        for delivery in desk.withLock({ $0.takeWaiting(now: now) }) { feed.yield(.delivery(delivery)) }
    }
}
