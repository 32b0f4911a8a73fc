/// Takes back messages not yet delivered. Source: SMPP 3.4 §4.9.1.
package struct CancelSM: Hashable, Sendable {
    package var serviceType = ""
    /// Empty cancels all between the two addresses.
    package var messageID = ""
    package var source = Address()
    package var destination = Address()
    package var tlvs: [TLV] = []

    package init() {}
}

extension CancelSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&serviceType, .serviceType, octetsMax: 6)
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.source(&source)
        try visitor.destination(&destination)
        try visitor.tlvs(&tlvs)
    }
}
