package import SMPP
package import World

/// A message from a phone, or one segment of one, as a carrier delivered it.
package struct ReceivedSegment: Sendable {
    /// The link it came by.
    package var carrier: String
    /// Everything the carrier said of it; a `data_sm` comes as a `deliver_sm` too.
    package var message: DeliverSM
    package var receivedAt: Timestamp

    package init(carrier: String, message: DeliverSM, receivedAt: Timestamp) {
        (self.carrier, self.message, self.receivedAt) = (carrier, message, receivedAt)
    }

    /// A payload of more than 254 octets is carried as the TLV `message_payload`.
    package init(
        carrier: String, from: Address, to: Address, dataCoding: UInt8 = 0, esmClass: ESMClass = .default,
        payload: [UInt8], tlvs: [TLV] = [], receivedAt: Timestamp
    ) {
        let fits = payload.count <= 254
        self.init(
            carrier: carrier,
            message: DeliverSM(
                source: from, destination: to, esmClass: esmClass, dataCoding: dataCoding,
                shortMessage: fits ? payload : [], tlvs: fits ? tlvs : tlvs + [TLV(.messagePayload, payload)]),
            receivedAt: receivedAt)
    }

    package var from: Address { message.source }
    package var to: Address { message.destination }
    package var dataCoding: UInt8 { message.dataCoding }
    package var esmClass: ESMClass { message.esmClass }
    /// The user data header included, where `esmClass` says there is one.
    package var payload: [UInt8] { message.payload }
    package var tlvs: [TLV] { message.tlvs }
    /// Reference, total and number by the parameters `sar_*`; a user data header is the payload's own.
    package var sar: (reference: UInt16, total: UInt8, number: UInt8)? { message.tlvs.segment }
}

extension ReceivedSegment: CustomStringConvertible, CustomReflectable {
    /// Never the text.
    package var description: String { "\(carrier): \(message)" }
    package var customMirror: Mirror { Mirror(self, children: ["segment": description]) }
}

/// Takes what phones send: stop words, inbox numbers, applications behind the gateway.
package protocol InboundMessages: Sendable {
    /// Returns once it is known what became of it; the carrier is answered by that.
    func received(_ segment: ReceivedSegment) async -> ReceptionAnswer
}

/// Applications behind the gateway that get what phones send to their numbers.
package protocol ESMEDeliveries: Sendable {
    /// Whose application gets messages to the address (digits without "+"); `nil` when none does.
    func owner(ofAddress digits: String) -> AccountID?
    /// Keeps the segment for that application, untouched. `true` once it is durable.
    func deliver(_ segment: ReceivedSegment) async -> Bool
}

/// What becomes of a message from a phone.
package enum ReceptionAnswer: Hashable, Sendable {
    /// It is durable.
    case kept
    /// It is to be sent again later.
    case notNow
    /// Nothing here takes such messages.
    case refused
}
