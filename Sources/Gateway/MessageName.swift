package import World

/// A message's identifier as SMPP's `message_id`: 26 letters and digits, the same in responses and receipts.
///
/// The prefix is left out: receipts are read in many alphabets, and an underscore is not the same octet in all of them.
package enum MessageName {
    private static let prefix = "\(MessageKind.prefix)_"

    package static func text(_ id: MessageID) -> String { String(id.description.dropFirst(prefix.count)) }

    /// Reads `text(_:)` in either letter case, and the API's form; `nil` for anything else.
    package static func id(_ text: String) -> MessageID? {
        let lower = text.lowercased()
        return MessageID(lower.hasPrefix(prefix) ? lower : prefix + lower)
    }
}
