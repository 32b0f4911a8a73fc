/// Walks the fields of a PDU body in the order they stand on the wire.
///
/// Each operation lists its fields once, in `visit`; the reader, the writer and the explanation are three visitors
/// of that one list, so that they cannot drift apart.
protocol FieldVisitor {
    /// A C-octet string of at most `octetsMax` octets, its NUL included.
    mutating func cString(_ value: inout String, _ field: Field, octetsMax: Int) throws(FieldError)
    mutating func octet(_ value: inout UInt8, _ field: Field) throws(FieldError)
    /// Four octets, most significant first.
    mutating func word(_ value: inout UInt32, _ field: Field) throws(FieldError)
    /// One octet that counts, under the name `count`, and as many elements.
    mutating func list<Element: PDUFields>(_ value: inout [Element], _ count: Field) throws(FieldError)
    /// `sm_length` and `short_message`.
    mutating func shortMessage(_ value: inout [UInt8]) throws(FieldError)
    /// All that remains.
    mutating func tlvs(_ value: inout [TLV]) throws(FieldError)
    /// Whether a response has no body: on reading because none is there, on writing because an error with nothing
    /// to say needs none. Source: SMPP 3.4 §4.4.2.
    func bodyIsAbsent(nothingToSay: Bool) -> Bool
}

extension FieldVisitor {
    @inline(__always)
    mutating func source(_ address: inout Address, octetsMax: Int = 21) throws(FieldError) {
        try octet(&address.ton.rawValue, .sourceTON)
        try octet(&address.npi.rawValue, .sourceNPI)
        try cString(&address.digits, .sourceAddress, octetsMax: octetsMax)
    }

    @inline(__always)
    mutating func destination(_ address: inout Address, octetsMax: Int = 21) throws(FieldError) {
        try octet(&address.ton.rawValue, .destinationTON)
        try octet(&address.npi.rawValue, .destinationNPI)
        try cString(&address.digits, .destinationAddress, octetsMax: octetsMax)
    }

    /// Parameters of an operation that has none: read past, never written. Source: SMPP 3.4 §3.3.
    @inline(__always)
    mutating func ignoredTLVs() throws(FieldError) {
        var ignored: [TLV] = []
        try tlvs(&ignored)
    }
}

/// A PDU body, or a part of one that may be there several times, that lists its fields.
protocol PDUFields {
    init()
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError)
}

extension PDUFields {
    /// What the visitor makes of it.
    @inline(__always)
    consuming func visited(by visitor: inout some FieldVisitor) throws(FieldError) -> Self {
        var body = self
        try body.visit(&visitor)
        return body
    }
}
