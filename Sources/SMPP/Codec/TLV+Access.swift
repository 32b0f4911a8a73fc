/// Typed access to the parameters a session and its users read; `nil` where absent or of the wrong length, and the
/// first where one is repeated.
extension [TLV] {
    package subscript(_ tag: TLVTag) -> TLV? { first { $0.tag == tag } }

    /// Source: SMPP 3.4 §5.3.2.12.
    package var receiptedMessageID: String? {
        self[.receiptedMessageID].map(\.cString).flatMap { $0.isEmpty ? nil : $0 }
    }
    /// Source: SMPP 3.4 §5.3.2.35.
    package var messageState: MessageState? { self[.messageState]?.octet.flatMap(MessageState.init(rawValue:)) }
    /// Source: SMPP 3.4 §5.3.2.31.
    package var networkErrorCode: NetworkErrorCode? { self[.networkErrorCode].flatMap { NetworkErrorCode($0.value) } }
    /// Source: SMPP 3.4 §5.3.2.17.
    package var userMessageReference: UInt16? { self[.userMessageReference]?.short }
    /// Seconds the SMSC is to keep the message at most. Source: SMPP 3.4 §5.3.2.9.
    package var qosTimeToLive: UInt32? { self[.qosTimeToLive]?.word }
    /// What the SMSC says about the response it stands in. Source: SMPP 3.4 §5.3.2.11.
    package var additionalStatusInfoText: String? { self[.additionalStatusInfoText]?.cString }
    /// Source: SMPP 3.4 §5.3.2.20–21.
    package var sourcePort: UInt16? { self[.sourcePort]?.short }
    package var destinationPort: UInt16? { self[.destinationPort]?.short }
    /// Whether the handset of an `alert_notification` can be reached: 0 available, 1 denied, 2 unavailable.
    /// Source: SMPP 3.4 §5.3.2.30.
    package var availabilityStatus: UInt8? { self[.msAvailabilityStatus]?.octet }
    /// 0 unavailable, 1 invalid address, 2 permanent, 3 temporary network error. Source: SMPP 3.4 §5.3.2.33.
    package var deliveryFailureReason: UInt8? { self[.deliveryFailureReason]?.octet }
    /// Whether an `alert_notification` will say that the handset is back. Source: SMPP 3.4 §5.3.2.28–29.
    package var dpfResult: Bool? { self[.dpfResult]?.octet.map { $0 == 1 } }
    package var setDpf: Bool? { self[.setDpf]?.octet.map { $0 == 1 } }
    /// `1`, MCC and MNC of the network. Source: SMPP 5.0 §4.8.4.25, §4.8.4.56.
    package var sourceNetworkID: String? { self[.sourceNetworkID]?.cString }
    package var destNetworkID: String? { self[.destNetworkID]?.cString }
    /// Whether the destination's number was found ported: 0 not asked, 1 not ported, 2 ported.
    /// Source: SMPP 5.0 §4.8.4.22.
    package var portabilityResolution: UInt8? { self[.destAddrNPResolution]?.octet }
    /// Source: SMPP 3.4 §5.3.2.32.
    package var messagePayload: [UInt8]? { self[.messagePayload]?.value }
    /// 0 idle … 100 congested; 80–90 is the load to aim for. Source: SMPP 5.0 §4.8.4.18.
    package var congestionState: UInt8? { self[.congestionState]?.octet }
    /// The highest version the SMSC speaks. Source: SMPP 3.4 §5.3.2.25.
    package var interfaceVersion: UInt8? { self[.scInterfaceVersion]?.octet }
    /// Reference, total and number of a segment; `nil` unless all three are there, as the text demands.
    /// Source: SMPP 3.4 §5.3.2.22–24.
    package var segment: (reference: UInt16, total: UInt8, number: UInt8)? {
        guard let reference = self[.sarReferenceNumber]?.short, let total = self[.sarTotalSegments]?.octet,
            let number = self[.sarSegmentNumber]?.octet
        else { return nil }
        return (reference, total, number)
    }
}

/// An error of the network behind the SMSC. Source: SMPP 3.4 §5.3.2.31.
package struct NetworkErrorCode: Equatable, Sendable {
    /// 1 ANSI-136, 2 IS-95, 3 GSM; 4 and above vendor or 5.0.
    package var networkType: UInt8
    package var code: UInt16

    package init(networkType: UInt8, code: UInt16) { (self.networkType, self.code) = (networkType, code) }

    init?(_ octets: [UInt8]) {
        guard octets.count == 3 else { return nil }
        self.init(networkType: octets[0], code: UInt16(octets[1]) << 8 | UInt16(octets[2]))
    }

    var octets: [UInt8] { [networkType, UInt8(code >> 8), UInt8(code & 255)] }
}
