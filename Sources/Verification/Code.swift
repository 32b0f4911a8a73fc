/// A one-time code in the clear: 4–10 decimal digits. Its description is masked, so that it can't slip into a log.
package struct Code: Hashable, Sendable {
    package static let lengths = 4...10

    /// The digits, for the wire and for digests only.
    package let digits: String

    /// `nil` unless `digits` is 4–10 ASCII digits.
    package init?(_ digits: String) {
        guard Self.lengths.contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        self.digits = digits
    }

    init(value: UInt64, length: Int) {
        let text = String(value)
        digits = String(repeating: "0", count: length - text.utf8.count) + text
    }

    package var length: Int { digits.utf8.count }
}

extension Code: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { String(repeating: "•", count: length) }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
