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
        let start = octets.count
        var plain = true
        for octet in value.utf8 { plain = plain && octet != 0 && octet < 0x80 }
        if plain {
            octets.append(contentsOf: value.utf8)
        } else {
            guard let latin = Latin1.octets(value) else { throw FieldError(field: field, problem: .notOneOctetEach) }
            octets.append(contentsOf: latin)
        }
        guard octets.count - start < octetsMax else {
            throw FieldError(field: field, problem: .tooLong(octetsMax: octetsMax))
        }
        octets.append(0)
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
            octets.append(contentsOf: [
                UInt8(tlv.tag.rawValue >> 8), UInt8(tlv.tag.rawValue & 255), UInt8(length >> 8), UInt8(length & 255),
            ])
            octets.append(contentsOf: tlv.value)
        }
    }
}
