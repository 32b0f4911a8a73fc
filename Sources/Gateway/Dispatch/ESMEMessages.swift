import Delivery
import Verification
import World

/// The messages of applications that have not ended: how many of each, and which to a recipient, so that neither a
/// submit nor a replacement has to look at all of them.
struct ESMEMessages {
    private var counts: [ESMEID: Int] = [:]
    private var byRecipient: [RecipientDigest: [MessageID]] = [:]

    func count(of esme: ESMEID) -> Int { counts[esme] ?? 0 }
    func messages(to recipient: RecipientDigest) -> [MessageID] { byRecipient[recipient] ?? [] }
    var isEmpty: Bool { counts.isEmpty && byRecipient.isEmpty }

    mutating func add(_ message: Message) {
        guard case .esme(let origin) = message.origin, !origin.isReported else { return }
        counts[origin.esme, default: 0] += 1
        byRecipient[message.recipient, default: []].append(message.id)
    }

    /// It ended; harmless when it was never added.
    mutating func remove(_ message: Message) {
        guard case .esme(let origin) = message.origin,
            let place = byRecipient[message.recipient]?.firstIndex(of: message.id)
        else { return }
        byRecipient[message.recipient]?.remove(at: place)
        if byRecipient[message.recipient]?.isEmpty == true { byRecipient[message.recipient] = nil }
        let left = count(of: origin.esme) - 1
        counts[origin.esme] = left > 0 ? left : nil
    }
}
