/// Finds the one-time code in the text of any short message.
///
/// The origin-bound last line wins; else the group of digits nearest to a word for "code", past everything that looks
/// like a phone number, an amount, a date, a year, a masked card or a link.
package enum CodeExtractor {
    /// Digits of a code.
    package static let digitsMin = 4
    package static let digitsMax = 10
    /// Scalars of a text that are read; what follows is not, but for the last line.
    package static let scalarsMax = 4096

    /// The code, in ASCII digits (letters too where the origin-bound line has them), without hyphen, space or prefix;
    /// `nil` when the text holds none.
    package static func code(in text: String) -> String? {
        if let code = originBoundCode(in: text) { return code }
        let scan = CodeScan(text.unicodeScalars.prefix(scalarsMax))
        let candidates = scan.candidates()
        guard !candidates.isEmpty else { return nil }
        let words = CodeWords(scan)
        var best: (digits: String, score: Int)?
        for candidate in candidates {
            guard let score = score(candidate, words: words) else { continue }
            if best.map({ score < $0.score }) ?? true { best = (candidate.digits, score) }
        }
        if let best { return best.digits }
        return words.positive.isEmpty ? bare(candidates, in: scan) : nil
    }

    /// The code of `@host #code` or `@host #code @embedded` when that is the last line.
    /// Source: WICG "Origin-bound one-time codes delivered via SMS", "parse an origin-bound one-time code message".
    private static func originBoundCode(in text: String) -> String? {
        let lines = text.unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" })
        guard let line = lines.last, line.first == "@" else { return nil }
        let parts = line.dropFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts[0].isEmpty, parts[0].allSatisfy({ $0.isASCII && $0.value > 0x20 }),
            parts[1].first == "#"
        else { return nil }
        let code = parts[1].dropFirst()
        guard code.count >= digitsMin, code.count <= digitsMax,
            code.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic || $0.isASCIIDigit })
        else { return nil }
        return String(Substring(code))
    }

    /// The distance to the nearest keyword, lower being better; `nil` when it is no code.
    private static func score(_ candidate: CodeScan.Candidate, words: CodeWords) -> Int? {
        var nearest: (distance: Int, isStrong: Bool)?
        for word in words.positive {
            // A keyword after the digits counts as farther: most texts name the code first.
            let gap =
                word.range.upperBound <= candidate.range.lowerBound
                ? candidate.range.lowerBound - word.range.upperBound
                : word.range.lowerBound - candidate.range.upperBound + 6
            let distance = max(gap, 0) + (word.isStrong ? 0 : 8)
            if nearest.map({ distance < $0.distance }) ?? true { nearest = (distance, word.isStrong) }
        }
        guard let nearest else { return nil }
        // Every fiftieth code of four digits looks like a year, so that one is believed where codes mostly stand.
        if candidate.looksLikeYear && !candidate.isPutForward && nearest.distance > 12 { return nil }
        switch words.standing(of: candidate) {
        case .foreign: return nil
        case .doubtful: return words.hasStrong ? nearest.distance + 100 : nil
        case .free: return nearest.distance
        }
    }

    /// The only number of a text of hardly anything else: `Acme: 123456`, `123456`.
    private static func bare(_ candidates: [CodeScan.Candidate], in scan: CodeScan) -> String? {
        guard candidates.count == 1, let only = candidates.first, !only.looksLikeYear, scan.scalars.count <= 64 else {
            return nil
        }
        let after = scan.scalars[only.range.upperBound...]
        guard after.first.map({ $0.properties.isWhitespace }) ?? true else { return nil }
        return only.isPutForward ? only.digits : nil
    }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { value >= 0x30 && value <= 0x39 }

    /// A decimal digit of any script, 0–9.
    var decimalDigit: UInt8? {
        if isASCII { return isASCIIDigit ? UInt8(value - 0x30) : nil }
        guard properties.numericType == .decimal, let number = properties.numericValue else { return nil }
        return UInt8(number)
    }

    /// A letter of a script that puts spaces around numbers: Latin, Greek, Cyrillic, Armenian.
    var isSpacedLetter: Bool { value < 0x590 && properties.isAlphabetic }
}
