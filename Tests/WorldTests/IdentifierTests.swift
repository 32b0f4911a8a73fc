import Testing

@testable import World

struct IdentifierTests {
    @Test func `an identifier survives being written and read`() {
        var random = SplitMix64(seed: 7)
        for step in 0..<1000 {
            let made = VerificationID(at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(step)), using: &random)
            #expect(VerificationID(made.description) == made)
            #expect(VerificationID(made.description.uppercased()) == nil, "the prefix is lower case")
            #expect(VerificationID(bytes: made.bytes) == made)
        }
    }

    @Test func `a later identifier sorts after an earlier one, written too`() {
        var random = SplitMix64(seed: 8)
        let early = MessageID(at: Timestamp(milliseconds: 1000), using: &random)
        let late = MessageID(at: Timestamp(milliseconds: 1001), using: &random)
        #expect(early < late)
        #expect(early.description < late.description)
    }

    @Test(arguments: [
        "", "ver_", "msg_00000000000000000000000000", "ver_0000000000000000000000000u",
        "ver_80000000000000000000000000",
    ])
    func `anything else is refused`(text: String) {
        #expect(VerificationID(text) == nil)
    }
}

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
        (1_795_465_861_042, "2026-11-23T20:31:01.042Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func `a moment is written in RFC 3339`(milliseconds: Int64, text: String) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.rfc3339 == text)
        #expect(CivilTime(moment).timestamp == moment)
    }

    @Test func `waiting times round up to whole seconds`() {
        #expect(Duration.milliseconds(1).secondsRoundedUp == 1)
        #expect(Duration.seconds(2).secondsRoundedUp == 2)
        #expect(Duration.zero.secondsRoundedUp == 0)
    }
}
