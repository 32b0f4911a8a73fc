import SMPP
import Testing
import World

/// Ways of writing receipts met in the field, each under the name of the peer that has it.
@Suite struct ReceiptDialectTests {
    private func receipt(
        _ text: String, esmClass: ESMClass = .deliveryReceipt, dataCoding: UInt8 = 0, tlvs: [TLV] = []
    ) throws -> Receipt {
        try #require(
            Receipt(
                DeliverSM(esmClass: esmClass, dataCoding: dataCoding, shortMessage: Array(text.utf8), tlvs: tlvs)))
    }

    // OsmoMSC 1.9.0 fills in no dates but leaves their pattern, counts its receipts itself, and answers every
    // submit_sm with the ID "msg_id_not_implemented".
    @Test func `OsmoMSC 1,9,0 writes the pattern of a date for a date`() throws {
        let read = try receipt(
            "id:00000001 sub:001 dlvrd:001 submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:DELIVRD err:000 text:",
            tlvs: [TLV(.userMessageReference, short: 0x0042)])
        #expect(read.messageID == "00000001" && read.state == .delivered)
        #expect(read.submitDate == nil && read.doneDate == nil)
    }

    // Jasmin 0.11.1's smpps writes neither counts nor text, and UUIDs for IDs, in the parameter too.
    @Test func `Jasmin 0,11,1 leaves out counts and text and has UUIDs for IDs`() throws {
        let id = "0c6bd9b5-c4ef-4b0f-8f5b-3f4a2d2f9c1e"
        let read = try receipt(
            "id:\(id) submit date:2611232015 done date:2611232016 stat:DELIVRD err:000",
            tlvs: [TLV(.receiptedMessageID, cString: id), TLV(.messageState, octet: 2)])
        #expect(read.messageID == id && read.form == .tlv)
        #expect(read.submitted == nil && read.delivered == nil)
        #expect(read.doneDate?.rfc3339 == "2026-11-23T20:16:00.000Z")
    }

    // smpp34 (PyPI) sends the text alone.
    @Test func `smpp34 sends no parameters beside the text`() throws {
        let read = try receipt(
            "id:7 sub:001 dlvrd:001 submit date:2611232015 done date:2611232016 stat:DELIVRD err:000 Text:hello")
        #expect(read.messageID == "7" && read.form == .text && read.submitted == 1 && read.delivered == 1)
    }

    // jSMPP's SMPPServerSimulator (jsmpp#56): the response's ID is hexadecimal, the receipt's the same in decimal.
    @Test func `jSMPP's simulator writes the ID of the response in another base`() throws {
        #expect(try receipt("id:0000123456 sub:001 dlvrd:001 stat:DELIVRD err:000").messageID == "0000123456")
    }

    // Kannel 1.4.5's source masks with 0x3C because some SMSCs send 0x44; those have no header in the text.
    @Test func `a receipt marked 0x44, which Kannel met, is read though no header is there`() throws {
        let read = try receipt("id:42 stat:UNDELIV err:1B", esmClass: ESMClass(rawValue: 0x44))
        #expect(read.messageID == "42" && read.state == .undeliverable && read.errorCode == "1B")
    }

    @Test func `a receipt behind a real user data header is read past it`() throws {
        let header: [UInt8] = [5, 0, 3, 0x69, 1, 1]
        let message = DeliverSM(
            esmClass: ESMClass(rawValue: 0x44), shortMessage: header + Array("id:42 stat:DELIVRD".utf8))
        #expect(Receipt(message)?.messageID == "42")
    }

    @Test(arguments: [
        "id:42 submit date:261123201501 done date:261123201659 stat:DELIVRD",
        "id:42 submit_date:20261123201501 done_date:20261123201659 stat:DELIVRD",
        "id:42 submitdate:261123201501 donedate:261123201659 stat:DELIVRD",
        "done date :261123201659 submit date :261123201501 stat :DELIVRD id :42",
    ])
    func `dates with seconds or the century, and other spellings of their names, are read`(text: String) throws {
        let read = try receipt(text)
        #expect(read.submitDate?.rfc3339 == "2026-11-23T20:15:01.000Z")
        #expect(read.doneDate?.rfc3339 == "2026-11-23T20:16:59.000Z")
        #expect(read.messageID == "42")
    }

    @Test(arguments: [
        "26113020", "2602302015", "2611232460", "26112320155", "2611-23-20", "",
    ])
    func `a date that is none leaves the rest readable`(date: String) throws {
        let read = try receipt("id:42 done date:\(date) stat:DELIVRD err:000")
        #expect(read.doneDate == nil && read.messageID == "42" && read.state == .delivered && read.errorCode == "000")
    }

    @Test(arguments: ["000", "0", "1B", "ABS", "-1", "0x1b", "21.4"])
    func `an error is what the SMSC writes, digits or not`(code: String) throws {
        #expect(try receipt("id:42 stat:UNDELIV err:\(code) text:").errorCode == code)
    }

    @Test(arguments: [
        [UInt8](), [0xFE, 0xFF], [0xFF, 0xFE],
    ])
    func `a UCS-2 text is read with and without its byte order mark`(mark: [UInt8]) throws {
        let isSwapped = mark == [0xFF, 0xFE]
        let text = Array("id:42 sub:001 stat:DELIVRD err:000 text:id:43".utf8).flatMap { octet -> [UInt8] in
            isSwapped ? [octet, 0] : [0, octet]
        }
        for dataCoding: UInt8 in isSwapped || !mark.isEmpty ? [8] : [8, 0, 0x19] {
            let message = DeliverSM(esmClass: .deliveryReceipt, dataCoding: dataCoding, shortMessage: mark + text)
            let read = try #require(Receipt(message))
            #expect(read.messageID == "42" && read.state == .delivered && read.errorCode == "000")
        }
    }

    @Test func `a text in message_payload is read like one in short_message`() throws {
        let message = DeliverSM(
            esmClass: .deliveryReceipt, tlvs: [TLV(.messagePayload, Array("id:42 stat:EXPIRED".utf8))])
        #expect(Receipt(message)?.messageID == "42" && Receipt(message)?.state == .expired)
    }

    // Some peers leave the NUL of a C-octet string in a parameter out.
    @Test func `an ID in a parameter without its NUL is the same ID`() throws {
        let read = try receipt(
            "", tlvs: [TLV(.receiptedMessageID, Array("6f9c01".utf8)), TLV(.messageState, octet: 8)])
        #expect(read.messageID == "6f9c01" && read.state == .rejected)
    }

    @Test func `what a receipt quotes of the message is never taken for its fields`() throws {
        let read = try receipt("id:42 stat:UNDELIV Text:id:43 stat:DELIVRD err:9 done date:2611232016")
        #expect(read.messageID == "42" && read.state == .undeliverable)
        #expect(read.errorCode == nil && read.doneDate == nil)
    }

    @Test(arguments: MessageState.allCases)
    func `each state is read by its seven letters and its word, in either case`(state: MessageState) throws {
        for word in [state.receiptText, state.receiptText.lowercased(), "\(state)", "\(state)".uppercased()] {
            #expect(try receipt("id:42 stat:\(word) err:0").state == state)
        }
    }

    @Test func `an intermediate notification is told from a final receipt`() throws {
        #expect(try receipt("id:42 stat:ENROUTE", esmClass: .intermediateNotification).isIntermediate)
        #expect(try !receipt("id:42 stat:DELIVRD").isIntermediate)
    }
}
