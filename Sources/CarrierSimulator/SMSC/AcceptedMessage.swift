import MessageEncoding
import Numbering
import SMPP
import World

/// A message that an SMSC answers for.
struct AcceptedMessage: Sendable {
    let number: UInt64
    let source: Address
    let destination: Address
    let handset: E164
    let content: DecodedMessage
    let registeredDelivery: RegisteredDelivery
    let acceptedAt: Timestamp
    /// When it reaches the handset, if that is on.
    let arrivesAt: Timestamp
    /// Not delivered then or later.
    let expiresAt: Timestamp
    let fate: Fate

    enum Fate: Sendable { case delivery, failure, silence }
    enum Ending: Sendable { case delivered, failed, lost, expired }

    /// As a phone shows it.
    var sender: String { source.ton == .international ? "+" + source.digits : source.digits }
}

/// A receipt, or a segment that a handset sent, on its way to the ESME.
struct PendingDeliverSM: Sendable {
    let message: DeliverSM
    let madeAt: Timestamp

    var isReceipt: Bool { message.esmClass.isDeliveryReceipt }
}

/// What an SMSC says to a submit, and when.
enum SubmitDecision: Sendable {
    case refuse(CommandStatus)
    case accept(AcceptedMessage, responseAt: Timestamp, isAnswered: Bool)
}
