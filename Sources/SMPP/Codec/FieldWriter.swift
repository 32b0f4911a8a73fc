/// Appends the fields of one body to octets, refusing what the peer would have to refuse.
struct FieldWriter: FieldVisitor {
    var octets: [UInt8]
    private let limits: PDULimits
    private let status: CommandStatus

    init(appendingTo octets: consuming [UInt8], status: CommandStatus, limits: PDULimits) {
        self.octets = octets
        (self.limits, self.status) = (limits, status)
    }

    func bodyIsAbsent(nothingToSay: Bool) -> Bool { nothingToSay && !status.isOK }

    @inline(__always)
    mutating func octet(_ value: inout UInt8, _ field: Field) throws(FieldError) { octets.append(value) }

    @inline(__always)
    mutating func cString(_ value: inout String, _ field: Field, octetsMax: Int) throws(FieldError) {
        // Contiguous ASCII, which nearly every string is, goes over in one piece.
        let plain = value.utf8.withContiguousStorageIfAvailable { text -> Int? in
            var seen: UInt8 = 0
            var hasNUL = false
            for octet in text {
                seen |= octet
                hasNUL = hasNUL || octet == 0
            }
            guard seen < 0x80, !hasNUL else { return nil }
            octets.append(contentsOf: text)
            return text.count
        }
        let count: Int
        if case .some(.some(let all)) = plain { count = all } else { count = try appendLatin1(value, field) }
        guard count < octetsMax else {
            throw FieldError(field: field, problem: .tooLong(octetsMax: octetsMax))
        }
        octets.append(0)
    }

    private mutating func appendLatin1(_ value: String, _ field: Field) throws(FieldError) -> Int {
        guard let latin = Latin1.octets(value) else { throw FieldError(field: field, problem: .notOneOctetEach) }
        octets.append(contentsOf: latin)
        return latin.count
    }

    mutating func word(_ value: inout UInt32, _ field: Field) throws(FieldError) {
        withUnsafeBytes(of: value.bigEndian) { octets.append(contentsOf: $0) }
    }

    mutating func list<Element: PDUFields>(_ value: inout [Element], _ count: Field) throws(FieldError) {
        guard let number = UInt8(exactly: value.count) else {
            throw FieldError(field: count, problem: .tooMany(countMax: 255))
        }
        octets.append(number)
        for index in value.indices { try value[index].visit(&self) }
    }

    @inline(__always)
    mutating func shortMessage(_ value: inout [UInt8]) throws(FieldError) {
        guard value.count <= limits.shortMessageMax, let length = UInt8(exactly: value.count) else {
            throw FieldError(field: .shortMessage, problem: .tooLong(octetsMax: limits.shortMessageMax))
        }
        octets.append(length)
        octets.append(contentsOf: value)
    }

    mutating func tlvs(_ value: inout [TLV]) throws(FieldError) {
        guard value.count <= limits.tlvCountMax else {
            throw FieldError(field: .tlvs, problem: .tooMany(countMax: limits.tlvCountMax))
        }
        for tlv in value {
            guard let length = UInt16(exactly: tlv.value.count) else {
                throw FieldError(field: .tlvs, problem: .tooLong(octetsMax: 65_535))
            }
            withUnsafeBytes(of: (tlv.tag.rawValue.bigEndian, length.bigEndian)) { octets.append(contentsOf: $0) }
            octets.append(contentsOf: tlv.value)
        }
    }
}
