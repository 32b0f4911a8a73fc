/// A text cut into scalars, and the numbers in it that may be codes.
struct CodeScan {
    struct Candidate {
        /// In scalars.
        var range: Range<Int>
        var digits: String
        var looksLikeYear: Bool
        /// At the text's beginning or after a colon.
        var isPutForward: Bool
    }

    let scalars: [Unicode.Scalar]
    /// Lower-cased scalar by scalar, so that places are the same.
    let lower: [Unicode.Scalar]

    init(_ text: some Sequence<Unicode.Scalar>) {
        scalars = Array(text)
        lower = scalars.map { scalar in
            if scalar.isASCII {
                return scalar.value >= 0x41 && scalar.value <= 0x5A
                    ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
            }
            return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        }
    }

    /// Numbers of 4–10 digits, in order, without those whose surroundings say that they are something else.
    func candidates() -> [Candidate] {
        var candidates: [Candidate] = []
        let groups = digitGroups()
        var first = 0
        while first < groups.count {
            var last = first
            while last + 1 < groups.count, let _ = joint(groups[last], groups[last + 1]) { last += 1 }
            for range in codes(inChain: Array(groups[first...last])) {
                let digits = digits(in: range)
                guard digits.count >= CodeExtractor.digitsMin, digits.count <= CodeExtractor.digitsMax,
                    !isForeign(range)
                else { continue }
                let year = digits.count == 4 ? Int(digits) ?? 0 : 0
                let mark = scalars[..<range.lowerBound].last { !$0.properties.isWhitespace }
                candidates.append(
                    Candidate(
                        range: range, digits: digits, looksLikeYear: (1900...2099).contains(year),
                        isPutForward: mark == nil || mark == ":" || mark == "\u{FF1A}"))
            }
            first = last + 1
        }
        return candidates
    }

    func hasLetter(at place: Int) -> Bool { scalars.indices.contains(place) && scalars[place].isSpacedLetter }

    /// The place after the last scalar before `end` that is neither a space nor a mark.
    func skippingMarks(before end: Int) -> Int {
        var place = end
        while place > 0, end - place < 6, !lower[place - 1].properties.isAlphabetic,
            lower[place - 1].decimalDigit == nil,
            !".!?\n。".unicodeScalars.contains(lower[place - 1])
                || lower[place - 1] == "." && place > 1 && end - place < 2
        {
            place -= 1
        }
        return place
    }

    /// Where the run of letters (and `/`, `-` between them) ends that starts before `end`.
    func wordStart(before end: Int) -> Int {
        var place = end
        while place > 0, end - place < 24 {
            let scalar = lower[place - 1]
            let isInner =
                (scalar == "/" || scalar == "-") && place < end && place > 1
                && lower[place - 2].properties.isAlphabetic
            guard scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark || isInner
            else { break }
            place -= 1
        }
        return place
    }

    // MARK: Chains of digit groups

    private enum Joint { case tight(Unicode.Scalar), loose }

