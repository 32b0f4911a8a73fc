import Testing
import World

@testable import Verification

struct VerificationMachineTests {
    static let start = Timestamp(seconds: 1_800_000_000)

    static func pending(_ change: (inout VerificationPolicy) -> Void = { _ in }) -> Verification {
        var policy = VerificationPolicy()
        change(&policy)
        var random = SplitMix64(seed: 1)
        let sealed = SealedBytes(keyID: 1, day: 0, bytes: [1])
        var verification = Verification(
            id: VerificationID(at: start, using: &random), account: AccountID(at: start, using: &random),
            service: ServiceID(at: start, using: &random),
            recipient: Recipient(
                digest: RecipientDigest(bytes: [UInt8](repeating: 7, count: 16)), masked: "+46•••••4567",
                sealed: sealed),
            channel: "sms", locale: "en", codeLength: 6, codeOrigin: .made, createdAt: start,
            expiresAt: start + .seconds(120), policy: policy)
        verification.started(code(1), message: MessageID(at: start, using: &random), now: start)
        return verification
    }

    static func code(_ generation: Int) -> Verification.LiveCode {
        Verification.LiveCode(
            generation: generation, digest: CodeDigest(keyID: 1, bytes: [UInt8(generation)]),
            sealed: SealedBytes(keyID: 1, day: 0, bytes: [2]), tags: [])
    }

    static func message(_ number: UInt64) -> MessageID { MessageID(high: 1, low: number) }

    @Test func `a correct check approves, once`() {
        var verification = Self.pending()
        #expect(verification.check(matches: true, now: Self.start + .seconds(1)) == .accept)
        #expect(verification.check(matches: true, now: Self.start + .seconds(2)) == .alreadyApproved)
        #expect(verification.state == .approved(at: Self.start + .seconds(1)))
    }

    @Test func `a fifth wrong check fails the verification, and a correct sixth is refused`() {
        var verification = Self.pending()
        for left in [4, 3, 2, 1] {
            #expect(verification.check(matches: false, now: Self.start) == .reject(checksLeft: left))
        }
        #expect(verification.check(matches: false, now: Self.start) == .fail(.tooManyChecks))
        #expect(verification.check(matches: true, now: Self.start) == .refuse(.tooManyChecks))
        #expect(verification.checksLeft == 0)
    }

    @Test func `a code is good until its expiry and not at it`() {
        var early = Self.pending()
        var late = early
        #expect(early.check(matches: true, now: early.expiresAt - .microseconds(1)) == .accept)
        #expect(late.check(matches: true, now: late.expiresAt) == .fail(.expired))
        #expect(late.check(matches: true, now: late.expiresAt + .seconds(1)) == .refuse(.expired))
    }

    @Test func `the end wipes codes and number`() {
        for end in 0..<3 {
            var verification = Self.pending()
            switch end {
            case 0: _ = verification.check(matches: true, now: Self.start)
            case 1: #expect(verification.cancel(now: Self.start) == .canceled)
            default: #expect(verification.expire(now: Self.start + .seconds(120)) == true)
            }
            #expect(verification.codes.isEmpty)
            #expect(verification.recipient.sealed.bytes.isEmpty)
        }
    }

    @Test func `a resend waits its turn, and the checks count on`() {
        var verification = Self.pending { $0.resendSchedule = ResendSchedule(delaysSeconds: [15, 30]) }
        _ = verification.check(matches: false, now: Self.start)
        #expect(verification.resend(now: Self.start + .seconds(14)) == .wait(until: Self.start + .seconds(15)))
        #expect(verification.resend(now: Self.start + .seconds(15)) == .sendSame(generation: 1))
        verification.resent(nil, retiring: [], message: Self.message(2), now: Self.start + .seconds(15))
        #expect(verification.checksLeft == 4)
        #expect(verification.resendAt == Self.start + .seconds(45))
    }

    @Test func `sends run out`() {
        var verification = Self.pending {
            $0.sendsMax = 2
            $0.resendSchedule = ResendSchedule(delaysSeconds: [])
        }
        verification.resent(nil, retiring: [], message: Self.message(2), now: Self.start)
        #expect(verification.resend(now: Self.start) == .noSendsLeft)
        #expect(verification.resendAt == nil)
    }

    @Test func `rotating retires the earlier code`() {
        let verification = Self.pending {
            $0.resendMode = .rotate
            $0.resendSchedule = ResendSchedule(delaysSeconds: [0])
        }
        #expect(verification.resend(now: Self.start) == .sendNew(generation: 2, retiring: [Self.code(1)]))
    }

    @Test func `at most three codes live, the oldest dies`() {
        var verification = Self.pending {
            $0.resendMode = .keepEarlier
            $0.resendSchedule = ResendSchedule(delaysSeconds: [0])
        }
        for generation in 2...4 {
            let retiring = generation == 4 ? [Self.code(1)] : []
            #expect(verification.resend(now: Self.start) == .sendNew(generation: generation, retiring: retiring))
            verification.resent(
                Self.code(generation), retiring: retiring, message: Self.message(UInt64(generation)), now: Self.start)
        }
        #expect(verification.codes.map(\.generation) == [2, 3, 4])
    }

    @Test func `a brought code is sent again, never made anew`() {
        var verification = Self.pending {
            $0.resendMode = .rotate
            $0.resendSchedule = ResendSchedule(delaysSeconds: [0])
        }
        verification.codeOrigin = .brought
        #expect(verification.resend(now: Self.start) == .sendSame(generation: 1))
    }
}
