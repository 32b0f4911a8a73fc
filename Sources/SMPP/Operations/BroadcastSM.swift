/// A message for all handsets in an area. Source: SMPP 5.0 §4.4.1.
///
/// Where, what kind, how often and at which interval stand in TLVs, as does the text.
package struct BroadcastSM: Hashable, Sendable {
    package var serviceType = ""
    package var source = Address()
    /// Of the broadcast that this one replaces; empty for a new one.
    package var messageID = ""
    package var priorityFlag: UInt8 = 0
    package var scheduleDeliveryTime = ""
    package var validityPeriod = ""
    package var replaceIfPresent: UInt8 = 0
    package var dataCoding: UInt8 = 0
    package var defaultMessageID: UInt8 = 0
    package var tlvs: [TLV] = []

    package init() {}
}

extension BroadcastSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&serviceType, .serviceType, octetsMax: 6)
        try visitor.source(&source)
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.octet(&priorityFlag, .priorityFlag)
        try visitor.cString(&scheduleDeliveryTime, .scheduleDeliveryTime, octetsMax: 17)
        try visitor.cString(&validityPeriod, .validityPeriod, octetsMax: 17)
        try visitor.octet(&replaceIfPresent, .replaceIfPresent)
        try visitor.octet(&dataCoding, .dataCoding)
        try visitor.octet(&defaultMessageID, .defaultMessageID)
        try visitor.tlvs(&tlvs)
    }
}

/// Names the broadcast; the areas refused stand in TLVs. Source: SMPP 5.0 §4.4.2.
package typealias BroadcastSMResponse = MessageResponse

/// Asks how far a broadcast has come. Source: SMPP 5.0 §4.6.1.
package struct QueryBroadcastSM: Hashable, Sendable {
    package var messageID = ""
    package var source = Address()
    package var tlvs: [TLV] = []

    package init() {}
}

extension QueryBroadcastSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.source(&source)
        try visitor.tlvs(&tlvs)
    }
}

/// State, areas and share of success stand in TLVs. Source: SMPP 5.0 §4.6.2.
package typealias QueryBroadcastSMResponse = MessageResponse

/// Takes back a broadcast. Source: SMPP 5.0 §4.6.3.
package struct CancelBroadcastSM: Hashable, Sendable {
    package var serviceType = ""
    /// Empty cancels all of the source, or of one content type.
    package var messageID = ""
    package var source = Address()
    package var tlvs: [TLV] = []

    package init() {}
}

extension CancelBroadcastSM: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&serviceType, .serviceType, octetsMax: 6)
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.source(&source)
        try visitor.tlvs(&tlvs)
    }
}
