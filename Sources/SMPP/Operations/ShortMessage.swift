/// The body of `submit_sm` and `deliver_sm`, which have the same fields. Source: SMPP 3.4 §4.4.1, §4.6.1.
///
/// Watchword sends times as text made by `SMPPTime`; an empty one means none.
package struct ShortMessage: Hashable, Sendable {
    /// At most 5 characters.
    package var serviceType: String
    package var source: Address
    package var destination: Address
    package var esmClass: ESMClass
    package var protocolID: UInt8
    /// 0 lowest … 3.
    package var priorityFlag: UInt8
    package var scheduleDeliveryTime: String
    /// How long the SMSC may keep trying; empty leaves it to the SMSC. Source: SMPP 3.4 §5.2.16, §7.1.1.
    package var validityPeriod: String
    package var registeredDelivery: RegisteredDelivery
    package var replaceIfPresent: UInt8
    package var dataCoding: UInt8
    package var defaultMessageID: UInt8
    /// At most 255 octets, 254 before SMPP 5.0; empty when the TLV `message_payload` holds the message.
    package var shortMessage: [UInt8]
    package var tlvs: [TLV]

    package init(
        serviceType: String = "", source: Address = Address(), destination: Address = Address(),
        esmClass: ESMClass = .default, protocolID: UInt8 = 0, priorityFlag: UInt8 = 0,
        scheduleDeliveryTime: String = "", validityPeriod: String = "",
        registeredDelivery: RegisteredDelivery = .none, replaceIfPresent: UInt8 = 0, dataCoding: UInt8 = 0,
        defaultMessageID: UInt8 = 0, shortMessage: [UInt8] = [], tlvs: [TLV] = []
    ) {
        (self.serviceType, self.source, self.destination) = (serviceType, source, destination)
        (self.esmClass, self.protocolID, self.priorityFlag) = (esmClass, protocolID, priorityFlag)
        (self.scheduleDeliveryTime, self.validityPeriod) = (scheduleDeliveryTime, validityPeriod)
        (self.registeredDelivery, self.replaceIfPresent) = (registeredDelivery, replaceIfPresent)
        (self.dataCoding, self.defaultMessageID) = (dataCoding, defaultMessageID)
        (self.shortMessage, self.tlvs) = (shortMessage, tlvs)
    }

    /// The message's octets, wherever they are carried. Source: SMPP 3.4 §5.3.2.32.
    package var payload: [UInt8] { shortMessage.isEmpty ? tlvs.messagePayload ?? [] : shortMessage }
}

package typealias SubmitSM = ShortMessage
package typealias DeliverSM = ShortMessage

extension ShortMessage: PDUFields {
    init() { self.init(serviceType: "") }

    @inline(__always)
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&serviceType, .serviceType, octetsMax: 6)
        try visitor.source(&source)
        try visitor.destination(&destination)
        try visitAfterDestination(&visitor)
    }

    /// What `submit_multi` has in common with `submit_sm` after its destinations.
    @inline(__always)
    mutating func visitAfterDestination(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.octet(&esmClass.rawValue, .esmClass)
        try visitor.octet(&protocolID, .protocolID)
        try visitor.octet(&priorityFlag, .priorityFlag)
        try visitor.cString(&scheduleDeliveryTime, .scheduleDeliveryTime, octetsMax: 17)
        try visitor.cString(&validityPeriod, .validityPeriod, octetsMax: 17)
        try visitor.octet(&registeredDelivery.rawValue, .registeredDelivery)
        try visitor.octet(&replaceIfPresent, .replaceIfPresent)
        try visitor.octet(&dataCoding, .dataCoding)
        try visitor.octet(&defaultMessageID, .defaultMessageID)
        try visitor.shortMessage(&shortMessage)
        try visitor.tlvs(&tlvs)
    }
}

extension ShortMessage: CustomStringConvertible, CustomReflectable {
    /// Never the text.
    package var description: String {
        "\(source) → \(destination), \(payload.count) octets, esm_class \(esmClass.rawValue), \(tlvs)"
    }
    package var customMirror: Mirror { Mirror(self, children: ["message": description]) }
}

/// Mode, type and features of a message. Source: SMPP 3.4 §5.2.12.
package struct ESMClass: Hashable, Sendable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let `default` = ESMClass(rawValue: 0)
    package static let deliveryReceipt = ESMClass(rawValue: 0x04)
    package static let intermediateNotification = ESMClass(rawValue: 0x20)
    package static let userDataHeader = ESMClass(rawValue: 0x40)

    /// Bits 5–2 alone: some SMSCs send 0x44 for a receipt.
    package var isDeliveryReceipt: Bool { rawValue & 0x3C == 0x04 }
    package var isIntermediateNotification: Bool { rawValue & 0x3C == 0x20 }
    package var hasUserDataHeader: Bool { rawValue & 0x40 != 0 }
}

/// Which reports the sender asks for. Source: SMPP 3.4 §5.2.17.
package struct RegisteredDelivery: Hashable, Sendable {
    package var rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let none = RegisteredDelivery(rawValue: 0)
    package static let always = RegisteredDelivery(rawValue: 1)
    package static let onFailure = RegisteredDelivery(rawValue: 2)

    /// Whether a final state that is (or is not) delivery is to be reported. 3, success only, is from SMPP 5.0.
    package func wantsReceipt(delivered: Bool) -> Bool {
        switch rawValue & 0x03 {
        case 1: true
        case 2: !delivered
        case 3: delivered
        default: false
        }
    }
}
