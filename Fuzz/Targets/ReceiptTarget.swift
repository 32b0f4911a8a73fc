import SMPP
import World

/// Any text as a receipt's; what was read can be written in any dialect, and its ID read back.
func fuzzReceipt(_ input: [UInt8]) {
    var choices = Choices(input)
    var message = DeliverSM(
        esmClass: ESMClass(rawValue: choices.one(of: [0x04, 0x20, 0x44, 0x00])),
        dataCoding: choices.one(of: [0, 8, 3, 4]))
    if choices.flag() { message.tlvs.append(TLV(.receiptedMessageID, choices.take(choices.below(70)))) }
    if choices.flag() { message.tlvs.append(TLV(.messageState, choices.take(choices.below(3)))) }
    if choices.flag() { message.tlvs.append(TLV(.networkErrorCode, choices.take(choices.below(5)))) }
    let dialect = ReceiptDialect(
        carrier: choices.one(of: ReceiptDialect.Carrier.allCases),
        identifier: choices.one(of: ReceiptDialect.IdentifierForm.allCases))
    let text = choices.remainder()
    if text.count > 254 { message.tlvs.append(TLV(.messagePayload, text)) } else { message.shortMessage = text }
    guard let receipt = Receipt(message) else { return }
    if let id = receipt.messageID { check(!id.isEmpty, "an empty ID") }
    if receipt.form == .text { check((receipt.messageID?.utf8.count ?? 99) <= 64, "an ID past its length") }
    write(receipt, dialect)
}

private func write(_ receipt: Receipt, _ dialect: ReceiptDialect) {
    let message = ReceiptText.deliverSM(receipt, from: Address(), to: Address(), dialect: dialect)
    check(message.shortMessage.count <= 254, "a receipt past its length")
    let again = Receipt(message)
    check(again != nil, "a receipt that is none")
    // An ID that is one word and fits the text comes back as it is.
    guard dialect.identifier == .asIs, let id = receipt.messageID, id.utf8.count <= 64,
        id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2C && $0 != 0x3A && $0 != 0x3B })
    else { return }
    check(dialect.carrier == .tlv || again?.messageID == id, "another ID")
    check(dialect.carrier == .tlv || again?.state == receipt.state, "another state")
}
