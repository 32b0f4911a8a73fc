/// How a service wants its verifications: a value that each verification keeps a copy of what it needs from.
package struct VerificationPolicy: Hashable, Sendable {
    /// What a resend does with the code.
    package enum ResendMode: String, Sendable, CaseIterable {
        /// The same code again.
        case same
        /// A new code; the earlier one dies.
        case rotate
        /// A new code; earlier ones stay valid, at most `Verification.liveCodesMax` in all.
        case keepEarlier = "keep_earlier"
    }

    /// What a start does when the recipient has a pending verification of the service already.
    package enum Restart: String, Sendable, CaseIterable {
        /// Another verification beside it.
        case new
        /// A resend of the pending one.
        case resendExisting = "resend_existing"
        /// The pending one is canceled.
        case supersede
    }

    package static let nativeLife = 30...300
    package static let lifeSecondsMax = 600
    package static let checksMaxLimit = 10
    package static let sendsMaxLimit = 10

    package var codeLength = 6
    /// How far the length may grow when the codes of a length run short.
    package var codeLengthMax = 10
    package var lifeSeconds = 120
    /// The longest life a request may ask for: 300, or up to 600 for compatibility.
    package var lifeSecondsMax = 300
    package var checksMax = 5
    package var sendsMax = 5
    package var resendMode = ResendMode.same
    package var restart = Restart.new
    package var resendSchedule = ResendSchedule()

    package init() {}

    /// What is wrong with the policy, by field; empty when it is sound.
    package var findings: [(field: String, problem: String)] {
        var findings: [(field: String, problem: String)] = []
        if !Code.lengths.contains(codeLength) { findings.append(("code_length", "must be 4 to 10")) }
        if !Code.lengths.contains(codeLengthMax) || codeLengthMax < codeLength {
            findings.append(("code_length_max", "must be code_length to 10"))
        }
        if !(30...Self.lifeSecondsMax).contains(lifeSecondsMax) {
            findings.append(("ttl_seconds_max", "must be 30 to \(Self.lifeSecondsMax)"))
        }
        if !(30...max(30, lifeSecondsMax)).contains(lifeSeconds) {
            findings.append(("ttl_seconds", "must be 30 to ttl_seconds_max"))
        }
        if !(1...Self.checksMaxLimit).contains(checksMax) {
            findings.append(("checks_max", "must be 1 to \(Self.checksMaxLimit)"))
        }
        if !(1...Self.sendsMaxLimit).contains(sendsMax) {
            findings.append(("sends_max", "must be 1 to \(Self.sendsMaxLimit)"))
        }
        return findings
    }
}

/// How long a person must wait before the code may be sent again, growing with every send.
package struct ResendSchedule: Hashable, Sendable {
    /// Seconds to wait after the first, second, … send; the last one repeats. 0–600 each, at most 10.
    package var delaysSeconds: [Int]

    package init(delaysSeconds: [Int] = [15, 30, 45, 60]) { self.delaysSeconds = delaysSeconds }

    /// The wait after `sends` sends.
    package func delay(afterSends sends: Int) -> Duration {
        guard let last = delaysSeconds.last else { return .zero }
        let index = max(0, sends - 1)
        return .seconds(index < delaysSeconds.count ? delaysSeconds[index] : last)
    }
}