    private func digitGroups() -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start: Int?
        for (place, scalar) in scalars.enumerated() {
            if scalar.decimalDigit != nil {
                if start == nil { start = place }
            } else if let begun = start {
                groups.append(begun..<place)
                start = nil
            }
        }
        if let start { groups.append(start..<scalars.count) }
        return groups
    }

    /// What connects two groups, when that is no more than a mark or a space.
    private func joint(_ left: Range<Int>, _ right: Range<Int>) -> Joint? {
        let between = scalars[left.upperBound..<right.lowerBound]
        switch between.count {
        case 1:
            guard let mark = between.first else { return nil }
            if "-.,/:\u{2010}\u{2011}\u{2013}\u{066B}\u{066C}".unicodeScalars.contains(mark) { return .tight(mark) }
            return mark == " " || mark == "\u{00A0}" || mark == "\u{202F}" ? .loose : nil
        case 2:
            // A bracket opens within a number only after a calling code: "44 (20)", but "482019 (1588-0000)".
            if between.contains("("), left.count > 3 { return nil }
            return between.allSatisfy { " ()-".unicodeScalars.contains($0) } ? .loose : nil
        default: return nil
        }
    }

    /// The ranges of a chain that may be codes, each of one group or of two equal halves.
    private func codes(inChain groups: [Range<Int>]) -> [Range<Int>] {
        guard !isPhoneNumber(groups) else { return [] }
        var elements: [[Range<Int>]] = []
        var hyphenated: [Bool] = []
        for (place, group) in groups.enumerated() {
            if place > 0, case .tight(let mark)? = joint(groups[place - 1], group) {
                elements[elements.count - 1].append(group)
                if !"-\u{2010}\u{2011}\u{2013}".unicodeScalars.contains(mark) {
                    hyphenated[hyphenated.count - 1] = false
                }
            } else {
                elements.append([group])
                hyphenated.append(true)
            }
        }
        if elements.count == 2, elements[0].count == 1, elements[1].count == 1, let pair = halves(groups) {
            return [pair]
        }
        var ranges: [Range<Int>] = []
        for (element, isHyphenated) in zip(elements, hyphenated) {
            if element.count == 1 {
                ranges.append(element[0])
            } else if isHyphenated, let pair = halves(element) {
                ranges.append(pair)
            }
        }
        return ranges
    }

    /// `123-456` and `1234 5678`, which are one code.
    private func halves(_ groups: [Range<Int>]) -> Range<Int>? {
        guard groups.count == 2, groups[0].count == groups[1].count, (3...5).contains(groups[0].count),
            groups[1].lowerBound - groups[0].upperBound == 1
        else { return nil }
        return groups[0].lowerBound..<groups[1].upperBound
    }

    private func isPhoneNumber(_ groups: [Range<Int>]) -> Bool {
        guard let first = groups.first else { return false }
        if first.lowerBound > 0, "+\u{FF0B}".unicodeScalars.contains(scalars[first.lowerBound - 1]) { return true }
        if groups.count == 1 { return false }
        let digitCount = groups.reduce(0) { $0 + $1.count }
        let startsWithTrunkPrefix = scalars[first.lowerBound].decimalDigit == 0
        return digitCount >= 9 && (groups.count >= 3 || (startsWithTrunkPrefix && first.count <= 5))
    }

    private func digits(in range: Range<Int>) -> String {
        var text = ""
        for place in range {
            if let digit = scalars[place].decimalDigit { text.unicodeScalars.append(Unicode.Scalar(0x30 + digit)) }
        }
        return text
    }

    // MARK: Surroundings

    private func isForeign(_ range: Range<Int>) -> Bool {
        isAttached(range) || isAmount(range) || isMeasured(range) || isInLink(range) || isInHashLine(range)
    }

    /// Part of a word or of a masked number: `AB1234`, `1234abc`, `**1234`, `@user_1234`.
    private func isAttached(_ range: Range<Int>) -> Bool {
        if range.lowerBound > 0 {
            let before = scalars[range.lowerBound - 1]
            if before.isSpacedLetter || "*•…·_@=+\u{00D7}".unicodeScalars.contains(before) { return true }
            // A hyphen may follow a prefix of letters (`G-123456`), not of anything else (`12A-3456`).
            if before == "-", range.lowerBound > 1, scalars[range.lowerBound - 2].decimalDigit != nil { return true }
        }
        guard range.upperBound < scalars.count else { return false }
        let after = scalars[range.upperBound]
        if after == "-", hasLetter(at: range.upperBound + 1) { return true }
        return after.isSpacedLetter || after == "_" || after == "*" || after == "@"
    }

    private func isAmount(_ range: Range<Int>) -> Bool {
        let before = skippingSpace(before: range.lowerBound)
        if before > 0 {
            if scalars[before - 1].properties.generalCategory == .currencySymbol { return true }
            let end = lower[before - 1] == "." ? before - 1 : before
            if CodeKeywords.currencies.contains(word(wordStart(before: end)..<end)) { return true }
        }
        let after = skippingSpace(after: range.upperBound)
        guard after < scalars.count else { return false }
        if scalars[after].properties.generalCategory == .currencySymbol || scalars[after] == "%" { return true }
        return CodeKeywords.currencies.contains(word(after..<wordEnd(after: after)))
            || CodeKeywords.currencies.contains(word(after..<after + 1)) && !scalars[after].isSpacedLetter
    }

    private func isMeasured(_ range: Range<Int>) -> Bool {
        let after = skippingSpace(after: range.upperBound)
        guard after < scalars.count else { return false }
        return CodeKeywords.units.contains(word(after..<wordEnd(after: after)))
            || CodeKeywords.units.contains(word(after..<after + 1)) && !scalars[after].isSpacedLetter
    }

    private func isInLink(_ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        while start > 0, scalars[start - 1].isASCII, scalars[start - 1].value > 0x20 { start -= 1 }
        var end = range.upperBound
        while end < scalars.count, scalars[end].isASCII, scalars[end].value > 0x20 { end += 1 }
        let token = word(start..<end)
        guard !token.hasPrefix("www.") else { return true }
        guard let slash = token.firstIndex(of: "/"), let dot = token.firstIndex(of: ".") else { return false }
        return dot < slash || token.firstRange(of: "://") != nil
    }

    /// The hash that Android's SMS Retriever looks for: a line of 11 base64 characters, not all digits.
    private func isInHashLine(_ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        while start > 0, scalars[start - 1] != "\n", range.lowerBound - start < 12 { start -= 1 }
        var end = range.upperBound
        while end < scalars.count, scalars[end] != "\n", end - range.upperBound < 12 { end += 1 }
        let line = scalars[start..<end]
        let isBase64 = line.allSatisfy {
            $0.isASCIIDigit || ($0.isASCII && $0.properties.isAlphabetic) || $0 == "+" || $0 == "/"
        }
        return line.count == 11 && isBase64 && line.contains { !$0.isASCIIDigit }
    }

    private func word(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(lower[range.clamped(to: 0..<lower.count)]))
    }

    private func wordEnd(after start: Int) -> Int {
        var place = start
        while place < lower.count, place - start < 24, lower[place].properties.isAlphabetic { place += 1 }
        return place
    }

    private func skippingSpace(before end: Int) -> Int {
        end > 0 && (scalars[end - 1] == " " || scalars[end - 1] == "\u{00A0}") ? end - 1 : end
    }

    private func skippingSpace(after start: Int) -> Int {
        start < scalars.count && (scalars[start] == " " || scalars[start] == "\u{00A0}") ? start + 1 : start
    }
}
