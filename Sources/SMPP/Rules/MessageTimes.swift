package import World

/// When a message is to go and when it is worth nothing any more. Source: SMPP 3.4 §5.2.15–16, §7.1.1.
package struct MessageTimes: Equatable, Sendable {
    /// `nil` for at once; a moment that is past is at once too.
    package var notBefore: Timestamp?
    /// `nil` leaves it to the SMSC.
    package var expiresAt: Timestamp?

    package init(notBefore: Timestamp? = nil, expiresAt: Timestamp? = nil) {
        (self.notBefore, self.expiresAt) = (notBefore, expiresAt)
    }

    /// Reads both fields of a request; relative times count from `now`, the acceptance, in both.
    package init(
        scheduleDeliveryTime: String, validityPeriod: String, now: Timestamp
    ) throws(MessageProblem) {
        func moment(_ text: String, _ field: Field) throws(MessageProblem) -> Timestamp? {
            guard !text.isEmpty else { return nil }
            guard let time = SMPPTime(text) else { throw MessageProblem(field) }
            return time.moment(from: now)
        }
        let schedule = try moment(scheduleDeliveryTime, .scheduleDeliveryTime)
        notBefore = schedule.flatMap { $0 > now ? $0 : nil }
        expiresAt = try moment(validityPeriod, .validityPeriod)
        if let expiresAt, expiresAt <= notBefore ?? now { throw MessageProblem(.validityPeriod) }
    }
}

extension ShortMessage {
    package func times(now: Timestamp) throws(MessageProblem) -> MessageTimes {
        try MessageTimes(scheduleDeliveryTime: scheduleDeliveryTime, validityPeriod: validityPeriod, now: now)
    }
}

extension ReplaceSM {
    /// Empty times leave those of the message as they are. Source: SMPP 3.4 §4.10.1.
    package func times(now: Timestamp) throws(MessageProblem) -> MessageTimes {
        try MessageTimes(scheduleDeliveryTime: scheduleDeliveryTime, validityPeriod: validityPeriod, now: now)
    }
}

extension BroadcastSM {
    package func times(now: Timestamp) throws(MessageProblem) -> MessageTimes {
        try MessageTimes(scheduleDeliveryTime: scheduleDeliveryTime, validityPeriod: validityPeriod, now: now)
    }
}
