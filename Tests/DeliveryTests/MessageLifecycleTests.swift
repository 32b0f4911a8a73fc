import Testing
import Verification
import World

@testable import Delivery

struct MessageLifecycleTests {
    static let start = Timestamp(seconds: 1_800_000_000)
    let later = Self.start + .milliseconds(500)

    static func message() -> Message {
        Message(
            id: MessageID(high: 1, low: 1), account: AccountID(high: 1, low: 1), service: nil, verification: nil,
            recipient: RecipientDigest(bytes: [UInt8](repeating: 1, count: 16)), masked: "+46•••••4567", sender: "W",
            body: SealedBytes(keyID: 1, day: 0, bytes: [1]), createdAt: start, deadline: start + .seconds(120))
    }

    @Test func `acknowledged, then delivered by the receipts of all segments, it ends and its body is gone`() {
        var message = Self.message()
        #expect(message.routed(to: "a", now: Self.start) == 1)
        #expect(message.acknowledged(attempt: 1, carrierIDs: ["x", "y"], now: later) == .store)
        let first = message.receipt(
            attempt: 1, segment: 1, verdict: .delivered, detail: "", otherLinkLeft: false, now: later)
        #expect(first == .store)
        #expect(message.state == .submitted)
        let second = message.receipt(
            attempt: 1, segment: 0, verdict: .delivered, detail: "", otherLinkLeft: false, now: later)
        #expect(second == .end)
        #expect(message.state == .delivered(at: later))
        #expect(message.body == nil)
    }

    @Test func `throttled, it waits and keeps its attempt`() {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        let action = message.rejected(
            attempt: 1, as: .throttled, detail: "", otherLinkLeft: false, otherLinkIsBound: false, retryAt: later,
            now: Self.start)
        #expect(action == .retry(notBefore: later))
        #expect(message.attempts.isEmpty)
    }

