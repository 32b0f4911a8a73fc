import Numbering
import Synchronization
import World

/// What an outsider saw: the answers given and the phones' inboxes. The checkers read nothing else.
final class Books: Sendable {
    struct Start {
        var handset: Int
        var startedAt: Timestamp
        var expiresAt: Timestamp
        var codeLength: Int
        var approvals = 0
        var wrongAnswers = 0
        /// Whether a fifth wrong answer was given, so that nothing may be approved after.
        var isExhausted = false
    }

    struct Receipt {
        var handset: Int
        var code: String
        var at: Timestamp
    }

    struct Content {
        var starts: [VerificationID: Start] = [:]
        var order: [VerificationID] = []
        var arrivals: [Receipt] = []
        var violations: [String] = []
        var trace: [String] = []
        var logLines: [String] = []
        var demanded = 0
    }

    private let content = Mutex(Content())

    func record(_ line: String, at now: Timestamp) {
        content.withLock { $0.trace.append("\(now.microseconds) \(line)") }
    }

    func log(_ line: String) { content.withLock { $0.logLines.append(line) } }

    func violation(_ text: String) { content.withLock { $0.violations.append(text) } }

    func demanded(_ count: Int) { content.withLock { $0.demanded = count } }

    func started(_ id: VerificationID, _ start: Start) {
        content.withLock { content in
            content.starts[id] = start
            content.order.append(id)
        }
    }

    func arrived(handset: Int, code: String, at now: Timestamp) {
        content.withLock { $0.arrivals.append(Receipt(handset: handset, code: code, at: now)) }
    }

    /// The newest code a phone holds.
    func newestCode(handset: Int) -> String? {
        content.withLock { $0.arrivals.last { $0.handset == handset }?.code }
    }

    func answered(_ id: VerificationID, valid: Bool, reason: String?, at now: Timestamp) {
        content.withLock { content in
            guard var start = content.starts[id] else { return }
            if valid {
                start.approvals += 1
                if start.approvals > 1 { content.violations.append("\(id) was approved twice") }
                if start.isExhausted { content.violations.append("\(id) was approved after five wrong checks") }
                if now >= start.expiresAt + .seconds(1) {
                    content.violations.append("\(id) was approved after its life")
                }
            } else if reason == "wrong_code" || reason == "too_many_checks" {
                if reason == "wrong_code" { start.wrongAnswers += 1 }
                if start.wrongAnswers > 4 { content.violations.append("\(id) gave a wrong check back") }
                if reason == "too_many_checks" { start.isExhausted = true }
            }
            content.starts[id] = start
        }
    }

    var snapshot: Content { content.withLock { $0 } }
}
