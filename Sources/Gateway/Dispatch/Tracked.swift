import Delivery
import Routing
import Verification
import World

/// A message the dispatcher holds: its working copy, and how far the store is behind.
struct Tracked {
    var message: Message
    var candidates: [Route]
    /// Told from others by receipts; `nil` when the number is gone with the body.
    var phone: NumberTail?
    /// The body as it was while the message was under way: what reports to an application take its number from.
    var sealedBody: SealedBytes?
    /// The version the store is known to hold.
    var storedVersion: Int
    /// It lies in a lane, or among those that no link takes: once, however often it is changed meanwhile.
    var isWaiting = false
    /// When it is looked at next, where it is delayed.
    var nextLook: Timestamp?
    var isWriting = false
    var isDirty = false
    /// Who waits for the copy to be durable.
    var waiters: [UnsafeContinuation<Bool, Never>] = []

    init(_ message: Message, candidates: [Route], phone: NumberTail? = nil) {
        (self.message, self.candidates, self.phone) = (message, candidates, phone)
        storedVersion = message.version
        sealedBody = message.body
    }

    /// Whether a candidate remains that has not refused the message or failed to deliver it.
    var hasUntriedLink: Bool { hasUntriedLink { _ in true } }

    func hasUntriedLink(_ isWanted: (String) -> Bool) -> Bool {
        candidates.contains { candidate in
            isWanted(candidate.link)
                && !message.attempts.contains { $0.link == candidate.link && $0.outcome.isInVain }
        }
    }

    /// The candidate to take: bound, the least often tried in vain, then by the plan's order.
    func choose(isBound: (String) -> Bool) -> Route? {
        var best: (route: Route, vain: Int)?
        for candidate in candidates where isBound(candidate.link) {
            let vain = message.attempts.reduce(0) { $0 + ($1.link == candidate.link && $1.outcome.isInVain ? 1 : 0) }
            if best.map({ vain < $0.vain }) ?? true { best = (candidate, vain) }
        }
        return best?.route
    }
}

extension Message {
    /// Whether it goes before plain messages: a code, or what an application calls a priority.
    var isUrgent: Bool {
        switch origin {
        case .api: verification != nil
        case .esme(let esme): esme.priority > 0
        }
    }
}

extension Message.Attempt.Outcome {
    /// Whether the attempt did not get the message through, as far as is known.
    var isInVain: Bool {
        switch self {
        case .rejected, .undelivered, .ambiguous: true
        case .inFlight, .acknowledged, .delivered: false
        }
    }
}
