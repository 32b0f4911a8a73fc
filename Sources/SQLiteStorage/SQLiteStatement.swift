import CSQLite
import Verification
import World

/// A value to bind.
enum SQLiteValue {
    case int(Int64)
    case bytes([UInt8])
    case text(String)
    /// The 16 bytes of an identifier or digest.
    case id(high: UInt64, low: UInt64)

    static func id<Kind>(_ id: Identifier<Kind>) -> Self { .id(high: id.high, low: id.low) }
    static func digest(_ digest: RecipientDigest) -> Self { .id(high: digest.high, low: digest.low) }
    /// What the index on recipients has of a digest.
    static func lookup(_ digest: RecipientDigest) -> Self { .int(Int64(bitPattern: digest.high)) }
    static func time(_ time: Timestamp) -> Self { .int(time.microseconds) }
}

/// A prepared statement. Used by whoever holds its connection.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: OpaquePointer

    init(_ sql: String, database: OpaquePointer) throws(SQLiteFailure) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else { throw SQLiteFailure.last(of: database) }
        (self.handle, self.database) = (handle, database)
    }

    func finalize() { sqlite3_finalize(handle) }

    /// Runs to the end, handing each row to `row`.
    func run(_ values: [SQLiteValue], row: (borrowing Row) -> Void = { _ in }) throws(SQLiteFailure) {
        try bind(values)
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: row(Row(handle: handle))
            case SQLITE_DONE: return
            default: throw SQLiteFailure.last(of: database)
            }
        }
    }

    private func bind(_ values: [SQLiteValue]) throws(SQLiteFailure) {
        // SQLite copies what is bound with this marker.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code: Int32 =
                switch value {
                case .int(let value): sqlite3_bind_int64(handle, index, value)
                case .bytes(let bytes):
                    bytes.withUnsafeBytes { buffer in
                        buffer.isEmpty
                            ? sqlite3_bind_zeroblob(handle, index, 0)
                            : sqlite3_bind_blob(handle, index, buffer.baseAddress, Int32(buffer.count), transient)
                    }
                case .text(let text): sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), transient)
                case .id(let high, let low):
                    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { buffer in
                        sqlite3_bind_blob(handle, index, buffer.baseAddress, 16, transient)
                    }
                }
            guard code == SQLITE_OK else { throw SQLiteFailure.last(of: database) }
        }
    }

    /// The row a statement stands on; only good within `run`.
    struct Row: ~Copyable {
        fileprivate let handle: OpaquePointer

        func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

        func bytes(_ column: Int32) -> [UInt8] {
            guard let start = sqlite3_column_blob(handle, column) else { return [] }
            return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }

        func text(_ column: Int32) -> String {
            sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
        }
    }
}

extension SQLiteFailure {
    static func last(of database: OpaquePointer) -> SQLiteFailure {
        SQLiteFailure(code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)))
    }
}
