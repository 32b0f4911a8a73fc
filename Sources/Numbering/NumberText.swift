/// The part of a text that may be a telephone number, before any numbering plan is asked.
///
/// Source: libphonenumber's PhoneNumberUtil, whose regular expressions are written out here as code.
struct NumberText {
    /// Longer texts are refused unread.
    static let scalarsMax = 250

    private(set) var scalars: ArraySlice<Unicode.Scalar>

    /// Finds the candidate in a free text or a `tel:` URI.
    static func candidate(in text: String) throws(NumberError) -> NumberText {
        let scalars = Array(text.unicodeScalars.prefix(scalarsMax + 1))
        guard scalars.count <= scalarsMax else { throw .tooLong }
        var found: ArraySlice<Unicode.Scalar>
        if let context = scalars[...].firstRange(of: Array(";phone-context=".unicodeScalars)) {
            found = try withContext(scalars, context)
        } else {
            found = possibleNumber(in: scalars[...])
        }
        if let subaddress = found.firstRange(of: Array(";isub=".unicodeScalars)),
            subaddress.lowerBound > found.startIndex
        {
            found = found[..<subaddress.lowerBound]
        }
        return NumberText(scalars: found)
    }

    var startsWithPlus: Bool { scalars.first?.isPlus == true }

    /// Two digits, or three and more with what separates digits among them and letters and digits behind; then
    /// possibly an extension.
    var isViable: Bool {
        guard scalars.count >= 2 else { return false }
        if scalars.count == 2, scalars.allSatisfy(\.isDigit) { return true }
        return Self.isMain(scalars) || NumberExtension.starts(in: scalars).contains { Self.isMain(scalars[..<$0]) }
    }

    /// Cuts "ext. 123", "x123", ",,123" and the like off, where what precedes can be a number.
    mutating func dropExtension() {
        guard let start = NumberExtension.starts(in: scalars).min() else { return }
        let before = NumberText(scalars: scalars[..<start])
        if before.isViable { self = before }
    }

    mutating func dropPlus() { scalars = scalars.drop { $0.isPlus } }

    /// The digits' values, letters by the telephone's keys when there are three or more of them.
    var digits: [UInt8] {
        let letters = scalars.reduce(0) { $0 + ($1.isLetter ? 1 : 0) }
        if letters < 3 { return scalars.compactMap(\.digitValue) }
        return scalars.compactMap { $0.isASCII ? $0.digitValue ?? $0.keyValue : nil }
    }

    /// `[+]*([punctuation]*[digit]){3,}[punctuation, letter, digit]*`, all of it.
    private static func isMain(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let body = scalars.drop { $0.isPlus }
        var digits = 0
        for scalar in body {
            if scalar.isDigit {
                digits += 1
            } else if !scalar.isNumberPunctuation, scalar != "*", digits < 3 || !scalar.isLetter {
                return false
            }
        }
        return digits >= 3
    }

    /// From the first digit or plus to the last letter, digit or "#", and not beyond "/x", which starts another number.
    private static func possibleNumber(in scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var found = scalars.drop { !$0.isPlus && !$0.isDigit }
        while let last = found.last, last != "#", !last.isAlphanumeric { found.removeLast() }
        for index in found.indices where found[index] == "/" || found[index] == "\\" {
            if found[(index + 1)...].first(where: { $0 != " " }) == "x" { return found[..<index] }
        }
        return found
    }

    /// RFC 3966 §3: `tel:863-1234;phone-context=+1-914-555`.
    private static func withContext(
        _ scalars: [Unicode.Scalar], _ marker: Range<Int>
    ) throws(NumberError) -> ArraySlice<Unicode.Scalar> {
        let context = scalars[marker.upperBound...].prefix { $0 != ";" }
        let isPrefix = isGlobalNumber(context)
        guard isPrefix || isDomainName(context) else { throw .notANumber }
        let scheme = scalars[...].firstRange(of: Array("tel:".unicodeScalars))
        let start = scheme?.upperBound ?? scalars.startIndex
        let local = start < marker.lowerBound ? scalars[start..<marker.lowerBound] : []
        return isPrefix ? (Array(context) + local)[...] : local
    }

    private static func isGlobalNumber(_ context: ArraySlice<Unicode.Scalar>) -> Bool {
        guard context.first == "+" else { return false }
        let rest = context.dropFirst()
        let separators: [Unicode.Scalar] = ["-", ".", "(", ")"]
        return rest.contains(where: \.isDigit) && rest.allSatisfy { $0.isDigit || separators.contains($0) }
    }

    private static func isDomainName(_ context: ArraySlice<Unicode.Scalar>) -> Bool {
        var labels = context.split(separator: ".", omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard let top = labels.last?.first, top.isLetter else { return false }
        return labels.allSatisfy { label in
            guard let first = label.first, let last = label.last, first != "-", last != "-" else { return false }
            return label.allSatisfy { $0 == "-" || $0.isLetter || $0.isDigit }
        }
    }
}

extension Unicode.Scalar {
    var isPlus: Bool { self == "+" || self == "\u{FF0B}" }

    /// A letter that stands on a telephone's keys.
    var isLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    /// A decimal digit of any script.
    var isDigit: Bool { isASCII ? ("0"..."9").contains(self) : properties.generalCategory == .decimalNumber }

    var digitValue: UInt8? {
        guard isDigit else { return nil }
        return isASCII ? UInt8(value) - UInt8(ascii: "0") : properties.numericValue.map { UInt8($0) }
    }

    /// ITU-T E.161: ABC on 2 … WXYZ on 9.
    var keyValue: UInt8? {
        guard isLetter else { return nil }
        let keys: [UInt8] = [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9]
        return keys[Int(value | 0x20) - 0x61]
    }

    var isAlphanumeric: Bool {
        if isASCII { return isLetter || isDigit }
        return properties.isAlphabetic && properties.generalCategory.isLetter || properties.numericType != nil
    }

    /// What people put between digits; "x" too, which stands for a carrier's digits in some countries.
    var isNumberPunctuation: Bool {
        switch self {
        case "-", "x", "X", " ", "(", ")", ".", "[", "]", "/", "~": true
        case "\u{2010}"..."\u{2015}", "\u{2212}", "\u{30FC}", "\u{FF0D}"..."\u{FF0F}": true
        case "\u{A0}", "\u{AD}", "\u{200B}", "\u{2060}", "\u{3000}", "\u{FF08}", "\u{FF09}": true
        case "\u{FF3B}", "\u{FF3D}", "\u{2053}", "\u{223C}", "\u{FF5E}": true
        default: false
        }
    }
}

extension Unicode.GeneralCategory {
    var isLetter: Bool {
        switch self {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}

extension ArraySlice where Element: Equatable {
    /// The first place where `pattern` stands.
    fileprivate func firstRange(of pattern: [Element]) -> Range<Int>? {
        guard count >= pattern.count else { return nil }
        for start in startIndex...(endIndex - pattern.count) where self[start...].starts(with: pattern) {
            return start..<start + pattern.count
        }
        return nil
    }
}
