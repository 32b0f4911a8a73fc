package import World

/// What an SMSC reports about a message it took before. Source: SMPP 3.4 §5.3.2.12, §5.3.2.35, Appendix B.
///
/// Read from optional parameters where they are, and from the text, each field on its own, where they are not. Nothing
/// is guessed: a field that cannot be read is `nil`, a state that cannot be read is `unknown`.
package struct Receipt: Equatable, Sendable {
    /// As the SMSC writes it, which need not be how it wrote it in `submit_sm_resp`: other bases, cases and leading
    /// zeros are the correlation's affair.
    package var messageID: String?
    package var state: MessageState
    /// As in the text; digits or letters, the SMSC's own.
    package var errorCode: String?
    package var networkErrorCode: NetworkErrorCode?
    /// Messages originally submitted and delivered, from the text.
    package var submitted: Int?
    package var delivered: Int?
    /// Read as UTC: the text has no time zone. To the minute with most SMSCs.
    package var submitDate: Timestamp?
    package var doneDate: Timestamp?
    /// Comes before the final state. Source: SMPP 3.4 §5.2.12.
    package var isIntermediate: Bool
    package var form: Form

    /// Where the message ID was found.
    package enum Form: String, Sendable { case tlv, text, neither }

    package init(
        messageID: String?, state: MessageState, errorCode: String? = nil,
        networkErrorCode: NetworkErrorCode? = nil, submitted: Int? = nil, delivered: Int? = nil,
        submitDate: Timestamp? = nil, doneDate: Timestamp? = nil, isIntermediate: Bool = false, form: Form = .tlv
    ) {
        (self.messageID, self.state, self.errorCode) = (messageID, state, errorCode)
        (self.networkErrorCode, self.submitted, self.delivered) = (networkErrorCode, submitted, delivered)
        (self.submitDate, self.doneDate) = (submitDate, doneDate)
        (self.isIntermediate, self.form) = (isIntermediate, form)
    }

    /// `nil` when the message is not a receipt: neither marked as one nor carrying both parameters of one.
    package init?(_ message: DeliverSM) {
        let tlvs = message.tlvs
        let isMarked = message.esmClass.isDeliveryReceipt || message.esmClass.isIntermediateNotification
        guard isMarked || (tlvs.receiptedMessageID != nil && tlvs.messageState != nil) else { return nil }
        let text = ReceiptFields(message.payload, dataCoding: message.dataCoding)
        let textID = text.value(["id"]).flatMap { $0.utf8.count <= 64 ? $0 : nil }
        let stated = tlvs.messageState ?? text.value(["stat"]).flatMap { MessageState(receiptText: $0) }
        self.init(
            messageID: tlvs.receiptedMessageID ?? textID, state: stated ?? .unknown,
            errorCode: text.value(["err"]), networkErrorCode: tlvs.networkErrorCode,
            submitted: text.value(["sub"]).flatMap { Int($0) },
            delivered: text.value(["dlvrd"]).flatMap { Int($0) },
            submitDate: text.date(["submit date", "submit_date", "submitdate"]),
            doneDate: text.date(["done date", "done_date", "donedate"]),
            isIntermediate: message.esmClass.isIntermediateNotification,
            form: tlvs.receiptedMessageID != nil ? .tlv : textID != nil ? .text : .neither)
    }
}
