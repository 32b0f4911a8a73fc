import MessageEncoding
import SMPP
import World

/// Any text searched for a one-time code.
func fuzzCode(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let code = CodeExtractor.code(in: text) else { return }
    check((CodeExtractor.digitsMin...CodeExtractor.digitsMax).contains(code.utf8.count), "a code of another length")
    check(code.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) }, "a code of other letters")
}

/// Any text as a time of SMPP: what can be read is written as the same time.
func fuzzTime(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let time = SMPPTime(text) else { return }
    check(text.utf8.count == 16, "a time of another length")
    let again = SMPPTime(time.text)
    switch time {
    case .absolute(let moment):
        // Two digits hold the years 2000–2099; a zone may carry a moment of their edge outside.
        guard (2000...2099).contains(CivilTime(moment).year) else { return }
        check(again == time, "written as another moment")
    case .relative(let wait):
        check(wait >= .zero, "a wait into the past")
        guard wait <= .seconds(99 * 365 * 86_400) else { return }
        check(again == time, "written as another wait")
    }
    check(SMPPTime(SMPPTime.validityPeriod(.seconds(Int64(input.first ?? 0)))) != nil, "a period that cannot be read")
}

/// Any text as hexadecimal.
func fuzzHex(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let octets = Hex.octets(text) else { return }
    check(octets.count * 2 <= text.utf8.count, "more octets than digits")
    check(Hex.octets(Hex.text(octets)) == octets, "written as other octets")
    check(!PDUExplanation.explain(hex: text).isEmpty || octets.isEmpty, "nothing explained")
}
