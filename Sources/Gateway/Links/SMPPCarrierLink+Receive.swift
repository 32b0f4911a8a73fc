import Delivery
package import SMPP
import Synchronization
import World

extension SMPPCarrierLink {
    package func receive(_ message: DeliverSM) async -> CommandStatus {
        guard let events = events.withLock({ $0 }) else { return .temporaryApplicationError }
        guard let receipt = Receipt(message) else { return await received(message, events) }
        guard let id = identifier(receipt, message) else {
            let kept = await events.unreadableReceipt(carrier: name, detail: "no message_id")
            return kept ? .ok : .temporaryApplicationError
        }
        let report = ReceiptCorrelation.Report(
            carrier: name, carrierID: id, verdict: ReceiptVerdict(receipt.state),
            detail: receipt.state.receiptText + (receipt.errorCode.map { " err \($0)" } ?? ""), at: world.now,
            phone: NumberTail(message.source.digits))
        return await events.receipt(report) ? .ok : .temporaryApplicationError
    }

    private func received(_ message: DeliverSM, _ events: any CarrierLinkEvents) async -> CommandStatus {
        let segment = ReceivedSegment(carrier: name, message: message, receivedAt: world.now)
        switch await events.message(segment) {
        case .kept: return .ok
        case .notNow: return .temporaryApplicationError
        // Said so, rather than answered and thrown away.
        case .refused: return .rejectedByApplication
        }
    }

    /// What the receipt names its message by; `nil` when it names none.
    private func identifier(_ receipt: Receipt, _ message: DeliverSM) -> String? {
        switch dialect.receipts.key {
        case .messageID: receipt.messageID.flatMap { $0.isEmpty ? nil : $0 }
        case .userMessageReference:
            message.tlvs.userMessageReference.map { Self.identifier(UInt8(truncatingIfNeeded: $0)) }
        }
    }
}

extension ReceiptVerdict {
    /// What a message_state means: only final ones decide. Source: SMPP 3.4 §5.2.28.
    init(_ state: MessageState) {
        switch state {
        case .delivered: self = .delivered
        case .expired, .deleted, .undeliverable, .rejected: self = .undelivered
        default: self = .intermediate
        }
    }
}
