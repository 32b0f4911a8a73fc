package import SMPP

/// How a carrier words, numbers and times its receipts: each choice is one that SMSCs in the field make.
package struct ReceiptStyle: Sendable, Hashable {
    package var carrier = ReceiptDialect.Carrier.both
    /// How `submit_sm_resp` writes the message's number.
    package var responseIdentifier = IdentifierForm.decimal
    /// How the receipt writes the same number.
    package var receiptIdentifier = IdentifierForm.decimal
    package var hasSeconds = false
    /// The whole text in capitals.
    package var isUpperCase = false
    /// The receipt is sent before the response to the submit it is about.
    package var comesBeforeResponse = false
    /// How often each receipt is sent, 1–5.
    package var copies = 1
    /// Every message has the one ID "1": nothing can be told apart by it.
    package var hasConstantID = false

    package init() {}

    package enum IdentifierForm: String, Sendable, CaseIterable {
        case decimal
        case hexLower = "hex_lower"
        case hexUpper = "hex_upper"

        func text(_ number: UInt64) -> String {
            switch self {
            case .decimal: String(number)
            case .hexLower: String(number, radix: 16)
            case .hexUpper: String(number, radix: 16, uppercase: true)
            }
        }
    }

    var dialect: ReceiptDialect {
        var dialect = ReceiptDialect(carrier: carrier)
        dialect.hasSeconds = hasSeconds
        dialect.isUpperCase = isUpperCase
        return dialect
    }

    func responseID(_ number: UInt64) -> String { hasConstantID ? "1" : responseIdentifier.text(number) }
    func receiptID(_ number: UInt64) -> String { hasConstantID ? "1" : receiptIdentifier.text(number) }
}
