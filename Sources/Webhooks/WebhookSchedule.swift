package import World

/// When a webhook that did not take an event is asked again.
///
/// The pauses grow from seconds to hours, so that a restart of the receiver costs seconds and a day's outage no event;
/// each is stretched by up to a fifth, so that receivers that come back aren't met by everyone at once.
package enum WebhookSchedule {
    /// Between the tries. Source: Standard Webhooks 1.0, "Deliverability and reliability".
    package static let pauses: [Duration] = [
        .seconds(5), .seconds(30), .seconds(120), .seconds(600), .seconds(1800), .seconds(3600), .seconds(7200),
        .seconds(14_400), .seconds(28_800),
    ]
    /// How often one event is posted at most.
    package static var triesMax: Int { pauses.count + 1 }
    /// A receiver's own `Retry-After` is heeded up to this.
    package static let retryAfterMax = Duration.seconds(3600)

    /// What a post came to.
    package enum Outcome: Hashable, Sendable {
        /// A status of 200 to 299.
        case taken
        /// Any other status, with the pause it asks for.
        case refused(status: Int, retryAfter: Duration?)
        /// No answer: no connection, no such host, or too slow.
        case unreachable
        /// Its host is in a private network, which is not allowed.
        case forbidden
    }

    package enum Action: Hashable, Sendable {
        case end
        case giveUp
        case retry(at: Timestamp)
    }

    /// What to do after the try number `tries` (from 1) of an event that is worth telling until `expiresAt`.
    package static func action(
        after outcome: Outcome, tries: Int, expiresAt: Timestamp, now: Timestamp,
        using random: inout some RandomNumberGenerator
    ) -> Action {
        var asked = Duration.zero
        switch outcome {
        case .taken: return .end
        // 410: the receiver wants no more of it.
        case .refused(status: 410, _), .forbidden: return .giveUp
        case .refused(_, let retryAfter): asked = min(retryAfter ?? .zero, retryAfterMax)
        case .unreachable: break
        }
        guard tries < triesMax else { return .giveUp }
        let pause = pauses[max(0, tries - 1)]
        let stretched = pause + .microseconds(Int64.random(in: 0...pause.inMicroseconds / 5, using: &random))
        let next = now + max(stretched, asked)
        return next < expiresAt ? .retry(at: next) : .giveUp
    }
}
