package import World

/// A message as the person who holds the phone sees it.
package struct InboxMessage: Sendable, Hashable {
    /// The sender's name, or number with its "+".
    package var from: String
    package var text: String
    /// The one-time code in the text; `nil` where there is none.
    package var code: String?
    package var receivedAt: Timestamp
    /// The carrier that brought it.
    package var viaCarrier: String

    package init(from: String, text: String, code: String?, receivedAt: Timestamp, viaCarrier: String) {
        (self.from, self.text, self.code) = (from, text, code)
        (self.receivedAt, self.viaCarrier) = (receivedAt, viaCarrier)
    }
}

/// One phone: what it holds, and whether it is on.
package struct Handset: Sendable, Hashable {
    /// Messages kept; one more drops the oldest.
    package static let messagesMax = 100

    /// Reachable by the network.
    package var isOn = true
    /// Oldest first.
    package private(set) var inbox: [InboxMessage] = []

    package init() {}

    mutating func add(_ message: InboxMessage) {
        if inbox.count >= Self.messagesMax { inbox.removeFirst(inbox.count - Self.messagesMax + 1) }
        inbox.append(message)
    }
}

extension InboxMessage: CustomStringConvertible, CustomReflectable {
    /// Never the text nor the code: a failed test or a log must not show them.
    package var description: String { "message from \(from) via \(viaCarrier) at \(receivedAt)" }
    package var customMirror: Mirror { Mirror(self, children: ["message": description]) }
}
