import Storage
import World

/// Rows of small records never grow, shrink or go: one that is deleted is overwritten with zeros where it lies, and
/// the next record of its room takes its place. Small records live from seconds to years, side by side; deleting a
/// row would make SQLite move its living neighbours about their pages, and the copies that this leaves are not wiped.
///
/// So that every record of a room takes as many bytes, keys and parents are short (`StoredItem.keyMax`: their lengths
/// fit one byte), the body's padding makes up for them, and numbers are written large (`SQLiteValue.itemVersion`).
extension SQLiteConnection {
    /// `false` on a conflict, with nothing changed.
    func put(
        _ item: StoredItem, ifVersion: Int, body: [UInt8], now: Timestamp
    ) throws(SQLiteFailure) -> Bool {
        let room = body.count + item.bytesBeside
        let held = try held(item.key)
        let version = held.map { $0.expiresAt > now.microseconds ? $0.version : 0 } ?? 0
        guard version == ifVersion else { return false }
        if let held {
            guard held.room < room else {
                let widened = PaddedBody.widened(body, room: held.room - item.bytesBeside)
                return try changed(.replaceItem, item.values(room: held.room, body: widened))
            }
            try free(item.key)
        }
        let values = item.values(room: room, body: body)
        if try !changed(.reuseItem, values) { try run(.insertItem, values) }
        return true
    }

    /// Overwrites the row with zeros and leaves it to another record.
    func free(_ key: ItemKey) throws(SQLiteFailure) {
        try run(.freeItem, [.kind(key.kind), .bytes(key.bytes)])
    }

    private func held(_ key: ItemKey) throws(SQLiteFailure) -> (room: Int, version: Int, expiresAt: Int64)? {
        var held: (room: Int, version: Int, expiresAt: Int64)?
        try run(.heldItem, [.kind(key.kind), .bytes(key.bytes)]) { row in
            held = (Int(row.int(0)), Int(row.int(1) - SQLiteValue.itemVersionBase), row.int(2))
        }
        return held
    }
}

extension StoredItem {
    /// How many bytes of a row's room the body does not have.
    var bytesBeside: Int { key.bytes.count + parent.count }

    fileprivate func values(room: Int, body: [UInt8]) -> [SQLiteValue] {
        [
            .kind(key.kind), .itemVersion(version), .int(expiresAt?.microseconds ?? Schema.unended),
            .int(Int64(room)), .bytes(key.bytes), .bytes(parent), .bytes(body),
        ]
    }
}

extension SQLiteValue {
    /// Makes every version take eight bytes.
    static let itemVersionBase: Int64 = 1 << 62

    fileprivate static func itemVersion(_ version: Int) -> Self { .int(itemVersionBase + Int64(version)) }

    /// One higher than it is: SQLite keeps 0 and 1 in no bytes, and a free row's -1 in one.
    static func kind(_ kind: ItemKind) -> Self { .int(Int64(kind.rawValue) + 1) }
}
