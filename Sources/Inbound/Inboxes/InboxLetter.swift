import MessageEncoding
import Storage

/// What an inbox keeps of a message, sealed: whom it is from, what it says, and the code in it.
struct InboxLetter: Hashable, Sendable {
    /// Stands where a part never came.
    static let gap = "…"

    var from: String
    /// `nil` for a message that is no text.
    var text: String?
    /// Of a message that is no text; else empty.
    var octets: [UInt8]
    var code: String?
    /// How many segments it was sent as, and how many of them never came.
    var parts: Int
    var missing: Int

    /// Joins the parts that came, by their numbers from 1.
    init(from: String, parts: [UInt8: MessageContent], total: Int) {
        self.from = from
        self.parts = total
        missing = total - parts.count
        var runs: [MessageContent?] = []
        for index in 1...max(1, total) {
            let part = UInt8(exactly: index).flatMap { parts[$0] }
            if let part, let last = runs.last ?? nil, let joined = last.joined(with: part) {
                runs[runs.count - 1] = joined
            } else if part != nil || runs.isEmpty || runs[runs.count - 1] != nil {
                runs.append(part)
            }
        }
        let present = runs.compactMap(\.self)
        if present.allSatisfy({ $0.text != nil }) {
            let joined = runs.map { $0?.text ?? Self.gap }.joined()
            (text, octets) = (joined, [])
            code = CodeExtractor.code(in: joined).flatMap { Self.isWhole($0, in: joined) ? $0 : nil }
        } else {
            (text, octets, code) = (nil, present.flatMap(\.octets), nil)
        }
    }

    /// Digits at the edge of a gap may be half a code, which is worse than none.
    private static func isWhole(_ code: String, in text: String) -> Bool {
        !text.contains(code + gap) && !text.contains(gap + code)
    }

    var bytes: [UInt8] {
        var writer = RecordWriter(version: 1)
        writer.append(from)
        writer.append(text) { $0.append($1) }
        writer.append(octets)
        writer.append(code) { $0.append($1) }
        writer.append(parts)
        writer.append(missing)
        return writer.bytes
    }

    init(_ bytes: [UInt8]) throws(RecordDamage) {
        func optionalText(_ reader: inout RecordReader) throws(RecordDamage) -> String? {
            try reader.optional { reader throws(RecordDamage) in try reader.string() }
        }
        var reader = try RecordReader(bytes, versions: 1...1)
        from = try reader.string()
        text = try optionalText(&reader)
        octets = try reader.byteString()
        code = try optionalText(&reader)
        parts = try reader.int()
        missing = try reader.int()
        try reader.end()
    }
}

extension InboxLetter: CustomStringConvertible, CustomReflectable {
    var description: String { "InboxLetter(\(parts) parts, \(missing) missing)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
