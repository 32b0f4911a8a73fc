import Testing

@testable import Numbering

@Suite struct DigitPatternTests {
    private func match(_ pattern: String, _ text: String) throws -> DigitPattern.Match? {
        try #require(DigitPattern(pattern)).match(text.utf8.map { $0 - 48 }[...])
    }

    @Test(arguments: [
        ("0", "012", 1), ("00|011", "0112", 3), ("0(?:0|161)", "01613", 4), ("[2-59]", "9", 1), ("\\d{2,3}", "1234", 3),
        ("\\d{2}", "1234", 2), ("8?1", "1", 1), ("0|00", "00", 1), ("(?:00|0)1", "001", 3), ("(?:0|00)1", "001", 3),
    ])
    func `a prefix is matched, the first alternative that fits`(pattern: String, text: String, end: Int) throws {
        #expect(try match(pattern, text)?.end == end)
    }

    @Test(arguments: [("0", "1"), ("0", ""), ("[2-59]", "6"), ("\\d{2}$", "123"), ("8?1", "82"), ("\\d{3,4}", "12")])
    func `what doesn't fit is not matched`(pattern: String, text: String) throws {
        #expect(try match(pattern, text) == nil)
    }

    @Test func `groups tell what they caught and which took no part`() throws {
        let pattern = "0(?:(1[245])(\\d{2}))?"
        #expect(try match(pattern, "01599") == DigitPattern.Match(end: 5, groups: [1..<3, 3..<5]))
        #expect(try match(pattern, "0199") == DigitPattern.Match(end: 1, groups: [nil, nil]))
    }

    @Test(arguments: ["a", "(", "(0", "0)", "[0", "[9-0]", "0{2", "0{3,2}", "\\w", "(?=0)", "0*", "."])
    func `a pattern outside the subset is refused`(pattern: String) {
        #expect(DigitPattern(pattern) == nil)
    }

    @Test func `every state of an automaton is read across line breaks`() {
        // State 0 is dead, state 1 goes to 2 by digits 0 to 4; 2 has label 7.
        let automaton = DigitAutomaton("AAAA\nAA9AAAAAC\n4AAA4AA\nHAAA9\n")
        #expect(automaton.stateCount == 3)
        #expect(automaton.label(of: [4], from: 1) == 7)
        #expect(automaton.label(of: [5], from: 1) == 0)
        #expect(automaton.label(of: [4, 4], from: 1) == 0)
    }
}
