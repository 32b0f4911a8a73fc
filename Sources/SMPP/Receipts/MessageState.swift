/// What became of a message. Source: SMPP 3.4 §5.2.28; 0 and 9 are from SMPP 5.0 Table 4-50.
package enum MessageState: UInt8, CaseIterable, Sendable {
    case scheduled = 0
    case enroute, delivered, expired, deleted, undeliverable, accepted, unknown, rejected, skipped

    /// Whether nothing more will become of it. `accepted` is final by the text (read by a person on the
    /// subscriber's behalf), `unknown` says nothing.
    package var isFinal: Bool {
        switch self {
        case .delivered, .expired, .deleted, .undeliverable, .accepted, .rejected, .skipped: true
        case .scheduled, .enroute, .unknown: false
        }
    }

    /// The seven letters of a receipt's text. Source: SMPP 3.4 Appendix B.
    package var receiptText: String {
        switch self {
        case .scheduled: "SCHEDLD"
        case .enroute: "ENROUTE"
        case .delivered: "DELIVRD"
        case .expired: "EXPIRED"
        case .deleted: "DELETED"
        case .undeliverable: "UNDELIV"
        case .accepted: "ACCEPTD"
        case .unknown: "UNKNOWN"
        case .rejected: "REJECTD"
        case .skipped: "SKIPPED"
        }
    }

    /// Reads `receiptText` in either case, and the words written out, as some SMSCs do; `nil` for anything else.
    package init?(receiptText text: some StringProtocol) {
        let upper = text.uppercased()
        let found = Self.allCases.first {
            upper == $0.receiptText || upper == String(describing: $0).uppercased()
        }
        guard let found else { return nil }
        self = found
    }
}
