import Storage
import Verification
import World

extension RandomRecords {
    private mutating func digest() -> RecipientDigest { RecipientDigest(bytes: bytes(16)) }

    mutating func item() -> StoredItem {
        StoredItem(
            key: ItemKey(ItemKind.allCases[below(ItemKind.allCases.count)], bytes()), parent: bytes(),
            expiresAt: bool() ? time() : nil, version: int(), body: bytes())
    }

    mutating func esmeAccount() -> ESMEAccount {
        var value = ESMEAccount(
            id: id(), account: id(), systemID: text(), passwordHash: bool() ? bytes() : nil,
            certificateFingerprint: bool() ? bytes() : nil, networks: list { $0.text() }, bindsMax: int(),
            windowMax: int(), ratePerSecond: bool() ? int() : nil,
            defaultAlphabet: ESMEAccount.Alphabet.allCases[below(3)], senders: list { $0.text() },
            addresses: list { $0.text() }, isActive: bool(), createdAt: time())
        value.version = int()
        return value
    }

    mutating func pendingDelivery() -> PendingDelivery {
        var value = PendingDelivery(
            id: id(), owner: bool() ? .esme(id()) : .inbox(id()), body: sealed(), isReceipt: bool(),
            createdAt: time(), expiresAt: time(), attempts: int(), notBefore: time())
        value.version = int()
        return value
    }

    mutating func inboxNumber() -> InboxNumber {
        var value = InboxNumber(
            id: id(), account: id(), digest: digest(), masked: text(), sealed: sealed(),
            webhookURL: bool() ? text() : nil, webhookSecret: bool() ? sealed() : nil, createdAt: time())
        value.version = int()
        return value
    }

    mutating func inboxMessage() -> InboxMessage {
        var value = InboxMessage(
            id: id(), inbox: id(), fromMasked: text(), body: sealed(), receivedAt: time(), expiresAt: time())
        value.version = int()
        return value
    }

    mutating func optOut() -> OptOut {
        var value = OptOut(
            digest: digest(), account: bool() ? id() : nil, sender: text(), recipientMasked: text(), at: time(),
            keyword: text())
        value.version = int()
        return value
    }

    mutating func inboundPart() -> InboundPart {
        var value = InboundPart(
            group: digest(), index: UInt8(below(256)), total: UInt8(below(256)), body: sealed(), receivedAt: time(),
            expiresAt: time())
        value.version = int()
        return value
    }
}
