/// The body of a response that has no fields; SMPP 5.0 §4.8.4.18 lets any response carry `congestion_state`.
package struct BareResponse: Hashable, Sendable {
    package var tlvs: [TLV]

    package init(tlvs: [TLV] = []) { self.tlvs = tlvs }
}

extension BareResponse: PDUFields {
    init() { self.init(tlvs: []) }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) { try visitor.tlvs(&tlvs) }
}
