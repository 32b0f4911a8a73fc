import Testing

@testable import Numbering

@Suite struct NumberDescriptionTests {
    private func describe(_ text: String) throws -> NumberDescription {
        NumberingPlan.current.describe(try #require(E164(text)))
    }

    @Test(arguments: [
        ("+46701234567", 46, "SE", NumberKind.mobile),
        ("+468123456", 46, "SE", .fixedLine),
        ("+14155552671", 1, "US", .fixedLineOrMobile),
        ("+16135550123", 1, "CA", .fixedLineOrMobile),
        ("+12684641234", 1, "AG", .mobile),
        ("+18002345678", 1, "US", .tollFree),
        ("+19002345678", 1, "US", .premiumRate),
        ("+4620123456", 46, "SE", .tollFree),
        ("+46771234567", 46, "SE", .sharedCost),
        ("+46751234567", 46, "SE", .personalNumber),
        ("+46740123456", 46, "SE", .pager),
        ("+46102345678", 46, "SE", .uan),
        ("+46254123456789", 46, "SE", .voicemail),
        ("+79123456789", 7, "RU", .mobile),
        ("+77012345678", 7, "KZ", .mobile),
        ("+390669812345", 39, "VA", .fixedLine),
        ("+80012345678", 800, "001", .tollFree),
        ("+870773111632", 870, "001", .mobile),
    ])
    func `a valid number has a region and a kind`(
        text: String, callingCode: Int, region: String, kind: NumberKind
    ) throws {
        let known = try describe(text)
        #expect(known.countryCallingCode == callingCode)
        #expect(known.region == RegionCode(region))
        #expect(known.kind == kind)
        #expect(known.isValid)
        #expect(known.isPossibleLength)
        #expect(known.isGeographicCountry == (region != "001"))
    }

    @Test(arguments: [
        ("+46701234567", LengthVerdict.possible), ("+46254123456789", .possible), ("+467012345678901", .tooLong),
        ("+4670123", .tooShort), ("+467012345678901", .tooLong), ("+4670123456789", .impossible),
        ("+11111111111", .possible), ("+15550123", .localOnly), ("+1555012345", .tooShort),
        ("+155501234567", .tooLong), ("+1555012", .tooShort),
    ])
    func `the length is judged apart from the range`(text: String, verdict: LengthVerdict) throws {
        #expect(try describe(text).lengthVerdict == verdict)
    }

    @Test func `a number of nobody's calling code is described, not trapped on`() throws {
        let known = try describe("+999123456789")
        #expect(known.countryCallingCode == 999)
        #expect(known.region == nil)
        #expect(!known.isValid)
        #expect(!known.isGeographicCountry)
        #expect(known.lengthVerdict == .impossible)
    }

    @Test(arguments: [
        // 1246 25 is Cable & Wireless, 1246 256 within it Digicel; 1809 93 is Claro, 1809 930 within it Viva.
        ("+12462500000", "Cable & Wireless"), ("+12462565555", "Digicel"), ("+18093333333", "Claro"),
        ("+18093055555", "Viva"),
    ])
    func `the range holder is that of the longest prefix`(text: String, holder: String) throws {
        #expect(try describe(text).rangeHolder == holder)
    }

    @Test func `a range holder's networks are named where known`() throws {
        let telia = try describe("+46705123456")
        #expect(telia.rangeHolder == "TeliaSonera")
        #expect(telia.networks.contains(Operator(mcc: 240, mnc: "01", name: "Telia")))
        #expect(telia.isPortable)
        let barbados = try describe("+12462565555")
        #expect(barbados.networks.allSatisfy { $0.mcc == 342 })
    }

    @Test func `a fixed line has no range holder`() throws {
        #expect(try describe("+468123456").rangeHolder == nil)
    }

    @Test func `the default policy lets mobiles and what may be mobiles through`() throws {
        for text in ["+46701234567", "+14155552671", "+79123456789"] {
            #expect(try NumberPolicy.default.refusalReason(for: describe(text)) == nil)
        }
    }

    @Test(arguments: [
        ("+46701234", NumberRefusal.invalid),
        ("+999123456789", .invalid),
        ("+468123456", .fixedLine),
        ("+18002345678", .tollFree),
        ("+19002345678", .premiumRate),
        ("+46771234567", .sharedCost),
        ("+46740123456", .pager),
        ("+46102345678", .uan),
        ("+46254123456789", .voicemail),
    ])
    func `the default policy refuses what takes no short messages or bills for them`(
        text: String, refusal: NumberRefusal
    ) throws {
        #expect(try NumberPolicy.default.refusalReason(for: describe(text)) == refusal)
    }

    @Test(arguments: [800, 808, 870, 878, 881, 882, 883, 888, 979])
    func `the default policy refuses every global service`(callingCode: Int) throws {
        let known = try describe("+\(callingCode)123456789")
        #expect(known.region == .nonGeographic)
        #expect(NumberPolicy.default.refusalReason(for: known) == .nonGeographic)
    }

    @Test func `a policy can let fixed lines through and refuse internet telephony`() throws {
        var policy = NumberPolicy.default
        policy.refusedKinds.remove(.fixedLine)
        policy.refusedKinds.insert(.voip)
        #expect(try policy.refusalReason(for: describe("+468123456")) == nil)
        let voip = try describe("+445612345678")
        #expect(policy.refusalReason(for: voip) == .voip)
        #expect(NumberPolicy.default.refusalReason(for: voip) == nil)
    }
}
