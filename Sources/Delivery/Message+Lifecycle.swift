package import World

/// What a carrier's refusal means for the message (TELECOM notes §1.4).
package enum RejectionClass: Hashable, Sendable {
    /// Too fast or its queue is full: the same link, a little later.
    case throttled
    /// The carrier's trouble: another link at once, or the same after a pause.
    case temporary
    /// Nothing this link will change its mind about: another link.
    case route
    /// Nothing any link will change: the message ends.
    case destination
}

/// What a receipt says.
package enum ReceiptVerdict: Hashable, Sendable {
    case delivered
    /// On its way still; changes nothing.
    case intermediate
    case undelivered
}

/// What the dispatcher does next.
package enum LifecycleAction: Hashable, Sendable {
    case none
    /// Store the message as it is now.
    case store
    /// Store, and queue again; links already tried in vain come last.
    case retry(notBefore: Timestamp)
    /// Store: the message ended and its body is gone.
    case end
}

extension Message {
    /// Handed to `link`: begins an attempt and gives its number.
    package mutating func routed(to link: String, now: Timestamp) -> Int {
        attempts.append(Attempt(link: link, at: now))
        state = .submitting
        timeline.stamp(.routed, at: now, attempt: attempts.count, detail: link)
        return attempts.count
    }

    /// The carrier took it.
    package mutating func acknowledged(attempt: Int, carrierIDs: [String], now: Timestamp) -> LifecycleAction {
        attempts[attempt - 1].carrierIDs = carrierIDs
        attempts[attempt - 1].segmentsDelivered = carrierIDs.map { _ in false }
        attempts[attempt - 1].outcome = .acknowledged
        timeline.stamp(.acknowledged, at: now, attempt: attempt, detail: attempts[attempt - 1].link)
        switch state {
        case .queued, .submitting, .submitted:
            state = .submitted
            return .store
        case .delivered, .failed: return .store
        }
    }

    /// The carrier refused it. A throttled try leaves no attempt behind. `otherLinkLeft` says whether a route that
    /// has not refused it remains, `otherLinkIsBound` whether that one takes it now: else the same would be asked again
    /// at once, until no attempt is left.
    package mutating func rejected(
        attempt: Int, as rejection: RejectionClass, detail: String, otherLinkLeft: Bool,
        otherLinkIsBound: Bool, retryAt: Timestamp, now: Timestamp
    ) -> LifecycleAction {
        attempts[attempt - 1].outcome = .rejected
        if rejection == .throttled {
            timeline.withdraw(attempt: attempt)
            let last = timeline.entries.last
            if last?.hop != .rejected || last?.attempt != attempt || last?.detail != detail {
                timeline.stamp(.rejected, at: now, attempt: attempt, detail: detail)
            }
        } else {
            timeline.stamp(.rejected, at: now, attempt: attempt, detail: detail)
        }
        switch rejection {
        case .throttled:
            if attempt == attempts.count { attempts.removeLast() }
            return requeue(notBefore: retryAt, now: now)
        case .temporary: return requeue(notBefore: otherLinkIsBound ? now : retryAt, now: now)
        case .route where otherLinkLeft: return requeue(notBefore: otherLinkIsBound ? now : retryAt, now: now)
        case .route, .destination: return refusedEverywhere(now: now)
        }
    }

    /// Written, but unanswered: it may or may not have been sent, so it is sent again.
    package mutating func unanswered(attempt: Int, detail: String, retryAt: Timestamp, now: Timestamp)
        -> LifecycleAction
    {
        timeline.stamp(.ambiguous, at: now, attempt: attempt, detail: detail)
        attempts[attempt - 1].outcome = .ambiguous
        return requeue(notBefore: retryAt, now: now)
    }

    /// The carrier took the first segments of `total`, or may have: the message goes out anew as a whole, but receipts
    /// of these find their attempt. To be followed by `rejected` or `unanswered`.
    package mutating func partlyAcknowledged(attempt: Int, carrierIDs: [String], of total: Int) {
        attempts[attempt - 1].carrierIDs = carrierIDs
        attempts[attempt - 1].segmentsDelivered = Array(repeating: false, count: total)
    }

