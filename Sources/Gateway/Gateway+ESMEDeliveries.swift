import Logging
package import SMPP
package import Storage
import Synchronization
import Verification
package import World

/// Is told that something was stored for an application.
package protocol ESMEDeliveryEvents: Sendable {
    /// After the commit; from any thread; must not block.
    func stored(_ delivery: DeliveryID, for esme: ESMEID)
}

/// A receipt or a message that waits for an application, opened.
package struct ESMEDelivery: Sendable {
    package var id: DeliveryID
    /// `nil` when the key that sealed it is not among the secrets: it is passed over.
    package var message: DeliverSM?
    package var expiresAt: Timestamp

    package init(id: DeliveryID, message: DeliverSM?, expiresAt: Timestamp) {
        (self.id, self.message, self.expiresAt) = (id, message, expiresAt)
    }
}

/// What waits for applications: kept until they took it, or until it expires.
extension Gateway {
    /// Takes what is stored for applications; to be set before `run`.
    package var esmeEvents: (any ESMEDeliveryEvents)? {
        get { dispatcher.esmeEvents.withLock { $0 } }
        set { dispatcher.esmeEvents.withLock { $0 = newValue } }
    }

    /// Keeps what a phone sent for an application, as the carrier gave it. `true` once it is durable.
    package func keep(_ segment: ReceivedSegment, for esme: ESMEAccount) async -> Bool {
        let now = world.now
        var random = world.random
        let delivery = PendingDelivery(
            dispatcher.deliveryIDs.next(at: now, using: &random), segment.message, isReceipt: false, esme: esme.id,
            account: esme.account, keys: keys, now: now,
            using: &random)
        do {
            try await store.commit(WriteBatch([.put(delivery, ifVersion: 0)], now: now))
        } catch {
            logger.error(
                "a received message could not be kept; its carrier is asked to send it again",
                metadata: ["carrier": "\(segment.carrier)", "error": "\(error)"])
            return false
        }
        esmeEvents?.stored(delivery.id, for: esme.id)
        return true
    }

    /// What waits for an application, oldest first, after `after`; at most `limit`.
    package func deliveries(
        for esme: ESMEAccount, after: DeliveryID?, limit: Int
    ) async throws(GatewayError) -> [ESMEDelivery] {
        let now = world.now
        let found = try await gatewayErrors { () async throws(StoreError) in
            try await store.list(
                PendingDelivery.self, parent: PendingDelivery.Owner.esme(esme.id).bytes, after: after?.bytes,
                limit: limit, now: now)
        }
        return found.map { delivery in
            ESMEDelivery(
                id: delivery.id, message: delivery.message(account: esme.account, keys: keys),
                expiresAt: delivery.expiresAt)
        }
    }

    package func deliveryCount(for esme: ESMEID) async throws(GatewayError) -> Int {
        let now = world.now
        return try await gatewayErrors { () async throws(StoreError) in
            try await store.count(
                PendingDelivery.self, parent: PendingDelivery.Owner.esme(esme).bytes, now: now)
        }
    }

    /// They were taken, or are given up: at most `WriteBatch.operationsMax` at once.
    package func endDeliveries(_ ids: [DeliveryID]) async throws(GatewayError) {
        let operations = ids.map { WriteOperation.deleteItem(ItemKey(.pendingDelivery, $0.bytes)) }
        try await gatewayErrors { () async throws(StoreError) in
            try await store.commit(WriteBatch(operations, now: world.now))
        }
    }
}

extension PendingDelivery {
    /// How long what an application does not take is kept.
    static let esmeLife = Duration.seconds(3 * 86_400)
    /// As wide as any carrier's: SMPP 5.0 allows 255 octets of short message.
    private static let limits = PDULimits(shortMessageMax: 255)

    /// Seals a `deliver_sm` for an application.
    init(
        _ id: DeliveryID, _ message: DeliverSM, isReceipt: Bool, esme: ESMEID, account: AccountID, keys: KeyRing,
        now: Timestamp,
        using random: inout some RandomNumberGenerator
    ) {
        let expiresAt = now + Self.esmeLife
        // What came off the wire fits it again; were it not so, an empty body would be passed over.
        let octets = (try? PDU(sequenceNumber: 1, body: .deliverSM(message)).encoded(limits: Self.limits)) ?? []
        self.init(
            id: id, owner: .esme(esme),
            body: keys.seal(
                octets, context: Self.context(id, account: account, expiresAt: expiresAt), now: now, using: &random),
            isReceipt: isReceipt, createdAt: now, expiresAt: expiresAt)
    }

    /// `nil` when it can't be opened or read.
    func message(account: AccountID, keys: KeyRing) -> DeliverSM? {
        guard let octets = keys.open(body, context: Self.context(id, account: account, expiresAt: expiresAt)),
            let pdu = try? PDU(decoding: octets, limits: Self.limits), case .deliverSM(let message) = pdu.body
        else { return nil }
        return message
    }

    private static func context(_ id: DeliveryID, account: AccountID, expiresAt: Timestamp) -> SealContext {
        SealContext(.delivery, account: account, expiresAt: expiresAt, record: id.bytes)
    }
}
