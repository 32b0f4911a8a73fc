/// A text as keywords are compared: words in upper case, without accents and marks.
enum KeywordText {
    /// Scalars of a text that may be a keyword; a longer one is an ordinary message.
    static let scalarsMax = 160
    static let wordsMax = 8

    /// `nil` when the text is too long to be a keyword.
    static func words(of text: String) -> [String]? {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= scalarsMax else { return nil }
            if isMark(scalar) { continue }
            guard let folded = fold(scalar) else {
                if !word.isEmpty { words.append(String(word)) }
                word = String.UnicodeScalarView()
                continue
            }
            word.append(contentsOf: folded.unicodeScalars)
        }
        if !word.isEmpty { words.append(String(word)) }
        return words.count <= wordsMax ? words : nil
    }

    /// A sender's number, which some write behind the word: "STOP 36180".
    static func isNumber(_ word: String) -> Bool {
        (4...15).contains(word.utf8.count) && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// What stands on or in a letter and takes no place: combining marks, joiners, direction marks, variation selectors.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    /// A letter or digit in upper case without its accent; `nil` for anything that parts words.
    private static func fold(_ scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII {
            switch scalar.value {
            case 0x61...0x7A: return String(Unicode.Scalar(UInt8(scalar.value - 0x20)))
            case 0x30...0x39, 0x41...0x5A: return String(scalar)
            default: return nil
            }
        }
        // Full-width forms, as Japanese keyboards write them.
        if (0xFF10...0xFF5A).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
            return fold(narrow)
        }
        guard scalar.properties.isAlphabetic else { return nil }
        let upper = scalar.properties.uppercaseMapping
        return plain[upper] ?? upper
    }

    private static let plain: [String: String] = {
        let letters = [
            "A": "ÀÁÂÃÄÅĀĂĄ", "C": "ÇĆČ", "E": "ÈÉÊËĒĖĘĚ", "I": "ÌÍÎÏĪİ", "L": "Ł", "N": "ÑŃŇ", "O": "ÒÓÔÕÖØŌŐ",
            "S": "ŚŠŞ", "U": "ÙÚÛÜŪŮŰ", "Y": "ÝŸ", "Z": "ŹŻŽ",
        ]
        var plain: [String: String] = [:]
        for (letter, accented) in letters {
            for each in accented.unicodeScalars { plain[String(each)] = letter }
        }
        return plain
    }()
}
