import Delivery
import Storage
import Testing
import Verification
import World

struct RecordCodecTests {
    /// Reads back what was written, and refuses it cut short at every byte and with one byte more.
    private func checkRoundTrip<Record: StoredRecord & Equatable>(_ record: Record, seed: UInt64) throws {
        let bytes = record.recordBytes
        #expect(try Record(recordBytes: bytes) == record, "seed \(seed)")
        for count in 0..<bytes.count {
            #expect(throws: RecordDamage.self, "seed \(seed), cut at \(count)") {
                try Record(recordBytes: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: RecordDamage.trailingBytes) { try Record(recordBytes: bytes + [0]) }
    }

    @Test(arguments: UInt64(0)..<40)
    func `every record reads back as it was written, and not when it is cut`(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        try checkRoundTrip(random.verification(), seed: seed)
        try checkRoundTrip(random.message(), seed: seed)
        try checkRoundTrip(random.counter(), seed: seed)
        try checkRoundTrip(random.answer(), seed: seed)
        try checkRoundTrip(random.receipt(), seed: seed)
        try checkRoundTrip(random.account(), seed: seed)
        try checkRoundTrip(random.service(), seed: seed)
        try checkRoundTrip(random.key(), seed: seed)
        try checkRoundTrip(random.item(), seed: seed)
        try checkRoundTrip(random.esmeAccount(), seed: seed)
        try checkRoundTrip(random.pendingDelivery(), seed: seed)
        try checkRoundTrip(random.inboxNumber(), seed: seed)
        try checkRoundTrip(random.inboxMessage(), seed: seed)
        try checkRoundTrip(random.optOut(), seed: seed)
        try checkRoundTrip(random.inboundPart(), seed: seed)
    }

    /// Any answer will do but a crash.
    @Test func `bytes changed at random never crash the reader`() {
        var random = SplitMix64(seed: 11)
        for seed in UInt64(0)..<60 {
            var records = RandomRecords(seed: seed)
            for original in [
                records.verification().recordBytes, records.message().recordBytes, records.service().recordBytes,
            ] {
                for _ in 0..<60 {
                    var bytes = original
                    for _ in 0..<Int.random(in: 1...4, using: &random) {
                        let index = Int.random(in: 1..<bytes.count, using: &random)
                        bytes[index] = UInt8.random(in: 0...255, using: &random)
                    }
                    _ = try? Verification(recordBytes: bytes)
                    _ = try? Message(recordBytes: bytes)
                    _ = try? Service(recordBytes: bytes)
                }
            }
        }
    }

    @Test func `a message of the first layout reads as one of the API`() throws {
        var random = RandomRecords(seed: 5)
        var message = random.message()
        message.origin = .api
        // The first layout ended before the origin, which is one octet here.
        let first = [1] + message.recordBytes.dropFirst().dropLast()
        #expect(try Message(recordBytes: first) == message)
    }

    @Test func `a message being submitted is kept as queued from its creation`() throws {
        var random = RandomRecords(seed: 3)
        var message = random.message()
        message.state = .submitting
        let stored = try Message(recordBytes: message.recordBytes)
        #expect(stored.state == .queued(notBefore: message.createdAt))
        #expect(stored == message.asStored)
    }

    @Test func `a layout of a later program is refused by its number`() {
        var random = RandomRecords(seed: 4)
        let bytes = [2] + random.account().recordBytes.dropFirst()
        #expect(throws: RecordDamage.unknownVersion(2)) { try Account(recordBytes: bytes) }
        #expect(throws: RecordDamage.unknownVersion(0)) { try Account(recordBytes: [0]) }
    }

    @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 8191, 8192, Int.max, Int.min])
    func `an integer reads back`(value: Int) throws {
        var writer = RecordWriter(version: 1)
        writer.append(value)
        var reader = try RecordReader(writer.bytes, versions: 1...1)
        #expect(try reader.int() == value)
        try reader.end()
    }

    @Test func `an integer of more than 64 bits is refused`() throws {
        var most = try RecordReader([1] + [UInt8](repeating: 0xFF, count: 9) + [1], versions: 1...1)
        #expect(try most.unsigned() == .max)
        var over = try RecordReader([1] + [UInt8](repeating: 0xFF, count: 9) + [2], versions: 1...1)
        #expect(throws: RecordDamage.impossibleValue) { try over.unsigned() }
    }

    @Test func `a length past the end asks for no memory`() throws {
        let huge: [UInt8] = [1] + [UInt8](repeating: 0xFF, count: 9) + [1]
        var text = try RecordReader(huge, versions: 1...1)
        #expect(throws: RecordDamage.truncated) { try text.string() }
        var list = try RecordReader(huge, versions: 1...1)
        #expect(throws: RecordDamage.truncated) {
            try list.array { reader throws(RecordDamage) in try reader.byte() }
        }
    }

    @Test func `a text that is not UTF-8 is refused`() throws {
        var reader = try RecordReader([1, 2, 0xC3, 0x28], versions: 1...1)
        #expect(throws: RecordDamage.impossibleValue) { try reader.string() }
    }
}
