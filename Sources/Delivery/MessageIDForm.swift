/// How a carrier writes a message's ID in its receipts, seen from how it wrote it in its response.
package enum MessageIDForm: String, Hashable, Sendable, CaseIterable {
    /// The same, letter case and leading zeros apart.
    case same
    /// Hexadecimal in the response, decimal in the receipt (jsmpp#56).
    case hexadecimalInResponse = "hex_in_response"
    /// Decimal in the response, hexadecimal in the receipt.
    case decimalInResponse = "dec_in_response"

    /// What IDs are compared as. Carriers change the letter case between response and receipt (jasmin#763), and pad
    /// one of them with zeros.
    static func canonical(_ id: String) -> String {
        let lower = id.lowercased()
        let digits = lower.drop { $0 == "0" }
        return digits.isEmpty && !lower.isEmpty ? "0" : String(digits)
    }

    /// The response's canonical ID that a receipt's canonical ID stands for; `nil` when it can't be read so.
    func responseID(ofReceipt id: String) -> String? {
        switch self {
        case .same: id
        case .hexadecimalInResponse: Self.decimal(id).map { String($0, radix: 16) }
        case .decimalInResponse: Self.hexadecimal(id).map { String($0) }
        }
    }

    /// The receipt's canonical ID under which a response's canonical ID comes back; `nil` when it can't be read so.
    func receiptID(ofResponse id: String) -> String? {
        switch self {
        case .same: id
        case .hexadecimalInResponse: Self.hexadecimal(id).map { String($0) }
        case .decimalInResponse: Self.decimal(id).map { String($0, radix: 16) }
        }
    }

    private static func decimal(_ id: String) -> UInt64? {
        id.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(id) : nil
    }

    private static func hexadecimal(_ id: String) -> UInt64? {
        id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? UInt64(id, radix: 16) : nil
    }
}

/// By what a carrier's receipts name their message.
package enum ReceiptKey: String, Hashable, Sendable, CaseIterable {
    case messageID = "message_id"
    /// The phone and eight bits of the user_message_reference: for carriers whose message IDs name nothing.
    /// OsmoMSC 1.9.0 answers every submit with `msg_id_not_implemented`.
    case userMessageReference = "user_message_reference"
}

/// How a carrier's receipts are read.
package struct ReceiptRule: Hashable, Sendable {
    /// `nil` learns it.
    package var form: MessageIDForm?
    package var key: ReceiptKey

    package init(form: MessageIDForm? = nil, key: ReceiptKey = .messageID) { (self.form, self.key) = (form, key) }
}

/// The end of a phone's number: enough to tell two recipients apart, whatever form a carrier writes numbers in.
package struct NumberTail: Hashable, Sendable {
    /// How many digits are compared: national and international forms agree in these.
    package static let digitsMax = 8

    private let value: UInt64

    /// `nil` for fewer than four digits and for names.
    package init?(_ number: String) {
        let digits = number.utf8.drop { $0 == UInt8(ascii: "+") }
        guard digits.count >= 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        value = digits.suffix(Self.digitsMax).reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }
}

extension NumberTail: CustomStringConvertible, CustomReflectable {
    /// Numbers are not for logs.
    package var description: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
