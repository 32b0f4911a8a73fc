import SMPP
import Testing
import World

@Suite struct SMPPTimeTests {
    @Test(arguments: [
        (Duration.seconds(120), "000000000200000R"), (.seconds(86_399), "000000235959000R"),
        (.seconds(86_400), "000001000000000R"), (.milliseconds(1500), "000000000001500R"),
        (.seconds(30 * 86_400), "000100000000000R"), (.seconds(364 * 86_400), "001134000000000R"),
        (.seconds(365 * 86_400), "010000000000000R"),
    ])
    func `a wait is written and read back`(wait: Duration, text: String) {
        #expect(SMPPTime.relative(wait).text == text)
        #expect(SMPPTime(text) == .relative(wait))
    }

    @Test(arguments: [
        ("261123201500000+", "2026-11-23T20:15:00.000Z"), ("261123201500704+", "2026-11-23T19:15:00.700Z"),
        ("261123201500002-", "2026-11-23T20:45:00.000Z"), ("261231234500048-", "2027-01-01T11:45:00.000Z"),
    ])
    func `a moment is read with its distance from UTC`(text: String, moment: String) throws {
        guard case .absolute(let read) = try #require(SMPPTime(text)) else { return }
        #expect(read.rfc3339 == moment)
        #expect(SMPPTime(SMPPTime.absolute(read).text) == .absolute(read))
    }

    @Test(arguments: [
        "", "0", "26112320150000+", "2611232015000000+", "261323201500000+", "261100201500000+", "261123241500000+",
        "261123206000000+", "261123201560000+", "261123201500049+", "261123201500000Z", "26112320150000é",
        "2611232015 0000+", "260631120000000+", "270229120000000+", "260100120000000+",
    ])
    func `anything else is not a time`(text: String) {
        #expect(SMPPTime(text) == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(119_999), "000000000159000R"), (.milliseconds(900), "000000000001000R"),
        (.seconds(-5), "000000000001000R"), (.seconds(300), "000000000500000R"),
    ])
    func `validity is cut to whole seconds and is never none`(remaining: Duration, text: String) {
        #expect(SMPPTime.validityPeriod(remaining) == text)
    }

    @Test(arguments: [
        (0, "261123201500000+"), (4, "261123211500004+"), (-2, "261123194500002-"), (48, "261124081500048+"),
    ])
    func `a moment is written as the clocks somewhere show it`(quarters: Int, text: String) {
        let moment = CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 15, second: 0).timestamp
        #expect(SMPPTime.text(moment, quartersAhead: quarters) == text)
        #expect(SMPPTime(text) == .absolute(moment))
        #expect(SMPPTime.text(moment, quartersAhead: 49) == SMPPTime.text(moment, quartersAhead: 48))
    }

    @Test func `29 February is a day in a leap year`() {
        #expect(SMPPTime("280229120000000+") != nil)
    }
}
