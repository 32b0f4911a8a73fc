package import Delivery
package import MessageEncoding
package import SMPP

/// What one carrier does differently from the next: how it wants messages written, and how it reports on them.
package struct CarrierDialect: Hashable, Sendable {
    /// How receipts are read and what they name messages by.
    package var receipts = ReceiptRule()
    /// What data_coding 0 means to it; `gsm0338Packed` is not among the settings.
    package var defaultAlphabet = DefaultAlphabet.gsm0338
    package var deliveryMode = DeliveryMode.default
    package var segmentation = Segmentation.udh8
    /// Short codes: national by usage, so mostly network specific (TELECOM notes §1.6).
    package var shortCode = AddressKind(ton: .networkSpecific, npi: .unknown)
    package var number = AddressKind(ton: .international, npi: .e164)
    package var name = AddressKind(ton: .alphanumeric, npi: .unknown)
    /// Written at the end of every submit_sm, in this order.
    package var tlvs: [TLV] = []
    /// What a command_status means to it, where that is not what SMPP says.
    package var statuses: [UInt32: RejectionClass] = [:]

    package init() {}

    /// Type and plan of an address.
    package struct AddressKind: Hashable, Sendable {
        package var ton: Address.TypeOfNumber
        package var npi: Address.NumberingPlan

        package init(ton: Address.TypeOfNumber, npi: Address.NumberingPlan) { (self.ton, self.npi) = (ton, npi) }
    }

    /// The messaging mode asked for. Source: SMPP 3.4 §5.2.12.
    package enum DeliveryMode: String, Hashable, Sendable, CaseIterable {
        case `default`
        /// Tried once, no receipt promised.
        case datagram
        /// The response waits for the phone.
        case transaction
        case storeAndForward = "store_and_forward"

        /// Bits 1 and 0 of esm_class.
        var bits: UInt8 {
            switch self {
            case .default: 0
            case .datagram: 1
            case .transaction: 2
            case .storeAndForward: 3
            }
        }
    }

    /// How a text too long for one short message is written.
    package enum Segmentation: String, Hashable, Sendable, CaseIterable {
        /// Under a user data header with a reference of 8 bits.
        case udh8
        /// With one of 16 bits. OsmoMSC 1.9.0 pads behind its 7 octets wrongly.
        case udh16
        /// In parts that the parameters sar_* number; the carrier makes the headers. Source: SMPP 3.4 §5.3.2.22–24.
        case sar
        /// Whole, in message_payload; the carrier makes the segments. Source: SMPP 3.4 §5.3.2.32.
        case payload
    }

    /// What a refusal means for the message. Classes: TELECOM notes §1.4; Kannel 1.4.5 retries exactly RMSGQFUL,
    /// RTHROTTLED, RX_T_APPN and RSYSERR.
    package func rejection(_ status: CommandStatus) -> RejectionClass {
        statuses[status.rawValue] ?? RejectionClass(status)
    }

    /// A sender as this carrier wants it: six digits or fewer are a short code.
    package func source(_ sender: String) -> Address {
        let digits = sender.hasPrefix("+") ? String(sender.dropFirst()) : sender
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return Address(ton: name.ton, npi: name.npi, digits: sender)
        }
        let kind = digits.utf8.count > Self.shortCodeDigitsMax ? number : shortCode
        return Address(ton: kind.ton, npi: kind.npi, digits: digits)
    }

    private static let shortCodeDigitsMax = 6
}
