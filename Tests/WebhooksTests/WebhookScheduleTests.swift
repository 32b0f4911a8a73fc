import Testing
import World

@testable import Webhooks

@Suite struct WebhookScheduleTests {
    private let now = Timestamp(seconds: 1_790_000_000)
    private var later: Timestamp { now + .seconds(7 * 86_400) }

    private func action(
        _ outcome: WebhookSchedule.Outcome, tries: Int = 1, expiresAt: Timestamp? = nil, seed: UInt64 = 1
    ) -> WebhookSchedule.Action {
        var random = SplitMix64(seed: seed)
        return WebhookSchedule.action(
            after: outcome, tries: tries, expiresAt: expiresAt ?? later, now: now, using: &random)
    }

    @Test func `a taken event ends`() { #expect(action(.taken) == .end) }

    @Test(arguments: 1..<WebhookSchedule.triesMax)
    func `the pauses grow, each stretched by up to a fifth`(_ tries: Int) throws {
        for seed in 1...50 as ClosedRange<UInt64> {
            guard case .retry(let moment) = action(.unreachable, tries: tries, seed: seed) else {
                Issue.record("try \(tries) was the last")
                return
            }
            let pause = WebhookSchedule.pauses[tries - 1]
            #expect(moment >= now + pause)
            #expect(moment <= now + pause + pause / 5)
        }
    }

    @Test func `pauses only grow`() { #expect(WebhookSchedule.pauses == WebhookSchedule.pauses.sorted()) }

    @Test func `after as many tries as there are it is given up`() {
        #expect(action(.unreachable, tries: WebhookSchedule.triesMax) == .giveUp)
        #expect(action(.refused(status: 500, retryAfter: nil), tries: WebhookSchedule.triesMax) == .giveUp)
    }

    @Test func `a receiver that is gone, and one that must not be asked, are not asked again`() {
        #expect(action(.refused(status: 410, retryAfter: nil)) == .giveUp)
        #expect(action(.forbidden) == .giveUp)
    }

    @Test func `a receiver's own pause is heeded, up to a limit`() {
        #expect(action(.refused(status: 429, retryAfter: .seconds(300))) == .retry(at: now + .seconds(300)))
        #expect(
            action(.refused(status: 503, retryAfter: .seconds(86_400)))
                == .retry(at: now + WebhookSchedule.retryAfterMax))
        guard case .retry(let moment) = action(.refused(status: 503, retryAfter: .seconds(1))) else {
            Issue.record("given up")
            return
        }
        #expect(moment >= now + WebhookSchedule.pauses[0])
    }

    @Test func `an event that would be told too late is given up`() {
        #expect(action(.unreachable, expiresAt: now + .seconds(5)) == .giveUp)
        #expect(action(.refused(status: 429, retryAfter: .seconds(60)), expiresAt: now + .seconds(60)) == .giveUp)
        #expect(
            action(.refused(status: 429, retryAfter: .seconds(60)), expiresAt: now + .seconds(61))
                == .retry(at: now + .seconds(60)))
    }
}
