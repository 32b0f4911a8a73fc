import Storage

/// A record's bytes in a row: their number, the bytes, and zeros up to a size that the record keeps as it changes.
enum PaddedBody {
    /// The least room of a row that changes; most records never outgrow it.
    static let leastRoom = 640
    private static let prefixCount = 4

    /// With padding, for what changes while it holds something sealed.
    /// `beside` bytes of the room are taken by what lies next to it in the row.
    static func padded(_ record: some StoredRecord, beside: Int = 0) -> [UInt8] {
        let bytes = record.recordBytes
        let needed = bytes.count + prefixCount + beside
        var room = leastRoom
        while room < needed { room *= 2 }
        return framed(bytes, room: room - beside)
    }

    static func exact(_ record: some StoredRecord) -> [UInt8] {
        let bytes = record.recordBytes
        return framed(bytes, room: bytes.count + prefixCount)
    }

    private static func framed(_ bytes: [UInt8], room: Int) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(room)
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { body.append(contentsOf: $0) }
        body.append(contentsOf: bytes)
        body.append(contentsOf: repeatElement(0, count: room - body.count))
        return body
    }

    /// A padded body with more padding.
    static func widened(_ body: [UInt8], room: Int) -> [UInt8] {
        body + [UInt8](repeating: 0, count: max(0, room - body.count))
    }

    /// Reads what either gave.
    static func record<Record: StoredRecord>(_ body: [UInt8]) throws(StoreError) -> Record {
        let count = body.prefix(prefixCount).reduce(0) { $0 << 8 | Int($1) }
        guard body.count >= prefixCount, count <= body.count - prefixCount else { throw .damagedRecord }
        do throws(RecordDamage) {
            return try Record(recordBytes: Array(body[prefixCount..<prefixCount + count]))
        } catch {
            throw .damagedRecord
        }
    }
}
