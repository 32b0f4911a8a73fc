/// Puts another text in the place of a message not yet delivered. Source: SMPP 3.4 §4.10.1.
package struct ReplaceSM: Hashable, Sendable {
    package var messageID = ""
    package var source = Address()
    package var scheduleDeliveryTime = ""
    package var validityPeriod = ""
    package var registeredDelivery = RegisteredDelivery.none
    package var defaultMessageID: UInt8 = 0
    package var shortMessage: [UInt8] = []
    package var tlvs: [TLV] = []

    package init() {}
}

extension ReplaceSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.source(&source)
        try visitor.cString(&scheduleDeliveryTime, .scheduleDeliveryTime, octetsMax: 17)
        try visitor.cString(&validityPeriod, .validityPeriod, octetsMax: 17)
        try visitor.octet(&registeredDelivery.rawValue, .registeredDelivery)
        try visitor.octet(&defaultMessageID, .defaultMessageID)
        try visitor.shortMessage(&shortMessage)
        try visitor.tlvs(&tlvs)
    }
}

extension ReplaceSM: CustomStringConvertible, CustomReflectable {
    /// Never the text.
    package var description: String { "\(messageID) from \(source), \(shortMessage.count) octets" }
    package var customMirror: Mirror { Mirror(self, children: ["message": description]) }
}
