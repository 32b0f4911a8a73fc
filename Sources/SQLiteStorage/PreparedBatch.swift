import Delivery
import Storage
import Verification
import World

/// A batch with its records encoded already, so that the one writer only writes.
struct PreparedBatch: Sendable {
    let operations: [WriteOperation]
    let bodies: [[UInt8]]
    let now: Timestamp

    init(_ batch: WriteBatch) {
        operations = batch.operations
        now = batch.now
        bodies = batch.operations.map { operation in
            switch operation {
            case .insertVerification(let value), .replaceVerification(let value, _): PaddedBody.padded(value)
            case .insertMessage(let value), .replaceMessage(let value, _): PaddedBody.padded(value)
            case .putCounter(let value, _): PaddedBody.exact(value)
            case .insertAnswer(let value): PaddedBody.exact(value)
            case .keepReceipt(let value): PaddedBody.exact(value)
            case .putAccount(let value, _): PaddedBody.exact(value)
            case .putService(let value, _): PaddedBody.exact(value)
            case .putKey(let value, _): PaddedBody.exact(value)
            case .putItem(let value, _): PaddedBody.padded(value, beside: value.bytesBeside)
            case .deleteService, .deleteKey, .deleteAccount, .deleteItem: []
            }
        }
    }
}

extension SQLiteConnection {
    /// Applies the batches within a transaction of their own, and gives for each why nothing of it was stored.
    ///
    /// A savepoint copies every page that is touched after it, and conflicts are rare: so the batches are applied
    /// without, and only when one can't be undone alone, all are applied again with a savepoint each.
    func store(_ batches: [PreparedBatch]) throws(SQLiteFailure) -> [StoreError?] {
        for isUndoable in [false, true] {
            rollBack()
            try run(.begin)
            var answers: [StoreError?] = []
            for batch in batches {
                let conflict = try apply(batch, isUndoable: isUndoable)
                if conflict ?? 0 > 0, !isUndoable { break }
                answers.append(conflict.map { .conflict(operation: $0) })
            }
            if answers.count == batches.count {
                try run(.commit)
                return answers
            }
        }
        preconditionFailure("with savepoints every batch is applied or undone")
    }

    /// Gives the operation that met a conflict. Nothing of the batch is left then if it was the first operation, or
    /// if the batch is undoable.
    private func apply(_ batch: PreparedBatch, isUndoable: Bool) throws(SQLiteFailure) -> Int? {
        let isNested = isUndoable && batch.operations.count > 1
        if isNested { try run(.beginBatch) }
        for (index, operation) in batch.operations.enumerated() {
            guard try apply(operation, body: batch.bodies[index], now: batch.now) else {
                if isNested {
                    try run(.undoBatch)
                    try run(.keepBatch)
                }
                return index
            }
        }
        if isNested { try run(.keepBatch) }
        return nil
    }

    /// Gives up the transaction, where SQLite did not do so itself. Should even that fail, the next `BEGIN` says so.
    func rollBack() {
        if isInTransaction { try? run(.rollback) }
    }

    /// `false` on a conflict.
    private func apply(
        _ operation: WriteOperation, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        switch operation {
        case .insertVerification(let value): return try insert(value, body: body)
        case .replaceVerification(let value, let version):
            return try replace(value, ifVersion: version, body: body, now: now)
        case .insertMessage(let value): return try insert(value, body: body)
        case .replaceMessage(let value, let version):
            return try replace(value, ifVersion: version, body: body, now: now)
        case .putCounter, .insertAnswer, .keepReceipt:
            return try applyLimit(operation, body: body, now: now)
        case .putAccount, .putService, .putKey, .deleteService, .deleteKey, .deleteAccount:
            return try applyTenancy(operation, body: body)
        case .putItem(let value, let version): return try put(value, ifVersion: version, body: body, now: now)
        case .deleteItem(let key):
            try free(key)
            return true
        }
    }

    private func replace(
        _ value: Verification, ifVersion: Int, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        func values(_ body: [UInt8]) -> [SQLiteValue] {
            [.id(value.id), .version(ifVersion), .version(value.version), .time(value.expiresAt), .bytes(body)]
        }
        if value.endedAt == nil, try changed(.replaceLiveVerification, values(body)) { return true }
        guard let room = try room(.verificationRoom, [.id(value.id), .version(ifVersion)]) else { return false }
        guard room >= body.count else {
            try run(.retireVerification, [.id(value.id), .time(now)])
            return try insert(value, body: body)
        }
        let widened = PaddedBody.widened(body, room: room)
        return try changed(.replaceVerification, values(widened) + [.ended(value.endedAt)])
    }

