/// An SMSC asks an ESME to bind as a receiver; has no response. Source: SMPP 3.4 §4.1.7.
package struct Outbind: Hashable, Sendable {
    package var systemID = ""
    package var password = ""
    package var tlvs: [TLV] = []

    package init() {}
}

extension Outbind: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&systemID, .systemID, octetsMax: 16)
        try visitor.cString(&password, .password, octetsMax: 9)
        try visitor.tlvs(&tlvs)
    }
}

extension Outbind: CustomStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "outbind \(systemID)" }
    package var customMirror: Mirror { Mirror(self, children: ["outbind": description]) }
}

/// The body of `enquire_link`, `unbind` and `generic_nack`, which have none: any optional parameters are read past.
struct EmptyBody: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) { try visitor.ignoredTLVs() }
}
