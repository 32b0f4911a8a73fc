package import Delivery
package import Verification
package import World

/// One change; every replacement names the version it replaces.
package enum WriteOperation: Hashable, Sendable {
    /// Conflicts when the identifier is taken.
    case insertVerification(Verification)
    /// Stores the value (its `version` is the new one) if the stored version is `ifVersion`.
    case replaceVerification(Verification, ifVersion: Int)
    case insertMessage(Message)
    case replaceMessage(Message, ifVersion: Int)
    /// `ifVersion` 0 means that there is none yet, or an expired one (`expiresAt` at or before the batch's
    /// `now`).
    case putCounter(Counter, ifVersion: Int)
    /// Conflicts when the account has an unexpired answer under the key.
    case insertAnswer(StoredAnswer)
    case keepReceipt(UnattributedReceipt)
    /// `ifVersion` 0 inserts. Conflicts on another version, and on a service name taken within the account.
    case putAccount(Account, ifVersion: Int)
    case putService(Service, ifVersion: Int)
    case putKey(APIKey, ifVersion: Int)
    /// Deleting what isn't there is no conflict.
    case deleteService(ServiceID)
    case deleteKey(APIKeyID)
    case deleteAccount(AccountID)
    /// Stores the value (its `version` is the new one) if the stored version is `ifVersion`, 0 being none. What
    /// expired (`expiresAt` at or before the batch's `now`) is none.
    case putItem(StoredItem, ifVersion: Int)
    /// Deleting what isn't there is no conflict.
    case deleteItem(ItemKey)
}

/// Changes that happen together or not at all, durably before `commit` returns.
package struct WriteBatch: Hashable, Sendable {
    /// How many operations a batch may hold.
    package static let operationsMax = 64
    /// How many batches wait for the durable write under way at most; one more is refused as unavailable.
    package static let waitingMax = 50_000

    package var operations: [WriteOperation]
    package var now: Timestamp

    package init(_ operations: [WriteOperation], now: Timestamp) {
        (self.operations, self.now) = (operations, now)
    }

    /// Why no store takes it, whatever is stored; `nil` when one may.
    package var refusal: StoreError? {
        guard operations.count <= Self.operationsMax else { return .batchTooLarge }
        let isWithinLimits = operations.allSatisfy { operation in
            if case .putItem(let item, _) = operation { item.keepsLimits } else { true }
        }
        return isWithinLimits ? nil : .itemTooLarge
    }
}

/// Why nothing of a batch was stored.
package enum StoreError: Error, Hashable, Sendable {
    /// The operation at the index met another version or a taken key.
    case conflict(operation: Int)
    /// The disk is full, broken or closed; the text says what to do and names no secret.
    case unavailable(String)
}

extension StoreError {
    package static let closed = unavailable("The store is closed: the program is stopping.")
    package static let tooManyWaiting = unavailable(
        "More than \(WriteBatch.waitingMax) writes wait for the disk: send less, or give it a faster one.")
    package static let batchTooLarge = unavailable(
        "A batch holds more than \(WriteBatch.operationsMax) operations: split it.")
    package static let itemTooLarge = unavailable(
        "An item's key is empty, or its key, parent or body has more than \(StoredItem.keyMax), "
            + "\(StoredItem.parentMax) or \(StoredItem.bodyMax) bytes: make it smaller.")
    package static let damagedRecord = unavailable(
        "A stored record cannot be read: the store is damaged, or a later program wrote it.")
}
