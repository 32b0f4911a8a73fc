import SMPP
import World

/// Why a request is refused, as its response says it.
struct Refusal: Error, Equatable {
    var status: CommandStatus
    init(_ status: CommandStatus) { self.status = status }
    init(_ problem: MessageProblem) { status = problem.status }
}

/// When a message may be sent and until when, within what the gateway keeps.
struct MessageLife: Equatable {
    /// The life of a message that names none.
    static let lifeDefault = Duration.seconds(86_400)
    /// A longer one is cut to this, counted from when the message may be sent.
    static let lifeMax = Duration.seconds(7 * 86_400)
    /// How far ahead a message may be scheduled.
    static let scheduleMax = Duration.seconds(7 * 86_400)

    /// `nil` is at once.
    var scheduled: Timestamp?
    var deadline: Timestamp

    /// `secondsToLive` counts where there is no validity period, which `data_sm` has not.
    init(_ times: MessageTimes, secondsToLive: UInt32? = nil, now: Timestamp) throws(Refusal) {
        scheduled = try Self.scheduled(times, now: now)
        let start = scheduled ?? now
        let asked = times.expiresAt ?? secondsToLive.map { now + .seconds(Int($0)) }
        deadline = min(asked ?? start + Self.lifeDefault, start + Self.lifeMax)
        guard deadline > start else { throw Refusal(.invalidValidityPeriod) }
    }

    static func scheduled(_ times: MessageTimes, now: Timestamp) throws(Refusal) -> Timestamp? {
        guard let moment = times.notBefore else { return nil }
        guard moment <= now + scheduleMax else { throw Refusal(.invalidScheduledTime) }
        return moment
    }
}
