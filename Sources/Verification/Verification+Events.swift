package import World

/// What a check came to. All but `refuse` and `alreadyApproved` changed the value, which must be stored first.
package enum CheckAction: Hashable, Sendable {
    case accept
    case reject(checksLeft: Int)
    /// The last wrong check, or the first one past the expiry: the verification is over.
    case fail(Verification.Failure)
    case refuse(Verification.Failure)
    case alreadyApproved
}

/// What a resend came to.
package enum ResendAction: Hashable, Sendable {
    case sendSame(generation: Int)
    case sendNew(generation: Int, retiring: [Verification.LiveCode])
    case wait(until: Timestamp)
    case noSendsLeft
    case refuse(Verification.Failure)
    case alreadyApproved
}

/// What a cancellation came to.
package enum CancelAction: Hashable, Sendable {
    case canceled
    case alreadyEnded
}

extension Verification {
    /// Someone typed a code; `matches` says whether it is a live one.
    package mutating func check(matches: Bool, now: Timestamp) -> CheckAction {
        switch state {
        case .approved: return .alreadyApproved
        case .failed(let failure, _): return .refuse(failure)
        case .pending where now >= expiresAt:
            end(.failed(.expired, at: expiresAt))
            return .fail(.expired)
        case .pending where matches:
            checksUsed += 1
            checks.append(CheckRecord(at: now, valid: true))
            end(.approved(at: now))
            return .accept
        case .pending:
            checksUsed += 1
            checks.append(CheckRecord(at: now, valid: false))
            guard checksUsed < checksMax else {
                end(.failed(.tooManyChecks, at: now))
                return .fail(.tooManyChecks)
            }
            return .reject(checksLeft: checksLeft)
        }
    }

    /// The code went into a message for the first time; into none when it is a test's.
    package mutating func started(_ code: LiveCode, message: MessageID?, now: Timestamp) {
        codes = [code]
        sent(message, now: now)
    }

    /// Someone asks for the code again. Changes nothing until `resent`.
    package func resend(now: Timestamp) -> ResendAction {
        switch state {
        case .approved: return .alreadyApproved
        case .failed(let failure, _): return .refuse(failure)
        case .pending where now >= expiresAt: return .refuse(.expired)
        case .pending:
            guard sendsLeft > 0 else { return .noSendsLeft }
            let earliest = lastSentAt + resendSchedule.delay(afterSends: sendsUsed)
            guard now >= earliest else { return .wait(until: earliest) }
            guard let latest = codes.last else { preconditionFailure("a pending verification has a live code") }
            // A code that somebody else made or that a test fixed can't be made anew.
            switch codeOrigin == .made ? resendMode : .same {
            case .same: return .sendSame(generation: latest.generation)
            case .rotate: return .sendNew(generation: nextGeneration, retiring: codes)
            case .keepEarlier:
                let excess = max(0, codes.count + 1 - Self.liveCodesMax)
                return .sendNew(generation: nextGeneration, retiring: Array(codes.prefix(excess)))
            }
        }
    }

    /// The resend that was decided went into `message`, or into none when the code is a test's; `code` is the new one,
    /// if there is one.
    package mutating func resent(_ code: LiveCode?, retiring: [LiveCode], message: MessageID?, now: Timestamp) {
        if let code {
            codes.removeAll { retiring.contains($0) }
            codes.append(code)
        }
        sent(message, now: now)
    }

    package mutating func cancel(_ failure: Failure = .canceled, now: Timestamp) -> CancelAction {
        guard isLive(at: now) else { return .alreadyEnded }
        end(.failed(failure, at: now))
        return .canceled
    }

    /// Time passed; `true` when that ended the verification.
    package mutating func expire(now: Timestamp) -> Bool {
        guard state == .pending, now >= expiresAt else { return false }
        end(.failed(.expired, at: expiresAt))
        return true
    }

    private mutating func sent(_ message: MessageID?, now: Timestamp) {
        sendsUsed += 1
        lastSentAt = now
        if let message { messages.append(message) }
    }

    /// Final: nothing that could be checked or sent again is kept.
    private mutating func end(_ final: State) {
        state = final
        codes = []
        recipient.sealed.bytes = []
    }
}
