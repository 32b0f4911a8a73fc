import Delivery
import Verification
import World

/// Which waiting messages an application means.
struct ESMEWaiting: Sendable {
    var account: AccountID
    var source: String
    var recipient: RecipientDigest
    /// Empty is any.
    var serviceType: String
    /// `nil` is any.
    var name: MessageID?
}

/// What came of changing a message.
enum DispatcherAnswer: Hashable, Sendable {
    case done
    /// It was handed to a carrier, or ended.
    case tooLate
    /// Decided, and not on the disk yet.
    case notDurable
}

extension Dispatcher {
    /// How many messages of an application have not ended.
    func waitingCount(of esme: ESMEID) -> Int { esmeMessages.count(of: esme) }

    /// Those not handed to a carrier yet, oldest first.
    func waiting(_ wanted: ESMEWaiting) -> [MessageID] {
        esmeMessages.messages(to: wanted.recipient).compactMap { tracked[$0]?.message }.filter { message in
            guard message.account == wanted.account, case .queued = message.state,
                case .esme(let origin) = message.origin
            else { return false }
            return origin.source.digits == wanted.source
                && (wanted.serviceType.isEmpty || origin.serviceType == wanted.serviceType)
                && (wanted.name == nil || wanted.name == origin.namedAfter ?? message.id)
        }.map(\.id).sorted()
    }

    /// `evenIfOut` ends the next tries of one that a carrier may have, too.
    func cancel(_ id: MessageID, evenIfOut: Bool = false) async -> DispatcherAnswer {
        guard var entry = tracked[id], case .queued = entry.message.state, evenIfOut || !entry.message.mayBeOut
        else { return .tooLate }
        let action = entry.message.cancel(now: world.now)
        tracked[id] = entry
        return await carryOut(action, id) ? .done : .notDurable
    }

    /// Takes text, life and schedule from `changed`.
    func replace(_ id: MessageID, with changed: Message, notBefore: Timestamp) async -> DispatcherAnswer {
        guard var entry = tracked[id], case .queued = entry.message.state, !entry.message.mayBeOut
        else { return .tooLate }
        // One that lives longer is looked at when its earlier life ends; entries of their own would pile up.
        if changed.deadline < entry.message.deadline { deadlines.add(id, at: changed.deadline) }
        entry.message.body = changed.body
        entry.message.deadline = changed.deadline
        entry.message.origin = changed.origin
        entry.message.state = .queued(notBefore: notBefore)
        entry.sealedBody = changed.body
        tracked[id] = entry
        queue(id, notBefore: notBefore)
        wake.yield()
        return await save(id) ? .done : .notDurable
    }
}

extension Message {
    /// Whether a carrier has it, or may have it: then the phone may get it though it is queued again.
    fileprivate var mayBeOut: Bool {
        attempts.contains { attempt in
            switch attempt.outcome {
            case .inFlight, .acknowledged, .ambiguous, .delivered: true
            case .rejected, .undelivered: false
            }
        }
    }
}
