import Delivery
import Logging
import Storage
import Synchronization
import World

extension Dispatcher: CarrierLinkEvents {
    func receipt(_ report: ReceiptCorrelation.Report) async -> Bool {
        await credit(report)
    }

    func unreadableReceipt(carrier: String, detail: String) async -> Bool {
        await keep(
            ReceiptCorrelation.Report(
                carrier: carrier, carrierID: "", verdict: .intermediate, detail: detail, at: world.now),
            reason: .unreadable)
    }

    nonisolated func message(_ segment: ReceivedSegment) async -> ReceptionAnswer {
        guard let inbound = inbound.withLock({ $0 }) else { return .refused }
        return await inbound.received(segment)
    }

    func stateChanged() async {
        // A bind came or went: what waited for a link chooses anew.
        var waiting = unroutable.removeAll()
        for index in lanes.indices where !lanes[index].link.isBound { waiting += lanes[index].removeAll() }
        let now = world.now
        for id in waiting {
            tracked[id]?.isWaiting = false
            queue(id, notBefore: now)
        }
        wake.yield()
    }

    /// Credits a receipt to its attempt, or keeps it. `true` when that is durable (or needs not be).
    func credit(_ report: ReceiptCorrelation.Report, isOverdue: Bool = false) async -> Bool {
        let verdict = correlation.receive(report, isOverdue: isOverdue)
        tellNotices()
        switch verdict {
        case .credited(let target): return await apply(report, to: target)
        case .held:
            receipts.held += 1
            return true
        case .duplicate:
            receipts.duplicate += 1
            return true
        case .ambiguous: return await keep(report, reason: .ambiguous)
        case .unknown: return await keep(report, reason: .unknown)
        case .overflow: return await keep(report, reason: .overflow)
        }
    }

    /// What was found out about a carrier's receipts, for whoever runs the gateway.
    private func tellNotices() {
        for notice in correlation.takeNotices() {
            switch notice {
            case .learned(let carrier, let form):
                logger.info(
                    "learned how a carrier's receipts write message IDs",
                    metadata: ["carrier": "\(carrier)", "message_id_form": "\(form.rawValue)"])
            case .sharedIDs(let carrier):
                logger.warning(
                    """
                    a carrier gives several messages one message_id or none, so that its receipts name none of them: if they \
                    return user_message_reference, set receipt_key to user_message_reference
                    """, metadata: ["carrier": "\(carrier)"])
            }
        }
    }

    private func apply(_ report: ReceiptCorrelation.Report, to target: ReceiptCorrelation.Target) async -> Bool {
        guard var entry = tracked[target.message] else {
            receipts.late += 1
            return true
        }
        receipts.credited += 1
        if entry.message.isFinal { receipts.late += 1 }
        if report.verdict == .undelivered { entry.message.attempts[target.attempt - 1].outcome = .undelivered }
        let action = entry.message.receipt(
            attempt: target.attempt, segment: target.segment, verdict: report.verdict,
            detail: "\(report.carrier) \(report.detail)", otherLinkLeft: entry.hasUntriedLink, now: world.now)
        tracked[target.message] = entry
        return await carryOut(action, target.message)
    }

    @discardableResult
    func keep(_ report: ReceiptCorrelation.Report, reason: UnattributedReceipt.Reason) async -> Bool {
        receipts.unattributed += 1
        do {
            var report = report
            report.phone = nil
            let kept = UnattributedReceipt(report: report, reason: reason)
            try await store.commit(WriteBatch([.keepReceipt(kept)], now: world.now))
            return true
        } catch {
            logger.error(
                "a receipt could not be kept", metadata: ["carrier": "\(report.carrier)", "error": "\(error)"])
            return false
        }
    }

    /// Lets receipts find an acknowledged attempt; gives those that came first.
    func register(_ message: Message, attempt: Int) -> [ReceiptCorrelation.Report] {
        let tried = message.attempts[attempt - 1]
        let phone = tracked[message.id]?.phone
        var early: [ReceiptCorrelation.Report] = []
        for (segment, carrierID) in tried.carrierIDs.enumerated() {
            let target = ReceiptCorrelation.Target(message: message.id, attempt: attempt, segment: segment)
            early += correlation.register(target, carrier: tried.link, carrierID: carrierID, phone: phone)
            forgetting.add((tried.link, carrierID, phone), at: message.deadline + Self.grace)
        }
        tellNotices()
        return early
    }
}
