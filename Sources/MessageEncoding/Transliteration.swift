/// Typographic characters that word processors put in, and what stands for them in the GSM alphabet.
enum Transliteration {
    /// `text` with plain punctuation; letters are left alone, since without their accents words change meaning.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = table[scalar] {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static let table: [Unicode.Scalar: String] = {
        let rows: [(of: String, plain: String)] = [
            ("\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{0060}\u{00B4}\u{02BC}", "'"),
            ("\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{00AB}\u{00BB}", "\""),
            ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}", "-"),
            ("\u{2039}", "<"), ("\u{203A}", ">"), ("\u{2026}", "..."), ("\u{2022}\u{00B7}", "*"),
            ("\u{00A0}\u{2002}\u{2003}\u{2007}\u{2009}\u{200A}\u{202F}\u{3000}\t", " "),
            ("\u{200B}\u{2060}\u{FEFF}\u{00AD}", ""),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for row in rows {
            for scalar in row.of.unicodeScalars { table[scalar] = row.plain }
        }
        return table
    }()
}
