import World

/// Finds the fields of a receipt's text in whatever order, case and spelling they come.
struct ReceiptFields {
    /// A receipt has some 120 octets; more is not looked at.
    static let octetsMax = 1024

    private let octets: [UInt8]
    private let lower: [UInt8]

    init(_ payload: [UInt8], dataCoding: UInt8) {
        let plain = Self.letters(of: payload, dataCoding: dataCoding)
        let folded = plain.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        // What the receipt quotes of the message comes last and may look like fields.
        let end = Self.start(of: "text", in: folded)?.key ?? folded.count
        octets = Array(plain[..<end])
        lower = Array(folded[..<end])
    }

    /// The word after the first of `names` that is there.
    func value(_ names: [String]) -> String? {
        for name in names {
            guard let start = Self.start(of: name, in: lower)?.value else { continue }
            let spaces = octets[start...].prefix { $0 == 0x20 }.count
            let word = octets[(start + spaces)...].prefix { $0 > 0x20 && $0 != 0x2C && $0 != 0x3B }
            // After a space the word may be the next field's name: then this field is empty.
            let isNextName =
                spaces > 0
                && (word.contains(UInt8(ascii: ":")) || word.elementsEqual("submit".utf8)
                    || word.elementsEqual("done".utf8))
            return word.isEmpty || isNextName ? nil : Latin1.string(word)
        }
        return nil
    }

    /// `YYMMDDhhmm`, with seconds, or with the century and seconds.
    func date(_ names: [String]) -> Timestamp? {
        guard let text = value(names) else { return nil }
        var digits = text.utf8.compactMap(SMPPTime.digit)
        guard digits.count == text.utf8.count, [10, 12, 14].contains(digits.count) else { return nil }
        if digits.count == 14 { digits.removeFirst(2) }
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        let second = pairs.count > 5 ? pairs[5] : 0
        guard (1...12).contains(pairs[1]), (1...31).contains(pairs[2]), pairs[3] < 24, pairs[4] < 60, second < 60
        else { return nil }
        let moment = CivilTime(
            year: 2000 + pairs[0], month: pairs[1], day: pairs[2], hour: pairs[3], minute: pairs[4], second: second
        ).timestamp
        return CivilTime(moment).day == pairs[2] ? moment : nil
    }

    /// UCS-2 texts hold the same letters in two octets each: the second of each pair, or the first after a byte order
    /// mark that says so. Some SMSCs leave `data_coding` 0 beside such a text; no other has a NUL before every letter.
    private static func letters(of payload: [UInt8], dataCoding: UInt8) -> [UInt8] {
        let pairs = stride(from: 0, to: payload.count - 1, by: 2).prefix(octetsMax)
        let isWide = dataCoding == 8 || (payload.count >= 2 && pairs.allSatisfy { payload[$0] == 0 })
        guard isWide else { return Array(payload.prefix(octetsMax)) }
        switch payload.prefix(2) {
        case [0xFE, 0xFF]: return pairs.dropFirst().map { payload[$0 + 1] }
        case [0xFF, 0xFE]: return pairs.dropFirst().map { payload[$0] }
        default: return pairs.map { payload[$0 + 1] }
        }
    }

    /// Where `name` and its colon stand as a word of their own.
    private static func start(of name: String, in text: [UInt8]) -> (key: Int, value: Int)? {
        let name = Array(name.utf8)
        guard text.count > name.count else { return nil }
        for index in 0..<(text.count - name.count) {
            guard text[index] == name[0], text[index..<index + name.count].elementsEqual(name) else { continue }
            guard index == 0 || !isWord(text[index - 1]) else { continue }
            let colon = text[(index + name.count)...].prefix { $0 == 0x20 }.endIndex
            guard colon < text.count, text[colon] == UInt8(ascii: ":") else { continue }
            return (index, colon + 1)
        }
        return nil
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: "_") || octet >= 0x80 || SMPPTime.digit(octet) != nil
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
    }
}
