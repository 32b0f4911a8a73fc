/// Reads the fields of one body from memory; every read is checked against the end.
struct FieldReader: FieldVisitor {
    private let octets: UnsafeRawBufferPointer
    private let limits: PDULimits
    private(set) var offset: Int

    /// `octets` is the whole PDU; it must outlive the reader.
    init(_ octets: UnsafeRawBufferPointer, limits: PDULimits) {
        (self.octets, self.limits, offset) = (octets, limits, PDULimits.commandLengthMin)
    }

    func bodyIsAbsent(nothingToSay: Bool) -> Bool { offset == octets.count }

    @inline(__always)
    mutating func octet(_ value: inout UInt8, _ field: Field) throws(FieldError) {
        guard offset < octets.count else { throw FieldError(field: field, problem: .truncated) }
        value = octets[offset]
        offset += 1
    }

    @inline(__always)
    mutating func cString(_ value: inout String, _ field: Field, octetsMax: Int) throws(FieldError) {
        let end = min(octets.count, offset + octetsMax)
        var cursor = offset
        var seen: UInt64 = 0
        // Eight octets at a time while none of them is NUL: Mycroft's test.
        while end - cursor >= 8 {
            let eight = octets.loadUnaligned(fromByteOffset: cursor, as: UInt64.self)
            guard (eight &- 0x0101_0101_0101_0101) & ~eight & 0x8080_8080_8080_8080 == 0 else { break }
            seen |= eight
            cursor += 8
        }
        while cursor < end, octets[cursor] != 0 {
            seen |= UInt64(octets[cursor])
            cursor += 1
        }
        guard cursor < end else {
            throw FieldError(
                field: field, problem: end == octets.count ? .truncated : .tooLong(octetsMax: octetsMax))
        }
        if cursor > offset {
            let text = UnsafeRawBufferPointer(rebasing: octets[offset..<cursor])
            value = seen & 0x8080_8080_8080_8080 == 0 ? String(decoding: text, as: UTF8.self) : Latin1.string(text)
        } else {
            value = ""
        }
        offset = cursor + 1
    }

    mutating func word(_ value: inout UInt32, _ field: Field) throws(FieldError) {
        guard octets.count - offset >= 4 else { throw FieldError(field: field, problem: .truncated) }
        value = octets.loadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian
        offset += 4
    }

    mutating func list<Element: PDUFields>(_ value: inout [Element], _ count: Field) throws(FieldError) {
        var number: UInt8 = 0
        try octet(&number, count)
        for _ in 0..<number {
            var element = Element()
            try element.visit(&self)
            value.append(element)
        }
    }

    @inline(__always)
    mutating func shortMessage(_ value: inout [UInt8]) throws(FieldError) {
        var length: UInt8 = 0
        try octet(&length, .shortMessageLength)
        guard Int(length) <= limits.shortMessageMax else {
            throw FieldError(field: .shortMessageLength, problem: .tooLong(octetsMax: limits.shortMessageMax))
        }
        guard octets.count - offset >= Int(length) else {
            throw FieldError(field: .shortMessage, problem: .truncated)
        }
        value = taken(offset, Int(length))
        offset += Int(length)
    }

    mutating func tlvs(_ value: inout [TLV]) throws(FieldError) {
        guard offset < octets.count else { return }
        value.reserveCapacity(min(tlvCount, limits.tlvCountMax))
        while offset < octets.count {
            guard value.count < limits.tlvCountMax else {
                throw FieldError(field: .tlvs, problem: .tooMany(countMax: limits.tlvCountMax))
            }
            guard octets.count - offset >= 4 else { throw FieldError(field: .tlvs, problem: .brokenStream) }
            let tag = octets.loadUnaligned(fromByteOffset: offset, as: UInt16.self).bigEndian
            let length = Int(octets.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self).bigEndian)
            guard octets.count - offset - 4 >= length else {
                throw FieldError(field: .tlvs, problem: .brokenStream)
            }
            value.append(TLV(TLVTag(rawValue: tag), taken(offset + 4, length)))
            offset += 4 + length
        }
    }
}

extension FieldReader {
    @inline(__always)
    private func taken(_ start: Int, _ count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(rebasing: octets[start..<start + count]))
    }

    /// How many parameters what remains holds, the last perhaps broken.
    private var tlvCount: Int {
        var count = 0
        var cursor = offset
        while octets.count - cursor >= 4 {
            count += 1
            cursor += 4 + Int(octets.loadUnaligned(fromByteOffset: cursor + 2, as: UInt16.self).bigEndian)
        }
        return count
    }
}

/// C-octet strings are octets, not UTF-8: each is the character of that number, so that any peer's text survives.
enum Latin1 {
    static func string(_ octets: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for octet in octets { text.append(UnicodeScalar(octet)) }
        return String(text)
    }

    /// `nil` when a character has no single octet, or is NUL.
    static func octets(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let octet = UInt8(exactly: scalar.value), octet != 0 else { return nil }
            octets.append(octet)
        }
        return octets
    }
}
