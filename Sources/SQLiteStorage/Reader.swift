import Storage
import Synchronization

/// A connection that reads, for one caller at a time.
final class Reader: Sendable {
    private let connection: Mutex<SQLiteConnection?>

    init(_ connection: SQLiteConnection) { self.connection = Mutex(connection) }

    func close() {
        connection.withLock { connection in
            connection?.close()
            connection = nil
        }
    }

    /// The first column of every row; `nil` when someone else is reading and `waits` is false.
    func bodies(
        _ statement: Statement, _ values: [SQLiteValue], waits: Bool
    ) throws(StoreError) -> [[UInt8]]? {
        let result =
            waits
            ? connection.withLock { Self.read($0, statement, values) }
            : connection.withLockIfAvailable { Self.read($0, statement, values) }
        return try result?.get()
    }

    private static func read(
        _ connection: SQLiteConnection?, _ statement: Statement, _ values: [SQLiteValue]
    ) -> Result<[[UInt8]], StoreError> {
        guard let connection else { return .failure(.closed) }
        var bodies: [[UInt8]] = []
        do throws(SQLiteFailure) {
            try connection.run(statement, values) { bodies.append($0.bytes(0)) }
            return .success(bodies)
        } catch {
            return .failure(error.storeError)
        }
    }
}
