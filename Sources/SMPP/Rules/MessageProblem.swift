/// A field or optional parameter that can be read and may not be what it is.
package struct MessageProblem: Error, Equatable, Sendable {
    /// The specification's name.
    package let field: String
    /// What the text prescribes as the answer.
    package let status: CommandStatus

    package init(field: String, status: CommandStatus) { (self.field, self.status) = (field, status) }

    init(_ field: Field, _ status: CommandStatus? = nil) {
        self.init(field: field.rawValue, status: status ?? field.invalidStatus)
    }
}

extension MessageProblem: CustomStringConvertible {
    /// Never the value.
    package var description: String { "\(field): \(status)" }
}
