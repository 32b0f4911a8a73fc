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
            case .deleteService, .deleteKey, .deleteAccount: []
            }
        }
    }
}

extension SQLiteConnection {
    /// Applies all of a batch within the transaction, or nothing; gives the operation that met a conflict.
    func apply(_ batch: PreparedBatch) throws(SQLiteFailure) -> StoreError? {
        // A single operation that conflicts changes nothing, so it needs no savepoint.
        let isNested = batch.operations.count > 1
        if isNested { try run(.beginBatch) }
        for (index, operation) in batch.operations.enumerated() {
            guard try apply(operation, body: batch.bodies[index], now: batch.now) else {
                if isNested {
                    try run(.undoBatch)
                    try run(.keepBatch)
                }
                return .conflict(operation: index)
            }
        }
        if isNested { try run(.keepBatch) }
        return nil
    }

    /// `false` on a conflict.
    private func apply(
        _ operation: WriteOperation, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        switch operation {
        case .insertVerification(let value):
            return try changed(
                .insertVerification,
                [
                    .id(value.id), .version(value.version), .ended(value.endedAt), .time(value.expiresAt),
                    .bytes(value.recipient.digest.bytes), .id(value.service), .id(value.account), .bytes(body),
                ])
        case .replaceVerification(let value, let version):
            return try replace(value, ifVersion: version, body: body)
        case .insertMessage(let value):
            return try changed(
                .insertMessage, [.id(value.id), .version(value.version), .ended(value.endedAt), .bytes(body)])
        case .replaceMessage(let value, let version):
            return try replace(value, ifVersion: version, body: body)
        case .putCounter, .insertAnswer, .keepReceipt:
            return try applyLimit(operation, body: body, now: now)
        case .putAccount, .putService, .putKey, .deleteService, .deleteKey, .deleteAccount:
            return try applyTenancy(operation, body: body)
        }
    }

    private func replace(
        _ value: Verification, ifVersion: Int, body: [UInt8]
    ) throws(SQLiteFailure) -> Bool {
        let values: [SQLiteValue] = [
            .id(value.id), .version(ifVersion), .version(value.version), .time(value.expiresAt), .bytes(body),
        ]
        if value.endedAt == nil, try changed(.replaceLiveVerification, values) { return true }
        return try changed(.replaceVerification, values + [.ended(value.endedAt)])
    }

    private func replace(_ value: Message, ifVersion: Int, body: [UInt8]) throws(SQLiteFailure) -> Bool {
        let values: [SQLiteValue] = [.id(value.id), .version(ifVersion), .version(value.version), .bytes(body)]
        if value.endedAt == nil, try changed(.replaceLiveMessage, values) { return true }
        return try changed(.replaceMessage, values + [.ended(value.endedAt)])
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
            .putKey, .deleteService, .deleteKey, .deleteAccount:
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
            .keepReceipt:
            preconditionFailure("these are applied elsewhere")
        }
        return true
    }

    private func changed(_ statement: Statement, _ values: [SQLiteValue]) throws(SQLiteFailure) -> Bool {
        try run(statement, values)
        return changes > 0
    }
}

extension SQLiteValue {
    /// One higher than it is: see `Schema`.
    fileprivate static func version(_ version: Int) -> Self { .int(Int64(version) + 1) }
    fileprivate static func ended(_ moment: Timestamp?) -> Self { .int(moment?.microseconds ?? Schema.unended) }
}
