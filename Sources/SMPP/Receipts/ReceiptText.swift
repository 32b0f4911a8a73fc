import World

/// How one SMSC writes its receipts. Each value is something SMSCs in the field do.
package struct ReceiptDialect: Equatable, Sendable {
    package var carrier = Carrier.both
    package var identifier = IdentifierForm.asIs
    /// `YYMMDDhhmmss` in place of `YYMMDDhhmm`.
    package var hasSeconds = false
    /// `Text:` as in Appendix B, or `text:`.
    package var textKey = "text"
    /// `stat:` as in Appendix B.
    package var isUpperCase = false
    /// Fields left out of the text.
    package var omits: Omission = []

    package init(carrier: Carrier = .both, identifier: IdentifierForm = .asIs) {
        (self.carrier, self.identifier) = (carrier, identifier)
    }

    package enum Carrier: String, CaseIterable, Sendable { case text, tlv, both }

    /// How an ID that is a decimal number is written in the receipt.
    package enum IdentifierForm: String, CaseIterable, Sendable {
        case asIs, hexLower, hexUpper
        /// A hexadecimal ID as a decimal number.
        case decimal
    }

    package struct Omission: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let counts = Omission(rawValue: 1)
        package static let dates = Omission(rawValue: 2)
        package static let error = Omission(rawValue: 4)
        package static let text = Omission(rawValue: 8)
    }
}

/// Writes receipts: the SMSC's side. Source: SMPP 3.4 Appendix B.
package enum ReceiptText {
    /// The text alone; no date that is `nil` is written.
    package static func format(_ receipt: Receipt, dialect: ReceiptDialect = ReceiptDialect()) -> String {
        var fields = ["id:" + identifier(receipt.messageID ?? "", dialect.identifier)]
        if !dialect.omits.contains(.counts) {
            fields.append("sub:" + padded(receipt.submitted ?? 1))
            fields.append("dlvrd:" + padded(receipt.delivered ?? (receipt.state == .delivered ? 1 : 0)))
        }
        if !dialect.omits.contains(.dates) {
            if let date = receipt.submitDate { fields.append("submit date:" + written(date, dialect)) }
            if let date = receipt.doneDate { fields.append("done date:" + written(date, dialect)) }
        }
        fields.append("stat:" + receipt.state.receiptText)
        if !dialect.omits.contains(.error) { fields.append("err:" + (receipt.errorCode ?? "000")) }
        if !dialect.omits.contains(.text) { fields.append(dialect.textKey + ":") }
        let text = fields.joined(separator: " ")
        return dialect.isUpperCase ? text.uppercased() : text
    }

    /// The whole message: from the handset's address to the sender's. A text too long for `short_message` is cut.
    package static func deliverSM(
        _ receipt: Receipt, from handset: Address, to sender: Address, dialect: ReceiptDialect = ReceiptDialect()
    ) -> DeliverSM {
        var tlvs: [TLV] = []
        if dialect.carrier != .text {
            if let id = receipt.messageID {
                tlvs.append(TLV(.receiptedMessageID, cString: identifier(id, dialect.identifier)))
            }
            tlvs.append(TLV(.messageState, octet: receipt.state.rawValue))
            if let code = receipt.networkErrorCode { tlvs.append(TLV(.networkErrorCode, code.octets)) }
        }
        let text = dialect.carrier == .tlv ? [] : Array(format(receipt, dialect: dialect).utf8.prefix(254))
        return DeliverSM(
            source: handset, destination: sender,
            esmClass: receipt.isIntermediate ? .intermediateNotification : .deliveryReceipt,
            shortMessage: text, tlvs: tlvs)
    }

    private static func identifier(_ id: String, _ form: ReceiptDialect.IdentifierForm) -> String {
        switch form {
        case .asIs: id
        case .hexLower: UInt64(id).map { String($0, radix: 16) } ?? id
        case .hexUpper: UInt64(id).map { String($0, radix: 16, uppercase: true) } ?? id
        case .decimal: UInt64(id, radix: 16).map { String($0) } ?? id
        }
    }

    private static func padded(_ count: Int) -> String {
        String(repeating: "0", count: max(0, 3 - String(count).count)) + String(count)
    }

    private static func written(_ date: Timestamp, _ dialect: ReceiptDialect) -> String {
        let civil = CivilTime(date)
        let minutes = [civil.year % 100, civil.month, civil.day, civil.hour, civil.minute]
        return SMPPTime.pairs(dialect.hasSeconds ? minutes + [civil.second] : minutes)
    }
}
