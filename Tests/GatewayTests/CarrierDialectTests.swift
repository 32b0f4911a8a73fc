import Delivery
import MessageEncoding
import SMPP
import Testing

@testable import Gateway

/// What goes over the wire for each field of a carrier's dialect.
struct CarrierDialectTests {
    static let long = String(repeating: "0123456789", count: 17)

    private func submits(
        _ text: String, sender: String = "Watchword", _ change: (inout CarrierDialect) -> Void = { _ in }
    ) async -> [SubmitSM] {
        let bench = await LinkBench([], change)
        _ = await bench.link.submit(bench.submission(text, sender: sender))
        return bench.session.sent
    }

    @Test func `without settings a text goes as unpacked GSM septets to an international number`() async throws {
        let sent = try #require(await submits("Your code: @123").first)
        #expect(sent.destination == .international(LinkBench.phone))
        #expect(sent.source == .alphanumeric("Watchword"))
        #expect(sent.esmClass == .default && sent.dataCoding == 0 && sent.tlvs.isEmpty)
        #expect(sent.shortMessage == Array("Your code: \0123".utf8))
        #expect(sent.registeredDelivery == .always && sent.validityPeriod == "000000000500000R")
    }

    @Test(arguments: [
        ("72000", Address(ton: .networkSpecific, npi: .unknown, digits: "72000")),
        ("123456", Address(ton: .networkSpecific, npi: .unknown, digits: "123456")),
        ("1234567", Address(ton: .international, npi: .e164, digits: "1234567")),
        ("+46701234567", Address(ton: .international, npi: .e164, digits: "46701234567")),
        ("Bank 24", Address(ton: .alphanumeric, npi: .unknown, digits: "Bank 24")),
    ])
    func `each kind of sender has its usual type and plan`(sender: String, address: Address) {
        #expect(CarrierDialect().source(sender) == address)
    }

    @Test func `type and plan of each kind of sender are settable`() {
        var dialect = CarrierDialect()
        dialect.shortCode = .init(ton: .abbreviated, npi: .national)
        dialect.number = .init(ton: .national, npi: .private)
        dialect.name = .init(ton: .unknown, npi: .e164)
        #expect(dialect.source("72000") == Address(ton: .abbreviated, npi: .national, digits: "72000"))
        #expect(dialect.source("+4670123") == Address(ton: .national, npi: .private, digits: "4670123"))
        #expect(dialect.source("Me") == Address(ton: .unknown, npi: .e164, digits: "Me"))
    }

    @Test(arguments: [
        (CarrierDialect.DeliveryMode.default, UInt8(0)), (.datagram, 1), (.transaction, 2), (.storeAndForward, 3),
    ])
    func `the delivery mode is in the low bits of esm_class, beside the header's`(
        mode: CarrierDialect.DeliveryMode, bits: UInt8
    ) async {
        #expect(await submits("hi") { $0.deliveryMode = mode }.map(\.esmClass.rawValue) == [bits])
        #expect(
            await submits(Self.long) { $0.deliveryMode = mode }.map(\.esmClass.rawValue) == [0x40 | bits, 0x40 | bits])
    }

    @Test func `headers have references of eight or sixteen bits`() async {
        let eight = await submits(Self.long).map { Array($0.shortMessage.prefix(6)) }
        #expect(eight == [[5, 0, 3, 1, 2, 1], [5, 0, 3, 1, 2, 2]])
        let sixteen = await submits(Self.long) { $0.segmentation = .udh16 }.map { Array($0.shortMessage.prefix(7)) }
        #expect(sixteen == [[6, 8, 4, 0, 1, 2, 1], [6, 8, 4, 0, 1, 2, 2]])
    }

    @Test func `sar parameters number the parts, without a header`() async {
        let sent = await submits(Self.long) { $0.segmentation = .sar }
        #expect(
            sent.map { $0.tlvs.segment.map { [Int($0.reference), Int($0.total), Int($0.number)] } } == [
                [1, 2, 1], [1, 2, 2],
            ])
        #expect(sent.allSatisfy { !$0.esmClass.hasUserDataHeader })
        #expect(sent.flatMap(\.shortMessage) == Array(Self.long.utf8))
    }

    @Test func `message_payload holds the whole text and sm_length is zero`() async {
        let sent = await submits(Self.long) { $0.segmentation = .payload }
        #expect(sent.count == 1 && sent[0].shortMessage.isEmpty)
        #expect(sent[0].tlvs.messagePayload == Array(Self.long.utf8))
        #expect(await submits("short") { $0.segmentation = .payload }.first?.tlvs.isEmpty == true)
    }

    @Test func `data_coding 0 holds what the carrier takes it for`() async {
        let latin = await submits("é@") { $0.defaultAlphabet = .latin1 }
        #expect(latin.map(\.shortMessage) == [[0xE9, 0x40]] && latin[0].dataCoding == 0)
        let ascii = await submits("a@") { $0.defaultAlphabet = .ascii }
        #expect(ascii.map(\.shortMessage) == [[0x61, 0x40]] && ascii[0].dataCoding == 0)
        let beyond = await submits("é") { $0.defaultAlphabet = .ascii }
        #expect(beyond.map(\.shortMessage) == [[0, 0xE9]] && beyond[0].dataCoding == 8)
        let wide = await submits("a") { $0.defaultAlphabet = .ucs2 }
        #expect(wide.map(\.shortMessage) == [[0, 0x61]] && wide[0].dataCoding == 8)
    }

    @Test func `vendor parameters are added to every segment, in order`() async {
        let tlvs = [TLV(TLVTag(rawValue: 0x1401), cString: "1234"), TLV(TLVTag(rawValue: 0x1400), [1, 2])]
        for segmentation in CarrierDialect.Segmentation.allCases {
            let sent = await submits(Self.long) {
                $0.segmentation = segmentation
                $0.tlvs = tlvs
            }
            #expect(sent.allSatisfy { $0.tlvs.suffix(2) == tlvs[...] }, "\(segmentation)")
        }
        #expect(await submits("short") { $0.tlvs = tlvs }.map(\.tlvs) == [tlvs])
    }

    @Test(arguments: [
        (UInt32(0x400), RejectionClass.throttled), (0x45, .destination), (0x401, .route), (0x58, .throttled),
        (0x0B, .destination), (0x08, .temporary),
    ])
    func `a vendor's status means what is said, any other what SMPP says`(
        status: UInt32, rejection: RejectionClass
    ) async {
        let bench = await LinkBench([.rejected(CommandStatus(rawValue: status))]) {
            $0.statuses = [0x400: .throttled, 0x45: .destination]
        }
        let outcome = await bench.link.submit(bench.submission("hi"))
        guard case .rejected(rejection, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `a message that does not fit the protocol is refused once, not tried for ever`() async {
        let bench = await LinkBench([.notSent(.unencodable(FieldError(field: .sourceAddress, problem: .truncated)))])
        #expect(await bench.link.submit(bench.submission("hi")) == .rejected(.route, detail: "unencodable"))
    }
}
