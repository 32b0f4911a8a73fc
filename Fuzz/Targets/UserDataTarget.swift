import MessageEncoding

/// Any octets as a short message: header and text of every data coding, or one of the alphabets' ways back.
func fuzzUserData(_ input: [UInt8]) {
    var choices = Choices(input)
    switch choices.below(4) {
    case 0: septets(choices.remainder())
    case 1:
        let fillBits = choices.below(7)
        packing(choices.remainder(), fillBits: fillBits)
    case 2:
        let text = UCS2.decode(choices.remainder())
        let isMarked = text.unicodeScalars.first == "\u{FEFF}"
        check(UCS2.decode(UCS2.encode(text)) == text || isMarked, "UCS-2 came back as another")
    default: message(&choices)
    }
}

private func message(_ choices: inout Choices) {
    let coding = DataCoding(rawValue: choices.octet())
    let hasHeader = choices.flag()
    let alphabet = choices.one(of: DefaultAlphabet.allCases)
    let octets = choices.remainder()
    let message = MessageDecoder.decode(
        dataCoding: coding, esmUDHI: hasHeader, octets: octets, defaultAlphabet: alphabet)
    check((message.header != nil) == hasHeader, "a header that is not there")
    if case .binary = message.content {
        check(message.text == nil, "binary with a text")
    } else {
        check(message.text != nil, "no text")
    }
    if let place = message.concatenation { check(place.index >= 1 && place.index <= place.total, "a place outside") }
    if hasHeader { reparse(octets) }
}

private func reparse(_ octets: [UInt8]) {
    let (header, count) = UserDataHeader.parse(octets)
    check(count <= octets.count, "a header past the octets")
    guard let encoded = header.encoded else { return check(false, "a header that cannot be written") }
    check(encoded.count <= count || header.elements.isEmpty, "a header that grows")
    check(UserDataHeader.parse(encoded).header == header, "a header read as another")
}

private func septets(_ octets: [UInt8]) {
    let text = GSM0338.decode(octets)
    guard let septets = GSM0338.septets(of: text) else {
        return check(octets.contains { $0 > 0x7F }, "a decoded text is outside the alphabet")
    }
    check(GSM0338.decode(septets) == text, "septets read as another text")
}

private func packing(_ octets: [UInt8], fillBits: Int) {
    let septets = octets.map { $0 & 0x7F }
    let packed = SeptetPacking.pack(septets, fillBits: fillBits)
    check(packed.count == SeptetCount(septets.count).packedOctets(fillBits: fillBits), "another length packed")
    let back = SeptetPacking.unpack(packed, count: SeptetCount(septets.count), fillBits: fillBits)
    check(back == septets, "packed and unpacked as another")
    let loose = SeptetPacking.unpack(octets, fillBits: fillBits)
    check(loose.count <= octets.count * 8 / 7, "more septets than bits")
}