    @Test(arguments: [
        (RejectionClass.temporary, true, LifecycleAction.retry(notBefore: start)),
        (.temporary, false, .retry(notBefore: start + .milliseconds(500))),
        (.route, true, .retry(notBefore: start)), (.route, false, .end), (.destination, true, .end),
    ])
    func `a refusal leads elsewhere, or ends it`(
        rejection: RejectionClass, otherLinkLeft: Bool, expected: LifecycleAction
    ) {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        let action = message.rejected(
            attempt: 1, as: rejection, detail: "", otherLinkLeft: otherLinkLeft, otherLinkIsBound: otherLinkLeft,
            retryAt: later, now: Self.start)
        #expect(action == expected)
        if expected == .end { #expect(message.state == .failed(.undeliverable, at: Self.start)) }
    }

    @Test func `refused everywhere after a carrier took it, it waits for that carrier's receipt`() {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        _ = message.acknowledged(attempt: 1, carrierIDs: ["x"], now: Self.start)
        message.state = .queued(notBefore: Self.start)
        _ = message.routed(to: "b", now: Self.start)
        let action = message.rejected(
            attempt: 2, as: .route, detail: "", otherLinkLeft: false, otherLinkIsBound: false, retryAt: later,
            now: later)
        #expect(action == .store)
        #expect(message.state == .submitted)
    }

    @Test func `unanswered, it is sent again`() {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        let action = message.unanswered(attempt: 1, detail: "", retryAt: later, now: Self.start)
        #expect(action == .retry(notBefore: later))
        #expect(message.attempts[0].outcome == .ambiguous)
    }

    @Test func `at its deadline it is expired, or unconfirmed when a carrier took it`() {
        var queued = Self.message()
        #expect(queued.deadlinePassed(now: queued.deadline) == .end)
        #expect(queued.state == .failed(.expired, at: queued.deadline))
        var taken = Self.message()
        _ = taken.routed(to: "a", now: Self.start)
        _ = taken.acknowledged(attempt: 1, carrierIDs: ["x"], now: later)
        #expect(taken.deadlinePassed(now: taken.deadline) == .end)
        #expect(taken.state == .failed(.unconfirmed, at: taken.deadline))
    }

    @Test func `in flight or unanswered at its deadline it is unconfirmed: it may arrive`() {
        var inFlight = Self.message()
        _ = inFlight.routed(to: "a", now: Self.start)
        #expect(inFlight.deadlinePassed(now: inFlight.deadline) == .end)
        #expect(inFlight.state == .failed(.unconfirmed, at: inFlight.deadline))
        var unanswered = Self.message()
        _ = unanswered.routed(to: "a", now: Self.start)
        _ = unanswered.unanswered(attempt: 1, detail: "", retryAt: later, now: later)
        _ = unanswered.deadlinePassed(now: unanswered.deadline)
        #expect(unanswered.state == .failed(.unconfirmed, at: unanswered.deadline))
        var refused = Self.message()
        _ = refused.routed(to: "a", now: Self.start)
        _ = refused.rejected(
            attempt: 1, as: .temporary, detail: "", otherLinkLeft: false, otherLinkIsBound: false, retryAt: later,
            now: later)
        _ = refused.deadlinePassed(now: refused.deadline)
        #expect(refused.state == .failed(.expired, at: refused.deadline))
    }

    @Test func `however long a carrier throttles, the timeline keeps room`() {
        var message = Self.message()
        for _ in 0..<1000 {
            _ = message.routed(to: "a", now: Self.start)
            message.timeline.stamp(.submitted, at: Self.start, attempt: 1)
            _ = message.rejected(
                attempt: 1, as: .throttled, detail: "ESME_RTHROTTLED", otherLinkLeft: false, otherLinkIsBound: false,
                retryAt: later,
                now: Self.start)
        }
        #expect(message.timeline.entries.map(\.hop) == [.rejected])
        #expect(message.attempts.isEmpty)
    }

    @Test func `receipts of a part find their attempt, and end nothing`() {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        message.partlyAcknowledged(attempt: 1, carrierIDs: ["x"], of: 2)
        _ = message.unanswered(attempt: 1, detail: "", retryAt: later, now: Self.start)
        let early = message.receipt(
            attempt: 1, segment: 0, verdict: .delivered, detail: "", otherLinkLeft: false, now: later)
        #expect(early == .store)
        #expect(message.state == .queued(notBefore: later))
        _ = message.routed(to: "a", now: later)
        _ = message.acknowledged(attempt: 2, carrierIDs: ["y", "z"], now: later)
        for segment in 0...1 {
            _ = message.receipt(
                attempt: 2, segment: segment, verdict: .delivered, detail: "", otherLinkLeft: false, now: later)
        }
        #expect(message.state == .delivered(at: later))
    }

    @Test func `a second segment's failure of an attempt given up starts nothing anew`() {
        var message = Self.message()
        _ = message.routed(to: "a", now: Self.start)
        _ = message.acknowledged(attempt: 1, carrierIDs: ["x", "y"], now: Self.start)
        _ = message.receipt(
            attempt: 1, segment: 0, verdict: .undelivered, detail: "", otherLinkLeft: true, now: later)
        _ = message.routed(to: "b", now: later)
        _ = message.acknowledged(attempt: 2, carrierIDs: ["z"], now: later)
        let action = message.receipt(
            attempt: 1, segment: 1, verdict: .undelivered, detail: "", otherLinkLeft: true, now: later)
        #expect(action == .store && message.state == .submitted)
    }

    @Test func `reported undeliverable, it goes by another link or ends`() {
        for otherLinkLeft in [true, false] {
            var message = Self.message()
            _ = message.routed(to: "a", now: Self.start)
            _ = message.acknowledged(attempt: 1, carrierIDs: ["x"], now: Self.start)
            let action = message.receipt(
                attempt: 1, segment: 0, verdict: .undelivered, detail: "", otherLinkLeft: otherLinkLeft, now: later)
            #expect(action == (otherLinkLeft ? .retry(notBefore: later) : .end))
        }
    }

    @Test func `no more attempts than the limit`() {
        var message = Self.message()
        for attempt in 1...Message.attemptsMax {
            #expect(message.routed(to: "a", now: Self.start) == attempt)
            let action = message.unanswered(attempt: attempt, detail: "", retryAt: Self.start, now: Self.start)
            #expect(action == (attempt == Message.attemptsMax ? .end : .retry(notBefore: Self.start)))
        }
        #expect(message.state == .failed(.unconfirmed, at: Self.start), "any of them may have arrived")
    }

    @Test func `canceled before it was sent it ends, after that only its body goes`() {
        var queued = Self.message()
        #expect(queued.cancel(now: Self.start) == .end)
        var taken = Self.message()
        _ = taken.routed(to: "a", now: Self.start)
        _ = taken.acknowledged(attempt: 1, carrierIDs: ["x"], now: Self.start)
        #expect(taken.cancel(now: later) == .store)
        #expect(taken.state == .submitted && taken.body == nil)
        #expect(taken.cancel(now: later) == .none)
    }
}
