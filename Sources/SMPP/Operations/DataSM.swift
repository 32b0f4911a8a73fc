/// A message in either direction whose text is in `message_payload`. Source: SMPP 3.4 §4.7.1.
package struct DataSM: Hashable, Sendable {
    package var serviceType = ""
    /// At most 64 octets each.
    package var source = Address()
    package var destination = Address()
    package var esmClass = ESMClass.default
    package var registeredDelivery = RegisteredDelivery.none
    package var dataCoding: UInt8 = 0
    package var tlvs: [TLV] = []

    package init() {}
}

extension DataSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&serviceType, .serviceType, octetsMax: 6)
        try visitor.source(&source, octetsMax: 65)
        try visitor.destination(&destination, octetsMax: 65)
        try visitor.octet(&esmClass.rawValue, .esmClass)
        try visitor.octet(&registeredDelivery.rawValue, .registeredDelivery)
        try visitor.octet(&dataCoding, .dataCoding)
        try visitor.tlvs(&tlvs)
    }
}
