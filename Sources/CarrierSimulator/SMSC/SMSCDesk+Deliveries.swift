import MessageEncoding
import Numbering
import SMPP
import World

/// What goes to the ESME: receipts, and what handsets send.
extension SMSCDesk {
    /// Segments a text that a handset sends; they wait for a bind like receipts. How many there are.
    mutating func take(
        _ text: String, from handset: E164, to destination: Address, now: Timestamp
    ) throws(MessageEncodingError) -> Int {
        nextReference &+= 1
        let encoded = try MessageEncoder.encode(
            text, defaultAlphabet: profile.defaultAlphabet, reference: .eightBit(nextReference),
            maximumSegments: Self.handsetSegmentsMax)
        for segment in encoded.segments {
            let message = DeliverSM(
                source: .international(handset.text), destination: destination,
                esmClass: segment.needsUDHI ? .userDataHeader : .default, dataCoding: encoded.dataCoding.rawValue,
                shortMessage: segment.shortMessage)
            keep(PendingDeliverSM(message: message, madeAt: now))
        }
        return encoded.segments.count
    }

    /// What the ESME said to it.
    mutating func sent(_ delivery: PendingDeliverSM, _ outcome: DeliverOutcome) {
        switch outcome {
        case .answered(.ok):
            if delivery.isReceipt { statistics.receipts += 1 } else { statistics.fromHandsets += 1 }
        case .answered(let status):
            switch status.disposition {
            case .throttle, .temporary, .session, .failover: keep(delivery)
            case .accepted, .sender, .encoding, .destinationPermanent, .messagePermanent, .configuration,
                .protocolFault:
                drop(delivery)
            }
        case .notSent(.unencodable): drop(delivery)
        case .ambiguous, .notSent: keep(delivery)
        }
    }

    mutating func keep(_ delivery: PendingDeliverSM) {
        if waiting.count >= Self.waitingMax {
            for dropped in waiting.prefix(Self.waitingMax / 10) { drop(dropped) }
            waiting.removeFirst(Self.waitingMax / 10)
        }
        waiting.append(delivery)
        statistics.receiptsWaiting = waiting.count
    }

    private mutating func drop(_ delivery: PendingDeliverSM) {
        if delivery.isReceipt { statistics.receiptsDropped += 1 } else { statistics.fromHandsetsDropped += 1 }
    }

    /// What to try again, oldest first, at most a window's worth; nothing while nobody is bound to take it.
    mutating func takeWaiting(now: Timestamp) -> [PendingDeliverSM] {
        guard !waiting.isEmpty else { return [] }
        for old in waiting where now - old.madeAt >= Self.waitingLifetime { drop(old) }
        waiting.removeAll { now - $0.madeAt >= Self.waitingLifetime }
        defer { statistics.receiptsWaiting = waiting.count }
        guard hasReceiver, !plan.conditions(at: now).isDown else { return [] }
        let taken = Array(waiting.prefix(profile.window))
        waiting.removeFirst(taken.count)
        return taken
    }
}
