import CSQLite
import Storage

/// What SQLite answered instead of doing it.
struct SQLiteFailure: Error, Hashable {
    /// The extended result code.
    var code: Int32
    var message: String

    /// The primary result code.
    var primaryCode: Int32 { code & 0xFF }

    /// What someone who runs the program should do, in one line without any row's content.
    var advice: String {
        let advice =
            switch primaryCode {
            case SQLITE_FULL: "The disk is full: free space for the data directory."
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
                "The data directory cannot be written to: check its owner, its mode and how the disk is mounted."
            case SQLITE_CANTOPEN: "The store's files cannot be opened: check that the data directory is there."
            case SQLITE_CORRUPT, SQLITE_NOTADB: "The store is damaged: stop, and restore the data directory."
            case SQLITE_IOERR: "The disk fails: check it and the kernel's log."
            case SQLITE_BUSY, SQLITE_LOCKED: "Another program holds the store's files: stop it."
            case SQLITE_NOMEM: "Memory is short: give the program more."
            default: "The store failed."
            }
        return "\(advice) (SQLite \(code): \(message))"
    }

    var storeError: StoreError { .unavailable(advice) }

    func openingError(directory: String) -> StoreOpeningError {
        switch primaryCode {
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged(directory: directory, reason: message)
        default: .unusable(directory: directory, reason: advice)
        }
    }
}
