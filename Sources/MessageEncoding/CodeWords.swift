/// Where the words of `CodeKeywords` stand in a text.
struct CodeWords {
    struct Positive {
        var range: Range<Int>
        var isStrong: Bool
    }

    enum Standing { case free, doubtful, foreign }

    /// In order of their place.
    private(set) var positive: [Positive] = []
    private(set) var hasStrong = false
    private let scan: CodeScan

    init(_ scan: CodeScan) {
        self.scan = scan
        var misleading: [Range<Int>] = []
        var found: [(range: Range<Int>, kind: Kind)] = []
        for start in scan.lower.indices {
            for entry in Self.index[scan.lower[start]] ?? [] {
                let end = start + entry.word.count
                guard end <= scan.lower.count, scan.lower[start..<end].elementsEqual(entry.word) else { continue }
                switch entry.kind {
                case .misleading: misleading.append(start..<end)
                case .strong, .weak: found.append((start..<end, entry.kind))
                case .strongWord:
                    if !scan.hasLetter(at: start - 1) && !scan.hasLetter(at: end) {
                        found.append((start..<end, entry.kind))
                    }
                }
            }
        }
        for word in found where !misleading.contains(where: { $0.overlaps(word.range) }) {
            let isStrong = word.kind != .weak
            positive.append(Positive(range: word.range, isStrong: isStrong))
            if isStrong { hasStrong = true }
        }
    }

    /// What the words right before a number make of it.
    func standing(of candidate: CodeScan.Candidate) -> Standing {
        var end = candidate.range.lowerBound
        // At most three words back, those between being fillers: "reply STOP to 12345", "card ending in 1234".
        for _ in 0..<3 {
            end = scan.skippingMarks(before: end)
            let start = scan.wordStart(before: end)
            guard start < end else { return .free }
            let word = String(String.UnicodeScalarView(scan.lower[start..<end]))
            if Self.foreign.contains(word) || Self.hasSuffix(word, of: Self.unspacedForeign) { return .foreign }
            if Self.doubtful.contains(word) || Self.hasSuffix(word, of: Self.unspacedDoubtful) { return .doubtful }
            guard CodeKeywords.fillers.contains(word), word != "code" else { return .free }
            end = start
        }
        return .free
    }

    private static func hasSuffix(_ word: String, of list: [String]) -> Bool {
        guard let last = word.unicodeScalars.last, !last.isSpacedLetter else { return false }
        return list.contains { word.hasSuffix($0) }
    }

    private enum Kind { case strong, strongWord, weak, misleading }

    private static let index: [Unicode.Scalar: [(word: [Unicode.Scalar], kind: Kind)]] = {
        let lists: [(words: [String], kind: Kind)] = [
            (CodeKeywords.strong, .strong), (CodeKeywords.strongWords, .strongWord), (CodeKeywords.weak, .weak),
            (CodeKeywords.misleading, .misleading),
        ]
        var index: [Unicode.Scalar: [(word: [Unicode.Scalar], kind: Kind)]] = [:]
        for list in lists {
            for word in list.words {
                let scalars = Array(word.unicodeScalars)
                if let first = scalars.first { index[first, default: []].append((scalars, list.kind)) }
            }
        }
        return index
    }()

    private static let foreign = Set(CodeKeywords.foreign)
    private static let doubtful = Set(CodeKeywords.doubtful)
    /// Those of scripts without spaces, which end a longer run of letters.
    private static let unspacedForeign = unspaced(CodeKeywords.foreign)
    private static let unspacedDoubtful = unspaced(CodeKeywords.doubtful)

    private static func unspaced(_ words: [String]) -> [String] {
        words.filter { word in word.unicodeScalars.allSatisfy { !$0.isSpacedLetter && !$0.isASCII } }
    }
}
