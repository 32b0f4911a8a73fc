package import SMPP

/// A short message as an ESME gave it, to be written to a carrier as it is: it fits one segment.
package struct RawShortMessage: Hashable, Sendable {
    /// What octets of data_coding 0 are: the ESME's default alphabet.
    package enum Alphabet: UInt8, Sendable, CaseIterable { case gsm0338 = 0, latin1, ascii }

    /// As in `short_message`: the user data header first, if there is one. At most 254.
    package var octets: [UInt8]
    package var dataCoding: UInt8
    /// Bit 6 of esm_class.
    package var hasUserDataHeader = false
    /// Bit 7 of esm_class.
    package var hasReplyPath = false
    package var protocolID: UInt8 = 0
    package var alphabet = Alphabet.gsm0338
    /// `nil` leaves the sender to the route, or is the gateway's own.
    package var source: Address?
    /// sar_*, ports, user_message_reference, vendors' own: whatever is for the carrier or the phone.
    package var tlvs: [TLV] = []

    package init(octets: [UInt8], dataCoding: UInt8) { (self.octets, self.dataCoding) = (octets, dataCoding) }
}

extension RawShortMessage: CustomStringConvertible, CustomReflectable {
    /// Never the text.
    package var description: String { "\(octets.count) octets, data_coding \(dataCoding)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What is to be written to a carrier.
package enum SubmissionContent: Hashable, Sendable {
    /// Encoded, and cut in segments where it takes several, by the link.
    case text(String)
    /// Written as it is.
    case short(RawShortMessage)

    /// `nil` for what an ESME gave.
    package var text: String? {
        switch self {
        case .text(let text): text
        case .short: nil
        }
    }
}
