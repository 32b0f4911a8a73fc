/// The body of `submit_sm_resp`, `deliver_sm_resp` and `data_sm_resp`. Source: SMPP 3.4 §4.4.2, §4.6.2, §4.7.2.
package struct MessageResponse: Hashable, Sendable {
    /// The SMSC's name for the message, at most 64 characters and opaque; empty in `deliver_sm_resp`.
    package var messageID: String
    package var tlvs: [TLV]

    package init(messageID: String = "", tlvs: [TLV] = []) { (self.messageID, self.tlvs) = (messageID, tlvs) }
}

package typealias SubmitSMResponse = MessageResponse
package typealias DeliverSMResponse = MessageResponse
package typealias DataSMResponse = MessageResponse

extension MessageResponse: PDUFields {
    init() { self.init(messageID: "") }

    @inline(__always)
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        guard !visitor.bodyIsAbsent(nothingToSay: messageID.isEmpty && tlvs.isEmpty) else { return }
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.tlvs(&tlvs)
    }
}
