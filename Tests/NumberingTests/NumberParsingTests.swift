import Testing

@testable import Numbering

@Suite struct NumberParsingTests {
    private func parse(_ text: String, _ region: String = "") -> Result<String, NumberError> {
        do throws(NumberError) {
            return .success(try NumberingPlan.current.parse(text, defaultRegion: RegionCode(region)).text)
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [
        ("SE", "070-123 45 67", "+46701234567"),
        ("SE", "0046 70 123 45 67", "+46701234567"),
        ("SE", "46701234567", "+46701234567"),
        ("US", "(415) 555-0123", "+14155550123"),
        ("US", "1-415-555-0123", "+14155550123"),
        ("US", "011 46 70 123 45 67", "+46701234567"),
        ("GB", "07400 123456", "+447400123456"),
        ("IT", "06 698 12345", "+390669812345"),
        ("RU", "8 (912) 345-67-89", "+79123456789"),
        ("RU", "810 46 70 123 45 67", "+46701234567"),
        ("HU", "06 20 123 4567", "+36201234567"),
        // The trunk prefix and the "15" of a mobile become "9".
        ("AR", "011 15-2345-6789", "+5491123456789"),
        // A carrier's two digits after the trunk prefix are dropped.
        ("BR", "0 15 11 96123-4567", "+5511961234567"),
        ("AG", "464 1234", "+12684641234"),
        ("SM", "886377", "+3780549886377"),
        ("JP", "010 1 415 555 0123", "+14155550123"),
        ("AU", "0011 46 70 123 45 67", "+46701234567"),
    ])
    func `a national number is read as dialled in its region`(region: String, text: String, number: String) {
        #expect(parse(text, region) == .success(number))
    }

    @Test(arguments: [
        ("+46 (0)70-123 45 67", "+46701234567"),
        ("＋４６７０１２３４５６７", "+46701234567"),
        ("+٤٦٧٠١٢٣٤٥٦٧", "+46701234567"),
        ("tel:+46-70-123-45-67", "+46701234567"),
        ("tel:070-1234567;phone-context=+46", "+46701234567"),
        ("tel:+46701234567;ext=12", "+46701234567"),
        ("+46701234567 ext. 12", "+46701234567"),
        ("+46701234567;isub=12345", "+46701234567"),
        ("Call +46 70 123 45 67.", "+46701234567"),
        ("+1 800 FLOWERS", "+18003569377"),
        ("+80012345678", "+80012345678"),
    ])
    func `an international number is read without a region`(text: String, number: String) {
        #expect(parse(text) == .success(number))
    }

    @Test(arguments: [
        ("", "", NumberError.notANumber),
        ("SE", "hello", .notANumber),
        ("SE", "1", .notANumber),
        ("SE", "070;phone-context=-", .notANumber),
        ("", "070-123 45 67", .regionRequired),
        ("ZZ", "070-123 45 67", .regionRequired),
        ("001", "070-123 45 67", .regionRequired),
        ("", "+999 123 456 789", .callingCodeUnknown),
        ("", "+0 123 456 789", .callingCodeUnknown),
        ("SE", "00460", .tooShort),
        ("SE", "0011", .tooShortAfterPrefix),
        ("SE", "12", .tooShort),
        ("", "+46 7012 3456 7890 1234", .tooLong),
        ("", "+1234567890123456", .tooLong),
    ])
    func `a text that is no number says why`(region: String, text: String, error: NumberError) {
        #expect(parse(text, region) == .failure(error))
    }

    @Test func `250 characters are read and 251 are not`() {
        let number = "+46701234567"
        let padding = String(repeating: " ", count: 250 - number.count)
        #expect(parse(padding + number) == .success(number))
        #expect(parse(padding + " " + number) == .failure(.tooLong))
    }

    @Test func `no error's message holds a digit`() {
        for message in NumberError.allCases.map(\.message) + NumberRefusal.allCases.map(\.message) {
            #expect(!message.isEmpty)
            #expect(message.filter(\.isNumber) == "", "\(message)")
        }
    }

    @Test func `a batch line holds the number and what is known of it`() {
        let plan = NumberingPlan.current
        #expect(
            NumberBatch.line(for: "SE\t070-123 45 67", plan: plan)
                == "+46701234567\t1\tmobile\tSE\tSPINBOX AB\tpossible")
        #expect(NumberBatch.line(for: "\t070-123 45 67", plan: plan) == "regionRequired\t\t\t\t\t")
        #expect(NumberBatch.line(for: "", plan: plan) == "notANumber\t\t\t\t\t")
    }
}
