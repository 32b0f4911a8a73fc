/// The tables, as steps that are applied once each, in order. A released step never changes.
///
/// Rows are kept by an ever-growing row number, so that writing appends; a 16-byte identifier is a unique index
/// beside it. `ended_at` is `Schema.unended` until the record ended, so that rows keep their size when they change
/// and are overwritten where they lie, which is fast and leaves no earlier copy of a sealed code behind. For the
/// same reason bodies are padded (`PaddedBody`) and versions are kept one higher: SQLite keeps 0 and 1 in no bytes.
/// `lookup` is half of the recipient's digest: an index on a digest touches a page of its own with every row, so its
/// entries are kept small.
enum Schema {
    /// The `ended_at` of what has not ended. Statements write it out, as partial indexes ask for a literal.
    static let unended = Int64.max

    static let steps = [
        """
        CREATE TABLE verification(
          number INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL, ended_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL, lookup INTEGER NOT NULL, recipient BLOB NOT NULL, service BLOB NOT NULL,
          account BLOB NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX verification_id ON verification(id);
        CREATE INDEX verification_pending ON verification(lookup) WHERE ended_at = 9223372036854775807;
        CREATE INDEX verification_due ON verification(expires_at) WHERE ended_at = 9223372036854775807;
        CREATE INDEX verification_ended ON verification(ended_at) WHERE ended_at < 9223372036854775807;

        CREATE TABLE message(
          number INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL, ended_at INTEGER NOT NULL,
          body BLOB NOT NULL);
        CREATE UNIQUE INDEX message_id ON message(id);
        CREATE INDEX message_unfinished ON message(id) WHERE ended_at = 9223372036854775807;
        CREATE INDEX message_ended ON message(ended_at) WHERE ended_at < 9223372036854775807;

        CREATE TABLE counter(
          number INTEGER PRIMARY KEY, key BLOB NOT NULL, version INTEGER NOT NULL, expires_at INTEGER NOT NULL,
          body BLOB NOT NULL);
        CREATE UNIQUE INDEX counter_key ON counter(key);
        CREATE INDEX counter_expires ON counter(expires_at);

        CREATE TABLE answer(
          number INTEGER PRIMARY KEY, account BLOB NOT NULL, key TEXT NOT NULL, expires_at INTEGER NOT NULL,
          body BLOB NOT NULL);
        CREATE UNIQUE INDEX answer_key ON answer(key, account);
        CREATE INDEX answer_expires ON answer(expires_at);

        CREATE TABLE receipt(number INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX receipt_at ON receipt(at);

        CREATE TABLE account(
          number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL, body BLOB NOT NULL);

        CREATE TABLE service(
          number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL, account BLOB NOT NULL,
          name TEXT NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX service_name ON service(account, name);

        CREATE TABLE api_key(
          number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL, account BLOB NOT NULL,
          body BLOB NOT NULL);
        CREATE INDEX api_key_account ON api_key(account, id);
        """,
        // Small records: see `SQLiteConnection.put`. A `kind` below 0 is a free row.
        """
        CREATE TABLE item(
          number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, version INTEGER NOT NULL, expires_at INTEGER NOT NULL,
          room INTEGER NOT NULL, key BLOB NOT NULL, parent BLOB NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX item_key ON item(kind, key) WHERE kind > 0;
        CREATE INDEX item_parent ON item(kind, parent, key, expires_at) WHERE kind > 0;
        CREATE INDEX item_expires ON item(expires_at) WHERE kind > 0 AND expires_at < 9223372036854775807;
        CREATE INDEX item_free ON item(room) WHERE kind < 0;
        """,
    ]

    /// Brings the file to the last step, each step in a transaction with its number.
    static func migrate(_ connection: SQLiteConnection, directory: String) throws(StoreOpeningError) {
        do throws(SQLiteFailure) {
            let found = Int(try connection.text("PRAGMA user_version")) ?? 0
            guard found <= steps.count else {
                throw SQLiteFailure(code: Self.newer, message: String(found))
            }
            for (index, step) in steps.enumerated().dropFirst(found) {
                try connection.execute("BEGIN IMMEDIATE; \(step) PRAGMA user_version = \(index + 1); COMMIT")
            }
        } catch {
            guard error.code != Self.newer else {
                throw .newerSchema(directory: directory, found: Int(error.message) ?? 0, known: steps.count)
            }
            throw error.openingError(directory: directory)
        }
    }

    /// No code of SQLite's.
    private static let newer: Int32 = -1
}
