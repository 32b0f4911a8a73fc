import CSQLite

/// One connection with its prepared statements.
// Safe because one thread at a time uses it: the writer's is its thread's alone, a reader's is kept under a mutex.
final class SQLiteConnection: @unchecked Sendable {
    enum Access { case readWrite, readOnly }

    private let database: OpaquePointer
    private var statements: [Statement: SQLiteStatement] = [:]
    private var isOpen = true

    init(path: String, access: Access) throws(SQLiteFailure) {
        var database: OpaquePointer?
        let mode = access == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &database, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let database else {
            let failure = database.map(SQLiteFailure.last) ?? SQLiteFailure(code: SQLITE_NOMEM, message: "no memory")
            sqlite3_close_v2(database)
            throw failure
        }
        self.database = database
        sqlite3_busy_timeout(database, 5000)
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        for statement in statements.values { statement.finalize() }
        statements = [:]
        sqlite3_close_v2(database)
    }

    /// How many rows the last insert, update or delete changed.
    var changes: Int { Int(sqlite3_changes64(database)) }

    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// Runs SQL text that is used once.
    func execute(_ sql: String) throws(SQLiteFailure) {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw SQLiteFailure.last(of: database) }
    }

    /// The first column of the first row of SQL text that is used once.
    func text(_ sql: String) throws(SQLiteFailure) -> String {
        let statement = try SQLiteStatement(sql, database: database)
        defer { statement.finalize() }
        var text = ""
        try statement.run([]) { row in text = row.text(0) }
        return text
    }

    func run(
        _ statement: Statement, _ values: [SQLiteValue] = [], row: (borrowing SQLiteStatement.Row) -> Void = { _ in }
    ) throws(SQLiteFailure) {
        guard isOpen else { throw SQLiteFailure(code: SQLITE_MISUSE, message: "closed") }
        guard let prepared = statements[statement] else {
            let prepared = try SQLiteStatement(statement.rawValue, database: database)
            statements[statement] = prepared
            return try prepared.run(values, row: row)
        }
        try prepared.run(values, row: row)
    }
}
