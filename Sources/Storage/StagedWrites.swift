import Delivery
import Verification
import World

/// What a row of the in-memory store is found by.
enum RecordKey: Hashable, Sendable {
    case verification(VerificationID)
    case message(MessageID)
    case counter([UInt8])
    case answer(AccountID, String)
    case account(AccountID)
    case service(ServiceID)
    case serviceName(AccountID, String)
    case key(APIKeyID)
    case item(ItemKey)
}

/// A row of the in-memory store; indirect, so that the table moves pointers when it grows.
indirect enum Record: Sendable {
    case verification(Verification)
    case message(Message)
    case counter(Counter)
    case answer(StoredAnswer)
    case account(Account)
    case service(Service)
    case serviceName(ServiceID)
    case key(APIKey)
    case item(StoredItem)

    /// What a replacement must name; what isn't replaced by version has none.
    var version: Int? {
        switch self {
        case .verification(let value): value.version
        case .message(let value): value.version
        case .counter(let value): value.version
        case .account(let value): value.version
        case .service(let value): value.version
        case .key(let value): value.version
        case .item(let value): value.version
        case .answer, .serviceName: nil
        }
    }
}

/// Rows that batches would leave over the rows there are; `nil` is a row that would be gone.
struct StagedWrites: Sendable {
    private(set) var records: [RecordKey: Record?] = [:]
    private(set) var receipts: [UnattributedReceipt] = []

    /// Takes the writes of a later batch.
    mutating func merge(_ later: StagedWrites) {
        records.merge(later.records) { _, last in last }
        receipts += later.receipts
    }

    /// The writes of one batch alone, over `earlier` staged ones and what `stored` knows.
    static func staging(
        _ batch: WriteBatch, over earlier: StagedWrites, stored: (RecordKey) -> Record?
    ) throws(StoreError) -> StagedWrites {
        if let refusal = batch.refusal { throw refusal }
        var staged = StagedWrites()
        for (index, operation) in batch.operations.enumerated() {
            let isStaged = staged.stage(operation, now: batch.now) { key in
                earlier.records[key] ?? stored(key)
            }
            guard isStaged else { throw .conflict(operation: index) }
        }
        return staged
    }

    /// `false` when the operation meets another version or a taken key.
    private mutating func stage(
        _ operation: WriteOperation, now: Timestamp, before: (RecordKey) -> Record?
    ) -> Bool {
        switch operation {
        case .insertVerification(let value):
            return put(.verification(value), at: .verification(value.id), ifVersion: 0, before)
        case .replaceVerification(let value, let version):
            return version > 0 && put(.verification(value), at: .verification(value.id), ifVersion: version, before)
        case .insertMessage(let value):
            return put(.message(value.asStored), at: .message(value.id), ifVersion: 0, before)
        case .replaceMessage(let value, let version):
            return version > 0 && put(.message(value.asStored), at: .message(value.id), ifVersion: version, before)
        case .putCounter(let value, let version):
            let key = RecordKey.counter(value.key)
            if version == 0, case .counter(let held)? = current(key, before), held.expiresAt <= now {
                records[key] = .counter(value)
                return true
            }
            return put(.counter(value), at: key, ifVersion: version, before)
        case .insertAnswer(let value):
            let key = RecordKey.answer(value.account, value.key)
            if case .answer(let held)? = current(key, before), held.expiresAt > now { return false }
            records[key] = .answer(value)
        case .keepReceipt(let receipt): receipts.append(receipt)
        case .putAccount(let value, let version):
            return put(.account(value), at: .account(value.id), ifVersion: version, before)
        case .putService(let value, let version): return putService(value, ifVersion: version, before)
        case .putKey(let value, let version):
            return put(.key(value), at: .key(value.id), ifVersion: version, before)
        case .deleteService(let id):
            freeName(ofService: id, before)
            records[.service(id)] = .some(nil)
        case .deleteKey(let id): records[.key(id)] = .some(nil)
        case .deleteAccount(let id): records[.account(id)] = .some(nil)
        case .putItem(let value, let version): return putItem(value, ifVersion: version, now: now, before)
        case .deleteItem(let key): records[.item(key)] = .some(nil)
        }
        return true
    }

    private func current(_ key: RecordKey, _ before: (RecordKey) -> Record?) -> Record? {
        records[key] ?? before(key)
    }

    /// Stores the row if the version there is `ifVersion`, 0 being none.
    private mutating func put(
        _ record: Record, at key: RecordKey, ifVersion: Int, _ before: (RecordKey) -> Record?
    ) -> Bool {
        let held = current(key, before)
        guard ifVersion == 0 ? held == nil : held?.version == ifVersion else { return false }
        records[key] = record
        return true
    }

    private mutating func putItem(
        _ value: StoredItem, ifVersion: Int, now: Timestamp, _ before: (RecordKey) -> Record?
    ) -> Bool {
        var version = 0
        if case .item(let held)? = current(.item(value.key), before), held.isLive(at: now) { version = held.version }
        guard version == ifVersion else { return false }
        records[.item(value.key)] = .item(value)
        return true
    }

    private mutating func putService(_ value: Service, ifVersion: Int, _ before: (RecordKey) -> Record?) -> Bool {
        let name = RecordKey.serviceName(value.account, value.name)
        if case .serviceName(let holder)? = current(name, before), holder != value.id { return false }
        freeName(ofService: value.id, before)
        records[name] = .serviceName(value.id)
        return put(.service(value), at: .service(value.id), ifVersion: ifVersion, before)
    }

    private mutating func freeName(ofService id: ServiceID, _ before: (RecordKey) -> Record?) {
        guard case .service(let held)? = current(.service(id), before) else { return }
        records[.serviceName(held.account, held.name)] = .some(nil)
    }
}
