/// Says that a handset can be reached again; has no response. Source: SMPP 3.4 §4.12.1.
package struct AlertNotification: Hashable, Sendable {
    /// The handset; at most 64 octets.
    package var source = Address()
    /// Whom to tell; at most 64 octets.
    package var esme = Address()
    package var tlvs: [TLV] = []

    package init() {}
}

extension AlertNotification: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.source(&source, octetsMax: 65)
        try visitor.octet(&esme.ton.rawValue, .esmeTON)
        try visitor.octet(&esme.npi.rawValue, .esmeNPI)
        try visitor.cString(&esme.digits, .esmeAddress, octetsMax: 65)
        try visitor.tlvs(&tlvs)
    }
}
