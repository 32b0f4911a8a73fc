import SMPP
import Testing
import World

@Suite struct ReceiptTests {
    /// Text, ID, state, error, done date; each a way of some SMSC.
    static let texts: [(String, String?, MessageState, String?, String?)] = [
        (
            "id:0123456789 sub:001 dlvrd:001 submit date:2611232015 done date:2611232016 stat:DELIVRD err:000 "
                + "Text:Your code is", "0123456789", .delivered, "000", "2026-11-23T20:16:00.000Z"
        ),
        (
            "id:6F9C01 sub:001 dlvrd:001 submit date:261123201501 done date:261123201659 stat:EXPIRED err:1A text:",
            "6F9C01", .expired, "1A", "2026-11-23T20:16:59.000Z"
        ),
        ("stat:UNDELIV err:075 id:42", "42", .undeliverable, "075", nil),
        ("ID:42 STAT:REJECTD ERR:0 TEXT:-", "42", .rejected, "0", nil),
        ("id:42 stat:delivered", "42", .delivered, nil, nil),
        ("id:c449ab9744f47b6af1879e49e75e4f40 stat:ACCEPTD", "c449ab9744f47b6af1879e49e75e4f40", .accepted, nil, nil),
        ("id:00000001 submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:DELIVRD", "00000001", .delivered, nil, nil),
        ("id: 42 sub: 001 stat: DELETED err: text:hello", "42", .deleted, nil, nil),
        ("id:42,sub:001,stat:DELIVRD;err:3", "42", .delivered, "3", nil),
        ("id:42 done_date:20261123201659 stat:ENROUTE", "42", .enroute, nil, "2026-11-23T20:16:59.000Z"),
        ("id:42 done date:2613992016 stat:NONSENSE", "42", .unknown, nil, nil),
        ("sub:001 dlvrd:000 stat:UNKNOWN", nil, .unknown, nil, nil),
        ("id: sub:001 stat:DELIVRD", nil, .delivered, nil, nil),
        ("id:42 stat:UNDELIV text:id:43 stat:DELIVRD", "42", .undeliverable, nil, nil),
        ("stat:UNDELIV text:id:43 err:9", nil, .undeliverable, nil, nil),
        ("valid:7 id:42 restat:EXPIRED stat:DELIVRD", "42", .delivered, nil, nil),
        ("", nil, .unknown, nil, nil),
        ("nothing of a receipt", nil, .unknown, nil, nil),
    ]

