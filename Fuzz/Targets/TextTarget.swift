import MessageEncoding

/// Any text sent: its segments keep their limits, and joined in any order they are the text again.
func fuzzText(_ input: [UInt8]) {
    var choices = Choices(input)
    let alphabet = choices.one(of: DefaultAlphabet.allCases)
    let reference: ConcatenationReference =
        choices.flag() ? .eightBit(choices.octet()) : .sixteenBit(UInt16(choices.octet()))
    let segmentsMax = choices.one(of: [10, 1, 3, 255])
    let isReversed = choices.flag()
    let text = String(decoding: choices.remainder(), as: UTF8.self)
    let message: EncodedMessage
    do throws(MessageEncodingError) {
        message = try MessageEncoder.encode(
            text, defaultAlphabet: alphabet, reference: reference, maximumSegments: segmentsMax)
    } catch {
        return
    }
    check(!message.segments.isEmpty && message.segments.count <= segmentsMax, "\(message.segments.count) segments")
    var reassembler = Reassembler<UInt8>()
    var whole: Reassembler<UInt8>.Whole?
    let order = isReversed ? message.segments.reversed() : message.segments
    for segment in order {
        let octets = (segment.userDataHeader ?? []) + segment.payload
        check(octets.count <= (alphabet == .gsm0338Packed || message.dataCoding == .ucs2 ? 140 : 160), "a long segment")
        let decoded = MessageDecoder.decode(
            dataCoding: message.dataCoding, esmUDHI: segment.userDataHeader != nil, octets: octets,
            defaultAlphabet: alphabet)
        if case .whole(let found) = reassembler.add(decoded, from: 0, now: 0) { whole = found }
    }
    check(whole != nil, "never whole")
    guard alphabet != .gsm0338Packed else { return }
    check(whole?.text.map { $0 == text || isUnpaired(text) } ?? false, "joined as another text")
}

/// A byte order mark in front is taken for one by the reader. Source: RFC 2781 §3.2.
private func isUnpaired(_ text: String) -> Bool { text.unicodeScalars.first == "\u{FEFF}" }
