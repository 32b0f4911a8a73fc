import Testing

@testable import Numbering

@Suite struct E164Tests {
    @Test(arguments: ["+46701234567", "+6834002", "+123456789012345"])
    func `a strict number is read and written back`(text: String) throws {
        let number = try #require(E164(text))
        #expect(number.text == text)
        #expect(number.digits == text.dropFirst())
    }

    @Test(arguments: [
        "", "+", "46701234567", "+46 70 123 45 67", "+0701234567", "+4670123x567", "+123456", "+1234567890123456",
        "++46701234567", "+４６７０１２３４５６７", "0046701234567", " +46701234567", "+46701234567\n",
    ])
    func `anything but plus and 7 to 15 digits is refused`(text: String) {
        #expect(E164(text) == nil)
    }

    @Test(arguments: [
        ("+46701234567", "+46•••••4567"),
        ("+14155550123", "+1••••••0123"),
        ("+79161234567", "+7••••••4567"),
        ("+358401234567", "+358•••••4567"),
        ("+123456789012345", "+1••••••••••2345"),
        // Short numbers show fewer than four digits, never all of them.
        ("+6834002", "+683••02"),
        ("+4612345", "+46•••45"),
        ("+376312345", "+376•••345"),
    ])
    func `a masked number shows its calling code and at most half of the rest, four digits at most`(
        text: String, masked: String
    ) throws {
        #expect(try #require(E164(text)).masked == masked)
    }

    @Test func `no way of printing a number shows it whole`() throws {
        let number = try #require(E164("+46701234567"))
        var dumped = ""
        dump(number, to: &dumped)
        for printed in ["\(number)", String(reflecting: number), String(reflecting: [number: number]), dumped] {
            #expect(!printed.contains("123"), "\(printed)")
        }
    }

    @Test func `numbers sort as their texts do`() {
        let texts = ["+1234567", "+12345670", "+1234568", "+46701234567", "+467012345670", "+4680000", "+9"]
        let numbers = texts.compactMap { E164($0) }
        #expect(numbers.count == texts.count - 1)
        #expect(numbers.reversed().sorted() == numbers)
    }

    @Test func `trailing zeros count`() throws {
        #expect(E164("+46700000") != E164("+467000000"))
        #expect(try #require(E164("+46700000")) < #require(E164("+467000000")))
    }

    @Test func `the calling code of a number is as long as the tables say`() throws {
        for region in NumberingPlan.current.tables.regions {
            let code = String(region.callingCode)
            let number = try #require(E164("+" + code + "9999999"))
            #expect(number.callingCodeLength == code.utf8.count, "+\(code)")
        }
    }

    @Test(arguments: [("se", "SE"), ("SE", "SE"), ("001", "001")])
    func `a region is two letters or the world`(text: String, written: String) {
        #expect(RegionCode(text)?.text == written)
    }

    @Test(arguments: ["", "S", "SWE", "S1", "01", "002", "ÅÄ", "0x"])
    func `anything else is no region`(text: String) {
        #expect(RegionCode(text) == nil)
    }
}
