/// An SMSC asks an ESME to bind as a receiver; has no response. Source: SMPP 3.4 §4.1.7.
package struct Outbind: Hashable, Sendable {
    package var systemID = ""
    package var password = ""

    package init() {}
}

extension Outbind: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&systemID, .systemID, octetsMax: 16)
        try visitor.cString(&password, .password, octetsMax: 9)
        try visitor.ignoredTLVs()
    }
}

extension Outbind: CustomStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "outbind \(systemID)" }
    package var customMirror: Mirror { Mirror(self, children: ["outbind": description]) }
}

/// The body of an operation that has none: any optional parameters are read past.
struct EmptyBody: PDUFields {
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) { try visitor.ignoredTLVs() }
}
