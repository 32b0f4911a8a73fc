import Delivery
import Routing
import Verification
import World

extension Dispatcher {
    /// Ends what was accepted before `moment` and waits for a recipient who wants nothing more: from `sender`, or (`nil`)
    /// from any sender of `account`. A message may wait for days, and is checked only when it is accepted.
    func optedOut(
        _ recipient: RecipientDigest, of sender: String?, account: AccountID?, before moment: Timestamp
    ) async {
        var unwanted: [MessageID] = []
        for entry in tracked.values where entry.message.recipient == recipient && entry.message.createdAt < moment {
            guard case .queued = entry.message.state else { continue }
            if isUnwanted(entry, of: sender, account: account) { unwanted.append(entry.message.id) }
        }
        for id in unwanted.sorted() { _ = await cancel(id, evenIfOut: true) }
    }

    private func isUnwanted(_ entry: Tracked, of sender: String?, account: AccountID?) -> Bool {
        guard let sender else { return entry.message.account == account }
        let own = entry.message.sender.isEmpty ? defaultSender : entry.message.sender
        let stopped = OptOutKey.canonical(sender)
        return entry.candidates.contains { OptOutKey.canonical($0.sender ?? own) == stopped }
    }
}
