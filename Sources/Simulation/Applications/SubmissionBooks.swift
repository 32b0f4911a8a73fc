import SMPP
import Synchronization

/// What applications and phones saw of submitted messages.
final class SubmissionBooks: Sendable {
    struct Accepted {
        var application: Int
        var text: String
    }

    struct Taken: Hashable {
        var application: Int
        var messageID: String
        var state: MessageState
    }

    struct Content {
        /// By the message's ID as the response gave it.
        var accepted: [String: Accepted] = [:]
        var order: [String] = []
        /// Written without an answer, by application: each may have been taken.
        var unanswered: [Int: Int] = [:]
        /// Receipts that an application answered with OK.
        var taken: [Taken] = []
        /// The texts phones got.
        var arrived: Set<String> = []
    }

    private let content = Mutex(Content())

    func accepted(_ messageID: String, _ accepted: Accepted) -> Bool {
        content.withLock { content in
            guard content.accepted.updateValue(accepted, forKey: messageID) == nil else { return false }
            content.order.append(messageID)
            return true
        }
    }

    func unanswered(application: Int) { content.withLock { $0.unanswered[application, default: 0] += 1 } }
    func taken(_ receipt: Taken) { content.withLock { $0.taken.append(receipt) } }
    func arrived(_ text: String) { content.withLock { _ = $0.arrived.insert(text) } }

    var snapshot: Content { content.withLock { $0 } }
}
