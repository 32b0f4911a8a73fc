/// A text ready for submit_sm: its data coding and one segment or more.
package struct EncodedMessage: Hashable, Sendable {
    package var dataCoding: DataCoding
    /// Never empty.
    package var segments: [Segment]

    /// What one short message carries.
    package struct Segment: Hashable, Sendable {
        /// With its length octet; `nil` when the message is this one segment.
        package var userDataHeader: [UInt8]?
        /// The text's octets; for the GSM alphabet one septet an octet, unless the default alphabet says packed.
        package var payload: [UInt8]

        package init(userDataHeader: [UInt8]?, payload: [UInt8]) {
            self.userDataHeader = userDataHeader
            self.payload = payload
        }

        /// Header and payload, as short_message or message_payload takes them.
        package var shortMessage: [UInt8] { (userDataHeader ?? []) + payload }
        /// Whether esm_class must say that a header is there. Source: SMPP 3.4 §5.2.12.
        package var needsUDHI: Bool { userDataHeader != nil }
    }

    package init(dataCoding: DataCoding, segments: [Segment]) {
        self.dataCoding = dataCoding
        self.segments = segments
    }
}

/// Why a text cannot be encoded.
package enum MessageEncodingError: Error, Hashable, Sendable {
    /// The text takes more segments than the caller allows.
    case tooManySegments(limit: Int)
}
