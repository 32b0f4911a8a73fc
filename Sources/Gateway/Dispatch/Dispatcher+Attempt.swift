import Delivery
import Logging
import Routing
import Storage
import Verification
import World

extension Dispatcher {
    /// Between tries when every link failed.
    static let retryPause = Backoff(base: .milliseconds(250), limit: .seconds(5))

    /// Writes one message to one link and deals with what comes of it.
    func attempt(_ work: Work) async {
        let outcome: SubmissionOutcome
        if let submission = open(work) {
            tracked[work.message]?.message.timeline.stamp(.submitted, at: world.now, attempt: work.attempt)
            let link = lanes[work.lane].link
            lanes[work.lane].throttle.charge(link.segmentCount(submission) - 1, now: world.now)
            outcome = await link.submit(submission)
        } else {
            outcome = .rejected(.destination, detail: "unreadable")
        }
        lanes[work.lane].inFlight -= 1
        inFlight -= 1
        await settle(work, outcome)
        wake.yield()
    }

    private func open(_ work: Work) -> Submission? {
        guard let entry = tracked[work.message], let body = entry.message.body,
            let plain = keys.open(body, context: entry.message.bodyContext), let content = MessageBody(plain)
        else { return nil }
        let link = lanes[work.lane].link.name
        let routed = entry.candidates.first { $0.link == link }?.sender
        let sender = routed ?? entry.message.sender
        var message = content.content
        // A route that names a sender is one where no other is let through.
        if routed != nil, case .short(var raw) = message {
            raw.source = nil
            message = .short(raw)
        }
        return Submission(
            message: work.message, attempt: work.attempt, to: content.to,
            sender: sender.isEmpty ? defaultSender : sender, content: message,
            validity: entry.message.deadline - world.now)
    }

    private func settle(_ work: Work, _ outcome: SubmissionOutcome) async {
        guard var entry = tracked[work.message] else { return }
        let now = world.now
        let retryAt = now + Self.retryPause.delay(afterFailures: entry.message.attempts.count, using: &random)
        let action: LifecycleAction
        var early: [ReceiptCorrelation.Report] = []
        switch outcome {
        case .acknowledged(let ids):
            lanes[work.lane].taken()
            action = entry.message.acknowledged(attempt: work.attempt, carrierIDs: ids, now: now)
            early = register(entry.message, attempt: work.attempt)
        case .rejected(.throttled, let detail):
            lanes[work.lane].throttled(start: work.at, now: now, using: &random)
            action = entry.message.rejected(
                attempt: work.attempt, as: .throttled, detail: detail, otherLinkLeft: false,
                otherLinkIsBound: false, retryAt: now, now: now)
            if case .retry = action {
                // Nothing of it is news to the store, and it keeps its place.
                tracked[work.message] = entry
                return queue(work.message, notBefore: now, isReturned: true)
            }
        case .rejected(let rejection, let detail):
            entry.message.attempts[work.attempt - 1].outcome = .rejected
            action = entry.message.rejected(
                attempt: work.attempt, as: rejection, detail: detail, otherLinkLeft: entry.hasUntriedLink,
                otherLinkIsBound: isUntriedLinkBound(entry), retryAt: retryAt, now: now)
        case .ambiguous(let detail):
            action = entry.message.unanswered(attempt: work.attempt, detail: detail, retryAt: retryAt, now: now)
        case .notSent:
            action = entry.message.notSent(attempt: work.attempt, retryAt: now + Self.tick, now: now)
            if case .retry(let notBefore) = action {
                tracked[work.message] = entry
                return queue(work.message, notBefore: notBefore)
            }
        case .partly(let ids, let total, let failure):
            entry.message.partlyAcknowledged(attempt: work.attempt, carrierIDs: ids, of: total)
            early = register(entry.message, attempt: work.attempt)
            let part = total > 1 ? "after \(ids.count) of \(total) segments: " : ""
            switch failure {
            case .rejected(let rejection, let detail) where rejection == .route || rejection == .destination:
                action = entry.message.rejected(
                    attempt: work.attempt, as: rejection, detail: part + detail, otherLinkLeft: entry.hasUntriedLink,
                    otherLinkIsBound: isUntriedLinkBound(entry), retryAt: retryAt, now: now)
            case .rejected(_, let detail), .ambiguous(let detail):
                action = entry.message.unanswered(
                    attempt: work.attempt, detail: part + detail, retryAt: retryAt, now: now)
            case .notSent:
                action = entry.message.unanswered(
                    attempt: work.attempt, detail: part + "unbound", retryAt: retryAt, now: now)
            }
        }
        tracked[work.message] = entry
        await carryOut(action, work.message)
        for report in early { _ = await credit(report) }
    }

    private func isUntriedLinkBound(_ entry: Tracked) -> Bool {
        entry.hasUntriedLink { laneIndex[$0].map { lanes[$0].link.isBound } ?? false }
    }

    /// Does what a lifecycle event asked for. `true` when what it says is durable.
    @discardableResult
    func carryOut(_ action: LifecycleAction, _ id: MessageID) async -> Bool {
        switch action {
        case .none: return true
        case .store, .end: return await save(id)
        case .retry(let notBefore):
            queue(id, notBefore: notBefore)
            wake.yield()
            return await save(id)
        }
    }

    /// Makes the working copy durable. Calls for one message share writes: a second one waits for a write that
    /// holds what it changed.
    @discardableResult
    func save(_ id: MessageID) async -> Bool {
        guard let entry = tracked[id] else { return true }
        if entry.isWriting {
            tracked[id]?.isDirty = true
            return await withUnsafeContinuation { tracked[id]?.waiters.append($0) }
        }
        tracked[id]?.isWriting = true
        var succeeded = true
        repeat {
            tracked[id]?.isDirty = false
            guard var copy = tracked[id]?.message, let stored = tracked[id]?.storedVersion else { break }
            copy.version = stored + 1
            let reports = reports(owedBy: &copy)
            do {
                try await store.commit(
                    WriteBatch(
                        [.replaceMessage(copy, ifVersion: stored)] + reports.map { .put($0, ifVersion: 0) },
                        now: world.now))
                tracked[id]?.storedVersion = stored + 1
                reported(copy, reports)
            } catch {
                succeeded = false
                unsaved.append(id)
                logger.error(
                    "a message's progress could not be stored; it is tried again",
                    metadata: [
                        "message": "\(id)", "error": "\(error)",
                    ])
            }
        } while succeeded && tracked[id]?.isDirty == true
        tracked[id]?.isWriting = false
        let waiters = tracked[id]?.waiters ?? []
        tracked[id]?.waiters = []
        for waiter in waiters { waiter.resume(returning: succeeded) }
        if succeeded { releaseIfOver(id) }
        return succeeded
    }

    /// A delivered message has nothing to wait for; late receipts of it are duplicates by their ID alone. Neither has one
    /// that failed and that no carrier has a name for: it would be held for a life that may be days.
    private func releaseIfOver(_ id: MessageID) {
        guard let entry = tracked[id], !entry.isWriting else { return }
        guard !entry.message.attempts.contains(where: { $0.outcome == .inFlight }) else { return }
        switch entry.message.state {
        case .queued, .submitting, .submitted: return
        case .delivered: break
        case .failed: guard entry.message.attempts.allSatisfy(\.carrierIDs.isEmpty) else { return }
        }
        tracked[id] = nil
    }
}
