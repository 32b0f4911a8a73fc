/// Asks what became of a message. Source: SMPP 3.4 §4.8.1.
package struct QuerySM: Hashable, Sendable {
    package var messageID = ""
    package var source = Address()
    package var tlvs: [TLV] = []

    package init() {}
}

extension QuerySM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.source(&source)
        try visitor.tlvs(&tlvs)
    }
}

/// Source: SMPP 3.4 §4.8.2.
package struct QuerySMResponse: Hashable, Sendable {
    package var messageID = ""
    /// Absolute, or empty while there is no final state.
    package var finalDate = ""
    /// A `MessageState`'s value.
    package var messageState: UInt8 = 0
    package var errorCode: UInt8 = 0
    package var tlvs: [TLV] = []

    package init() {}
}

extension QuerySMResponse: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        guard !visitor.bodyIsAbsent(nothingToSay: self == QuerySMResponse()) else { return }
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.cString(&finalDate, .finalDate, octetsMax: 17)
        try visitor.octet(&messageState, .messageState)
        try visitor.octet(&errorCode, .errorCode)
        try visitor.tlvs(&tlvs)
    }
}
