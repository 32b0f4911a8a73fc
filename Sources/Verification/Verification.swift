package import World

/// One proof that a person holds a phone: its live codes, its counters and how it ended.
///
/// A value. Every event method takes the time and returns what to do; the caller stores the value with
/// compare-and-swap on `version` before it answers, so that no crash gives an attempt back.
package struct Verification: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case pending
        case approved(at: Timestamp)
        case failed(Failure, at: Timestamp)
    }

    package enum Failure: UInt8, Hashable, Sendable {
        case expired = 1, tooManyChecks = 2, canceled = 3, superseded = 4
    }

    /// Where the code came from; only made ones are kept distinct.
    package enum CodeOrigin: UInt8, Sendable { case made = 1, brought = 2, test = 3 }

    /// A code that a check would accept.
    package struct LiveCode: Hashable, Sendable {
        package var generation: Int
        package var digest: CodeDigest
        /// The copy for sending it again.
        package var sealed: SealedBytes
        /// What keeps it distinct; empty for brought and test codes.
        package var tags: [CodeTag]

        package init(generation: Int, digest: CodeDigest, sealed: SealedBytes, tags: [CodeTag]) {
            (self.generation, self.digest, self.sealed, self.tags) = (generation, digest, sealed, tags)
        }
    }

    /// A check that was answered, for the timeline.
    package struct CheckRecord: Hashable, Sendable {
        package var at: Timestamp
        package var valid: Bool
        package init(at: Timestamp, valid: Bool) { (self.at, self.valid) = (at, valid) }
    }

    /// How many codes of one verification may be live at once; the oldest dies first.
    package static let liveCodesMax = 3

    package var id: VerificationID
    package var account: AccountID
    package var service: ServiceID
    package var recipient: Recipient
    package var channel: String
    package var locale: String
    package var codeLength: Int
    package var codeOrigin: CodeOrigin
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    package var checksMax: Int
    package var sendsMax: Int
    package var resendMode: VerificationPolicy.ResendMode
    package var resendSchedule: ResendSchedule

    package var state = State.pending
    package var checksUsed = 0
    package var sendsUsed = 0
    package var lastSentAt: Timestamp
    package var codes: [LiveCode] = []
    package var checks: [CheckRecord] = []
    package var messages: [MessageID] = []
    /// Counts the stored changes; stores replace only the version they were shown.
    package var version = 1

    package init(
        id: VerificationID, account: AccountID, service: ServiceID, recipient: Recipient, channel: String,
        locale: String, codeLength: Int, codeOrigin: CodeOrigin, createdAt: Timestamp, expiresAt: Timestamp,
        policy: VerificationPolicy
    ) {
        (self.id, self.account, self.service, self.recipient) = (id, account, service, recipient)
        (self.channel, self.locale, self.codeLength, self.codeOrigin) = (channel, locale, codeLength, codeOrigin)
        (self.createdAt, self.expiresAt, lastSentAt) = (createdAt, expiresAt, createdAt)
        (checksMax, sendsMax) = (policy.checksMax, policy.sendsMax)
        (resendMode, resendSchedule) = (policy.resendMode, policy.resendSchedule)
    }

    package var checksLeft: Int { max(0, checksMax - checksUsed) }
    package var sendsLeft: Int { max(0, sendsMax - sendsUsed) }
    /// The generation the next new code will have.
    package var nextGeneration: Int { (codes.last?.generation ?? sendsUsed) + 1 }
    /// From when a resend is allowed; `nil` when none is left.
    package var resendAt: Timestamp? {
        guard state == .pending, sendsLeft > 0 else { return nil }
        let earliest = lastSentAt + resendSchedule.delay(afterSends: sendsUsed)
        return earliest < expiresAt ? earliest : nil
    }

    /// Whether `now` is within its life and nothing ended it.
    package func isLive(at now: Timestamp) -> Bool { state == .pending && now < expiresAt }
}

/// The phone a code goes to, as it is kept: a digest to find it, a masked form to show, a sealed copy to send to.
package struct Recipient: Hashable, Sendable {
    package var digest: RecipientDigest
    package var masked: String
    package var sealed: SealedBytes

    package init(digest: RecipientDigest, masked: String, sealed: SealedBytes) {
        (self.digest, self.masked, self.sealed) = (digest, masked, sealed)
    }
}
