import Delivery
import MessageEncoding
import SMPP
import Testing

@testable import Gateway

/// What an ESME gave goes to the carrier as it is, but for octets that would be read in another alphabet there.
struct RawShortMessageTests {
    private func sent(
        _ raw: RawShortMessage, _ change: (inout CarrierDialect) -> Void = { _ in }
    ) async -> (submit: SubmitSM?, outcome: SubmissionOutcome) {
        let bench = await LinkBench([], change)
        let outcome = await bench.link.submit(bench.submission(.short(raw)))
        return (bench.session.sent.first, outcome)
    }

    @Test func `octets, coding, header, protocol and parameters are the ESME's own`() async throws {
        var raw = RawShortMessage(octets: [5, 0, 3, 9, 2, 1, 0x04, 0x1F], dataCoding: 8)
        raw.hasUserDataHeader = true
        raw.hasReplyPath = true
        raw.protocolID = 0x41
        raw.source = Address(ton: .abbreviated, npi: .private, digits: "777")
        raw.tlvs = [TLV(.userMessageReference, short: 700)]
        let vendor = TLV(TLVTag(rawValue: 0x1400), [1])
        let submit = try #require(
            await sent(raw) {
                $0.tlvs = [vendor]
                $0.deliveryMode = .transaction
            }.submit)
        #expect(submit.shortMessage == raw.octets && submit.dataCoding == 8 && submit.protocolID == 0x41)
        #expect(submit.esmClass.rawValue == 0xC2 && submit.source == raw.source)
        #expect(submit.tlvs == raw.tlvs + [vendor])
    }

    @Test func `an ESME's reference gives way where the carrier's receipts need the link's own`() async throws {
        var raw = RawShortMessage(octets: [0x61], dataCoding: 0)
        raw.tlvs = [TLV(.userMessageReference, short: 700)]
        let submit = try #require(await sent(raw) { $0.receipts.key = .userMessageReference }.submit)
        #expect(submit.tlvs.count == 1 && (submit.tlvs.userMessageReference ?? 999) <= 255)
    }

    @Test(arguments: [
        // "@é" in each alphabet.
        (
            RawShortMessage.Alphabet.gsm0338, [UInt8(0x00), 0x05], DefaultAlphabet.gsm0338, [UInt8(0x00), 0x05],
            UInt8(0)
        ),
        (.gsm0338, [0x00, 0x05], .latin1, [0x40, 0xE9], 0),
        (.latin1, [0x40, 0xE9], .gsm0338, [0x00, 0x05], 0),
        (.latin1, [0x40, 0xE9], .ascii, [0x00, 0x40, 0x00, 0xE9], 8),
        (.latin1, [0x40, 0xE9], .ucs2, [0x00, 0x40, 0x00, 0xE9], 8),
        (.ascii, [0x40, 0x5B], .gsm0338, [0x00, 0x1B, 0x3C], 0),
        (.ascii, [0x40], .latin1, [0x40], 0),
        // Not in the GSM alphabet.
        (.latin1, [0xE7], .gsm0338, [0x00, 0xE7], 8),
    ])
    func `octets of data_coding 0 are written in what the carrier takes it for`(
        alphabet: RawShortMessage.Alphabet, octets: [UInt8], carrier: DefaultAlphabet, expected: [UInt8], coding: UInt8
    ) async throws {
        var raw = RawShortMessage(octets: octets, dataCoding: 0)
        raw.alphabet = alphabet
        let submit = try #require(await sent(raw) { $0.defaultAlphabet = carrier }.submit)
        #expect(submit.shortMessage == expected && submit.dataCoding == coding)
    }

    @Test func `the header before transcoded octets stays, and counts`() async throws {
        var raw = RawShortMessage(octets: [5, 0, 3, 9, 2, 1], dataCoding: 0)
        raw.hasUserDataHeader = true
        raw.alphabet = .latin1
        raw.octets += [UInt8](repeating: 0x40, count: 153)
        let fits = try #require(await sent(raw).submit)
        #expect(fits.shortMessage == Array(raw.octets.prefix(6)) + [UInt8](repeating: 0, count: 153))
        raw.octets.append(0x40)
        #expect(await sent(raw).outcome == .rejected(.route, detail: "not in the carrier's alphabet"))
    }

    @Test func `a message of another coding is never touched`() async throws {
        var raw = RawShortMessage(octets: [0x40, 0xE9], dataCoding: 3)
        raw.alphabet = .ascii
        let submit = try #require(await sent(raw) { $0.defaultAlphabet = .ucs2 }.submit)
        #expect(submit.shortMessage == [0x40, 0xE9] && submit.dataCoding == 3)
    }
}
