import NIOCore

/// An HTTP/1.1 response as far as the load generator reads it. Only those with a Content-Length, which is what the
/// gateway sends. Source: RFC 9112 §4, §6.
struct BenchResponse {
    /// Octets before the body; more is no answer of a gateway.
    static let headMax = 16 * 1024
    static let bodyMax = 1 << 20

    struct Unreadable: Error {}

    var status: Int
    var body: ByteBuffer

    /// Takes one response from the front of `buffer`; `nil` while its end is missing.
    init?(readingFrom buffer: inout ByteBuffer) throws(Unreadable) {
        let head: (status: Int, length: Int, bodyLength: Int)?
        head = try buffer.readableBytesView.withContiguousStorageIfAvailable { bytes in
            Result { () throws(Unreadable) in try Self.head(UnsafeRawBufferPointer(bytes)) }
        }?.get()
        guard let head, buffer.readableBytes >= head.length + head.bodyLength else { return nil }
        buffer.moveReaderIndex(forwardBy: head.length)
        guard let body = buffer.readSlice(length: head.bodyLength) else { return nil }
        (status, self.body) = (head.status, body)
    }

    private static func head(
        _ bytes: UnsafeRawBufferPointer
    ) throws(Unreadable) -> (status: Int, length: Int, bodyLength: Int)? {
        var (lineStart, bodyLength, status): (Int, Int?, Int?) = (0, nil, nil)
        var index = 0
        while index < min(bytes.count, headMax) {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "\n") else { continue }
            let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<index])
            lineStart = index + 1
            if status == nil {
                guard line.count >= 12, let code = number(line[9..<12]) else { throw Unreadable() }
                status = code
            } else if line.count <= 1 {
                guard let status, let bodyLength, bodyLength <= bodyMax else { throw Unreadable() }
                return (status, index + 1, bodyLength)
            } else if isContentLength(line) {
                bodyLength = number(line[contentLength.utf8CodeUnitCount...])
            }
        }
        guard bytes.count < headMax else { throw Unreadable() }
        return nil
    }

    private static let contentLength: StaticString = "content-length:"

    private static func isContentLength(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count > contentLength.utf8CodeUnitCount else { return false }
        for offset in 0..<contentLength.utf8CodeUnitCount {
            let byte = line[offset]
            let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            if lower != contentLength.utf8Start[offset] { return false }
        }
        return true
    }

    private static func number(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        var value: Int?
        for byte in bytes where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\r") {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), value ?? 0 <= bodyMax else { return nil }
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// The text of a member, when the body holds `"name":"text"` without escapes and spaces, as the gateway writes it.
    func text(of member: StaticString) -> ByteBuffer? {
        body.readableBytesView.withContiguousStorageIfAvailable { bytes -> Range<Int>? in
            let start = Self.end(of: member, in: bytes)
            guard let start, start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return nil }
            guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            return start + 1..<end
        }?.flatMap { body.getSlice(at: body.readerIndex + $0.lowerBound, length: $0.count) }
    }

    func isTrue(_ member: StaticString) -> Bool {
        body.readableBytesView.withContiguousStorageIfAvailable { bytes in
            Self.end(of: member, in: bytes).map { $0 < bytes.count && bytes[$0] == UInt8(ascii: "t") } ?? false
        } ?? false
    }

    /// Where the value of `"name":` begins.
    private static func end(of member: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let count = member.utf8CodeUnitCount
        let name = UnsafeBufferPointer(start: member.utf8Start, count: count)
        var index = 0
        while index + count + 3 <= bytes.count {
            if bytes[index] == UInt8(ascii: "\""), bytes[index + 1] == name[0],
                bytes[index + count + 1] == UInt8(ascii: "\""),
                bytes[index + count + 2] == UInt8(ascii: ":"), bytes[(index + 1)...].starts(with: name)
            {
                return index + count + 3
            }
            index += 1
        }
        return nil
    }
}
