import Delivery
import Numbering
import SMPP
import Storage
import Synchronization
import Verification
import World

/// What applications are told of their messages: stored in the same commit as what it tells of.
extension Dispatcher {
    /// The reports owed with the state `message` is about to be stored in; marks them in it as made.
    func reports(owedBy message: inout Message) -> [PendingDelivery] {
        guard case .esme(var origin) = message.origin else { return [] }
        var reports: [PendingDelivery] = []
        switch message.state {
        case .queued, .submitting: break
        case .submitted:
            guard !origin.isNotified, !origin.isReported else { break }
            origin.isNotified = true
            if origin.wantsIntermediate { reports.append(report(on: message, origin, isIntermediate: true)) }
        case .delivered, .failed:
            guard !origin.isReported else { break }
            origin.isReported = true
            if origin.wantsReceipt(delivered: message.isDelivered) {
                reports.append(report(on: message, origin, isIntermediate: false))
            }
        }
        message.origin = .esme(origin)
        return reports
    }

    /// Keeps what was marked, tells whoever delivers, and counts what has ended.
    func reported(_ stored: Message, _ reports: [PendingDelivery]) {
        guard case .esme(let origin) = stored.origin else { return }
        if case .esme(var current)? = tracked[stored.id]?.message.origin {
            if origin.isReported, !current.isReported { esmeMessages.remove(stored) }
            current.isNotified = current.isNotified || origin.isNotified
            current.isReported = current.isReported || origin.isReported
            tracked[stored.id]?.message.origin = .esme(current)
        }
        guard !reports.isEmpty, let events = esmeEvents.withLock({ $0 }) else { return }
        for report in reports { events.stored(report.id, for: origin.esme) }
    }

    private func report(on message: Message, _ origin: ESMEOrigin, isIntermediate: Bool) -> PendingDelivery {
        let now = world.now
        let receipt = Receipt(
            messageID: MessageName.text(origin.namedAfter ?? message.id), state: MessageState(message.state),
            submitted: 1, delivered: message.isDelivered ? 1 : 0, submitDate: message.createdAt,
            doneDate: message.endedAt ?? now, isIntermediate: isIntermediate)
        var digits = ""
        if let sealed = tracked[message.id]?.sealedBody, let plain = keys.open(sealed, context: message.bodyContext),
            let body = MessageBody(plain)
        {
            digits = origin.destinationPrefix + body.to.dropFirst()
        }
        let handset = Address(
            ton: .init(rawValue: origin.destinationTON), npi: .init(rawValue: origin.destinationNPI), digits: digits)
        let sender = Address(
            ton: .init(rawValue: origin.source.ton), npi: .init(rawValue: origin.source.npi),
            digits: origin.source.digits)
        return PendingDelivery(
            deliveryIDs.next(at: now, using: &random),
            ReceiptText.deliverSM(receipt, from: handset, to: sender), isReceipt: true, esme: origin.esme,
            account: message.account, keys: keys, now: now, using: &random)
    }
}

extension ESMEOrigin {
    /// Source: SMPP 3.4 §5.2.17; success alone is from SMPP 5.0 §4.7.21.
    fileprivate func wantsReceipt(delivered: Bool) -> Bool {
        switch registeredDelivery & 3 {
        case 1: true
        case 2: !delivered
        case 3: delivered
        default: false
        }
    }

    fileprivate var wantsIntermediate: Bool { registeredDelivery & 0x10 != 0 }
}

extension Message {
    fileprivate var isDelivered: Bool {
        switch state {
        case .delivered: true
        case .queued, .submitting, .submitted, .failed: false
        }
    }
}
