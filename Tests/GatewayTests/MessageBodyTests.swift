import SMPP
import Testing

@testable import Gateway

struct MessageBodyTests {
    static let number = "+46701234567"

    @Test func `a text reads back as it was`() {
        let body = MessageBody(to: Self.number, text: "first line\nsecond £ 日本")
        #expect(MessageBody(body.bytes)?.to == Self.number)
        #expect(MessageBody(body.bytes)?.content == body.content)
    }

    @Test func `what an ESME gave reads back octet for octet`() {
        var raw = RawShortMessage(octets: [5, 0, 3, 7, 2, 1, 0x0A, 0xFF, 0], dataCoding: 0xF1)
        (raw.hasUserDataHeader, raw.hasReplyPath, raw.protocolID, raw.alphabet) = (true, true, 0x41, .ascii)
        raw.source = Address(ton: .alphanumeric, npi: .unknown, digits: "Bank")
        raw.tlvs = [TLV(.userMessageReference, short: 7), TLV(TLVTag(rawValue: 0x1401), [1, 2, 3])]
        let body = MessageBody(to: Self.number, content: .short(raw))
        #expect(MessageBody(body.bytes)?.to == Self.number)
        #expect(MessageBody(body.bytes)?.content == .short(raw))
    }

    @Test func `a body cut short is refused`() {
        let bytes = MessageBody(to: Self.number, content: .short(RawShortMessage(octets: [1, 2], dataCoding: 0))).bytes
        for count in 0..<bytes.count { #expect(MessageBody(Array(bytes.prefix(count))) == nil) }
        #expect(MessageBody(bytes + [0]) == nil)
    }
}