    private func replace(
        _ value: Message, ifVersion: Int, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        func values(_ body: [UInt8]) -> [SQLiteValue] {
            [.id(value.id), .version(ifVersion), .version(value.version), .bytes(body)]
        }
        if value.endedAt == nil, try changed(.replaceLiveMessage, values(body)) { return true }
        guard let room = try room(.messageRoom, [.id(value.id), .version(ifVersion)]) else { return false }
        guard room >= body.count else {
            try run(.retireMessage, [.id(value.id), .time(now)])
            return try insert(value, body: body)
        }
        let widened = PaddedBody.widened(body, room: room)
        return try changed(.replaceMessage, values(widened) + [.ended(value.endedAt)])
    }

    private func insert(_ value: Verification, body: [UInt8]) throws(SQLiteFailure) -> Bool {
        try changed(
            .insertVerification,
            [
                .id(value.id), .version(value.version), .ended(value.endedAt), .time(value.expiresAt),
                .lookup(value.recipient.digest), .digest(value.recipient.digest), .id(value.service),
                .id(value.account), .bytes(body),
            ])
    }

    private func insert(_ value: Message, body: [UInt8]) throws(SQLiteFailure) -> Bool {
        try changed(
            .insertMessage, [.id(value.id), .version(value.version), .ended(value.endedAt), .bytes(body)])
    }

    /// The room of the row with the version; `nil` when there is none.
    ///
    /// A row that outgrew its room is written anew behind the others, and what it was stays in its place, empty, to be
    /// compacted: growing or deleting it there would make SQLite move its neighbours about their pages, and the
    /// copies of them that this leaves are not wiped.
    private func room(_ statement: Statement, _ values: [SQLiteValue]) throws(SQLiteFailure) -> Int? {
        var room: Int?
        try run(statement, values) { room = Int($0.int(0)) }
        return room
    }

    private func applyLimit(
        _ operation: WriteOperation, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        switch operation {
        case .putCounter(let value, ifVersion: 0):
            return try changed(
                .insertCounter,
                [.bytes(value.key), .version(value.version), .time(value.expiresAt), .bytes(body), .time(now)])
        case .putCounter(let value, let version):
            return try changed(
                .replaceCounter,
                [
                    .bytes(value.key), .version(version), .version(value.version), .time(value.expiresAt),
                    .bytes(body),
                ])
        case .insertAnswer(let value):
            return try changed(
                .insertAnswer,
                [.id(value.account), .text(value.key), .time(value.expiresAt), .bytes(body), .time(now)])
        case .keepReceipt(let receipt):
            return try changed(.keepReceipt, [.time(receipt.report.at), .bytes(body)])
        case .insertVerification, .replaceVerification, .insertMessage, .replaceMessage, .putAccount, .putService,
            .putKey, .deleteService, .deleteKey, .deleteAccount, .putItem, .deleteItem:
            preconditionFailure("these are applied elsewhere")
        }
    }

    private func applyTenancy(_ operation: WriteOperation, body: [UInt8]) throws(SQLiteFailure) -> Bool {
        switch operation {
        case .putAccount(let value, ifVersion: 0):
            return try changed(.insertAccount, [.id(value.id), .version(value.version), .bytes(body)])
        case .putAccount(let value, let version):
            return try changed(
                .replaceAccount, [.id(value.id), .version(version), .version(value.version), .bytes(body)])
        case .putService(let value, ifVersion: 0):
            return try changed(
                .insertService,
                [.id(value.id), .version(value.version), .id(value.account), .text(value.name), .bytes(body)])
        case .putService(let value, let version):
            return try changed(
                .replaceService,
                [
                    .id(value.id), .version(version), .version(value.version), .id(value.account), .text(value.name),
                    .bytes(body),
                ])
        case .putKey(let value, ifVersion: 0):
            return try changed(
                .insertKey, [.id(value.id), .version(value.version), .id(value.account), .bytes(body)])
        case .putKey(let value, let version):
            return try changed(
                .replaceKey,
                [.id(value.id), .version(version), .version(value.version), .id(value.account), .bytes(body)])
        case .deleteService(let id): try run(.deleteService, [.id(id)])
        case .deleteKey(let id): try run(.deleteKey, [.id(id)])
        case .deleteAccount(let id): try run(.deleteAccount, [.id(id)])
        case .insertVerification, .replaceVerification, .insertMessage, .replaceMessage, .putCounter, .insertAnswer,
            .keepReceipt, .putItem, .deleteItem:
            preconditionFailure("these are applied elsewhere")
        }
        return true
    }

    func changed(_ statement: Statement, _ values: [SQLiteValue]) throws(SQLiteFailure) -> Bool {
        try run(statement, values)
        return changes > 0
    }
}

extension SQLiteValue {
    /// One higher than it is: see `Schema`.
    fileprivate static func version(_ version: Int) -> Self { .int(Int64(version) + 1) }
    fileprivate static func ended(_ moment: Timestamp?) -> Self { .int(moment?.microseconds ?? Schema.unended) }
}
