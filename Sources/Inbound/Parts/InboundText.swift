import Gateway
import MessageEncoding
import Numbering
import SMPP
import World

/// A segment as it is read: from whom, to which of our addresses, where it stands in a longer message, what it holds.
struct InboundText: Sendable {
    var from: PhoneAddress
    var to: PhoneAddress
    /// `nil` for a message that is whole by itself.
    var place: Concatenation?
    var content: MessageContent
    var receivedAt: Timestamp

    init(_ segment: ReceivedSegment, defaultAlphabet: DefaultAlphabet) {
        from = PhoneAddress(segment.from)
        to = PhoneAddress(segment.to)
        receivedAt = segment.receivedAt
        let decoded = MessageDecoder.decode(
            dataCoding: DataCoding(rawValue: segment.dataCoding), esmUDHI: segment.esmClass.hasUserDataHeader,
            octets: segment.payload, defaultAlphabet: defaultAlphabet)
        content = decoded.content
        place = decoded.concatenation ?? Self.place(segment.sar)
        // Longer ones than are joined come part by part.
        if let total = place?.total, total == 1 || Int(total) > Assembly.partsMax { place = nil }
    }

    /// Source: SMPP 3.4 §5.3.2.22–24; a segment number of 0 or past the total is none.
    private static func place(_ sar: (reference: UInt16, total: UInt8, number: UInt8)?) -> Concatenation? {
        guard let sar, sar.number >= 1, sar.number <= sar.total else { return nil }
        return Concatenation(reference: .sixteenBit(sar.reference), total: sar.total, index: sar.number)
    }
}

/// One end of a received message: a phone or a network's number, a short code, or a name.
struct PhoneAddress: Hashable, Sendable {
    /// "+46701234567" for a number, else digits or the name as they came.
    var text: String
    /// `nil` for short codes, names, and numbers in a national form.
    var number: E164?

    init(_ address: Address) {
        var digits = address.digits[...]
        let isPlus = digits.hasPrefix("+")
        if isPlus { digits = digits.dropFirst() }
        let isNumeric = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumeric, address.ton != .alphanumeric else {
            (text, number) = (address.digits, nil)
            return
        }
        switch address.ton {
        case .international: number = E164("+\(digits)")
        // Many carriers leave the type out of numbers that are international all the same, and OsmoMSC 1.9.0 calls its
        // subscribers' own network specific; short codes are shorter.
        case .unknown, .networkSpecific:
            number = isPlus || digits.utf8.count >= Self.unmarkedDigitsMin ? E164("+\(digits)") : nil
        default: number = isPlus ? E164("+\(digits)") : nil
        }
        text = number?.text ?? String(digits)
    }

    /// Digits from which on an address of unknown type is taken for an international number.
    static let unmarkedDigitsMin = 10

    /// Digits without "+", as SMPP addresses carry them; a name as it is.
    var digits: String { number?.digits ?? text }

    /// For people who may not see it whole: names and short codes are no secrets.
    var masked: String { Self.masked(text) }

    static func masked(_ text: String) -> String {
        if let number = E164(text) { return number.masked }
        guard text.utf8.count > 6, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return text }
        return String(repeating: "•", count: text.utf8.count - 4) + text.suffix(4)
    }
}