    @Test(arguments: texts)
    func `each field of a receipt's text is read on its own`(
        text: String, id: String?, state: MessageState, error: String?, done: String?
    ) throws {
        let receipt = try #require(
            Receipt(DeliverSM(esmClass: .deliveryReceipt, shortMessage: Array(text.utf8))))
        #expect(receipt.messageID == id)
        #expect(receipt.state == state)
        #expect(receipt.errorCode == error)
        #expect(receipt.doneDate?.rfc3339 == done)
        #expect(receipt.form == (id == nil ? .neither : .text))
    }

    @Test func `parameters go before the text, and the text fills in what they lack`() throws {
        let message = DeliverSM(
            esmClass: .deliveryReceipt, shortMessage: Array("id:255 stat:UNKNOWN err:021 done date:2611232016".utf8),
            tlvs: [
                TLV(.receiptedMessageID, cString: "ff"), TLV(.messageState, octet: 5),
                TLV(.networkErrorCode, [3, 0, 27]),
            ])
        let receipt = try #require(Receipt(message))
        #expect(receipt.messageID == "ff" && receipt.form == .tlv)
        #expect(receipt.state == .undeliverable)
        #expect(receipt.networkErrorCode == NetworkErrorCode(networkType: 3, code: 27))
        #expect(receipt.errorCode == "021")
        #expect(receipt.doneDate?.rfc3339 == "2026-11-23T20:16:00.000Z")
    }

    @Test(arguments: [(0x00, false), (0x04, true), (0x44, true), (0x20, true), (0x08, false), (0x40, false)])
    func `the type bits alone make a receipt`(esmClass: Int, isReceipt: Bool) {
        let message = DeliverSM(
            esmClass: ESMClass(rawValue: UInt8(esmClass)), shortMessage: Array("id:1 stat:DELIVRD".utf8))
        #expect((Receipt(message) != nil) == isReceipt)
    }

    @Test func `an unmarked message with both parameters is a receipt, with one it is not`() {
        let id = TLV(.receiptedMessageID, cString: "1")
        let state = TLV(.messageState, octet: 2)
        #expect(Receipt(DeliverSM(tlvs: [id, state]))?.state == .delivered)
        #expect(Receipt(DeliverSM(tlvs: [id])) == nil)
        #expect(Receipt(DeliverSM(tlvs: [state])) == nil)
    }

    @Test func `a text in UCS-2 is read as well`() throws {
        let text = Array("id:42 stat:DELIVRD".utf8).flatMap { octet -> [UInt8] in [0, octet] }
        let receipt = try #require(
            Receipt(DeliverSM(esmClass: .deliveryReceipt, dataCoding: 8, shortMessage: text)))
        #expect(receipt.messageID == "42" && receipt.state == .delivered)
    }

    @Test func `an ID of 64 characters is read and one of 65 is not`() throws {
        for (count, isRead) in [(64, true), (65, false)] {
            let text = "id:" + String(repeating: "7", count: count) + " stat:DELIVRD"
            let receipt = try #require(
                Receipt(DeliverSM(esmClass: .deliveryReceipt, shortMessage: Array(text.utf8))))
            #expect((receipt.messageID != nil) == isRead)
        }
    }

    @Test func `a parameter of the wrong length or value counts as absent`() throws {
        let message = DeliverSM(
            esmClass: .deliveryReceipt, shortMessage: Array("id:1 stat:DELIVRD".utf8),
            tlvs: [TLV(.messageState, [0, 2]), TLV(.networkErrorCode, [3]), TLV(.receiptedMessageID, [0])])
        let receipt = try #require(Receipt(message))
        #expect(receipt.messageID == "1" && receipt.state == .delivered && receipt.networkErrorCode == nil)
    }

    @Test func `every dialect is read back as it was meant`() throws {
        let date = try #require(SMPPTime("261123201600000+"))
        guard case .absolute(let done) = date else { return }
        let receipt = Receipt(
            messageID: "123456", state: .undeliverable, errorCode: "021",
            networkErrorCode: NetworkErrorCode(networkType: 3, code: 27), submitDate: done, doneDate: done)
        let forms: [(ReceiptDialect.IdentifierForm, String)] = [
            (.asIs, "123456"), (.hexLower, "1e240"), (.hexUpper, "1E240"), (.decimal, "1193046"),
        ]
        for carrier in ReceiptDialect.Carrier.allCases {
            for (form, id) in forms {
                for hasSeconds in [false, true] {
                    var dialect = ReceiptDialect(carrier: carrier, identifier: form)
                    dialect.hasSeconds = hasSeconds
                    let message = ReceiptText.deliverSM(
                        receipt, from: .international("+447700900123"), to: .alphanumeric("ACME"), dialect: dialect)
                    let octets = try PDU(sequenceNumber: 1, body: .deliverSM(message)).encoded()
                    guard case .deliverSM(let received) = try PDU(decoding: octets).body else { return }
                    let read = try #require(Receipt(received))
                    #expect(read.messageID == id && read.state == .undeliverable)
                    #expect(read.form == (carrier == .text ? .text : .tlv))
                    #expect(read.doneDate == (carrier == .tlv ? nil : done))
                    #expect(read.errorCode == (carrier == .tlv ? nil : "021"))
                    #expect((read.networkErrorCode == nil) == (carrier == .text))
                }
            }
        }
    }

    @Test func `the text is that of Appendix B`() {
        let done = CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 16, second: 5).timestamp
        let receipt = Receipt(messageID: "42", state: .delivered, submitDate: done, doneDate: done)
        let text = "id:42 sub:001 dlvrd:001 submit date:2611232016 done date:2611232016 stat:DELIVRD err:000 text:"
        #expect(ReceiptText.format(receipt) == text)
        var dialect = ReceiptDialect()
        dialect.omits = [.counts, .dates, .error, .text]
        #expect(ReceiptText.format(receipt, dialect: dialect) == "id:42 stat:DELIVRD")
        dialect.isUpperCase = true
        #expect(ReceiptText.format(receipt, dialect: dialect) == "ID:42 STAT:DELIVRD")
    }

    @Test func `states know whether they are final`() {
        let final = MessageState.allCases.filter(\.isFinal)
        #expect(final == [.delivered, .expired, .deleted, .undeliverable, .accepted, .rejected, .skipped])
    }
}