    /// Never written: the attempt didn't happen.
    package mutating func notSent(attempt: Int, retryAt: Timestamp, now: Timestamp) -> LifecycleAction {
        timeline.withdraw(attempt: attempt)
        if attempt == attempts.count { attempts.removeLast() }
        return requeue(notBefore: retryAt, now: now)
    }

    /// A receipt for one segment of an attempt, credited already.
    package mutating func receipt(
        attempt: Int, segment: Int, verdict: ReceiptVerdict, detail: String, otherLinkLeft: Bool, now: Timestamp
    ) -> LifecycleAction {
        timeline.stamp(.receipt, at: now, attempt: attempt, detail: detail)
        switch verdict {
        case .intermediate: return .none
        case .delivered:
            attempts[attempt - 1].segmentsDelivered[segment] = true
            guard attempts[attempt - 1].segmentsDelivered.allSatisfy({ $0 }) else { return .store }
            attempts[attempt - 1].outcome = .delivered
            guard case .failed = state else {
                state = .delivered(at: now)
                body = nil
                return .end
            }
            // Late news: the message had ended unconfirmed or canceled; the attempt keeps the truth.
            return .store
        case .undelivered:
            attempts[attempt - 1].outcome = .undelivered
            switch state {
            case .delivered, .failed, .submitting, .queued: return .store
            // Another segment of an attempt given up, while a later attempt is under way.
            case .submitted where attempts.contains { $0.outcome == .acknowledged }: return .store
            case .submitted: break
            }
            guard otherLinkLeft else { return end(.undeliverable, now: now) }
            return requeue(notBefore: now, now: now)
        }
    }

    /// Its life is over.
    package mutating func deadlinePassed(now: Timestamp) -> LifecycleAction {
        switch state {
        case .delivered, .failed: return .none
        // One that is being written may arrive.
        case .submitted, .submitting: return end(.unconfirmed, now: now)
        case .queued: return end(attempts.contains(where: \.mayHaveArrived) ? .unconfirmed : .expired, now: now)
        }
    }

    /// Its verification ended, or someone canceled it.
    package mutating func cancel(now: Timestamp) -> LifecycleAction {
        switch state {
        case .delivered, .failed: return .none
        // What was taken by the carrier can't be called back: its receipt is still worth having, its body not.
        case .submitted:
            guard body != nil else { return .none }
            body = nil
            return .store
        case .queued, .submitting: return end(.canceled, now: now)
        }
    }

    /// No route is left. An earlier attempt that a carrier took may still arrive; then its receipt decides.
    private mutating func refusedEverywhere(now: Timestamp) -> LifecycleAction {
        switch state {
        case .delivered, .failed: return .store
        case .queued, .submitting, .submitted: break
        }
        guard attempts.contains(where: { $0.outcome == .acknowledged }) else { return end(.undeliverable, now: now) }
        state = .submitted
        return .store
    }

    private mutating func requeue(notBefore: Timestamp, now: Timestamp) -> LifecycleAction {
        switch state {
        case .delivered, .failed: return .store
        case .queued, .submitting, .submitted: break
        }
        guard body != nil else { return end(.canceled, now: now) }
        guard now < deadline else { return deadlinePassed(now: now) }
        guard attempts.count < Self.attemptsMax else {
            return end(attempts.contains { $0.outcome == .ambiguous } ? .unconfirmed : .undeliverable, now: now)
        }
        state = .queued(notBefore: max(now, notBefore))
        return .retry(notBefore: max(now, notBefore))
    }

    private mutating func end(_ failure: Failure, now: Timestamp) -> LifecycleAction {
        state = .failed(failure, at: now)
        body = nil
        switch failure {
        case .expired: timeline.stamp(.expired, at: now)
        case .undeliverable: timeline.stamp(.failed, at: now)
        case .unconfirmed: timeline.stamp(.unconfirmed, at: now)
        case .canceled: timeline.stamp(.canceled, at: now)
        }
        return .end
    }
}

extension Message.Attempt {
    /// Whether a carrier has it, or may have it.
    fileprivate var mayHaveArrived: Bool {
        switch outcome {
        case .acknowledged, .undelivered, .ambiguous, .inFlight, .delivered: true
        case .rejected: false
        }
    }
}
