package import Delivery
package import SMPP
package import World

/// A message of an application, as its `submit_sm` says it and in the gateway's terms.
package struct ESMESubmission: Sendable {
    /// With the leading "+".
    package var to: String
    /// A name or a number; empty is the gateway's own.
    package var sender: String
    package var content: RawShortMessage
    package var origin: ESMEOrigin
    /// When its life ends.
    package var deadline: Timestamp
    /// Takes the place of one that waits between the same addresses, if there is one.
    package var replacesWaiting = false

    package init(to: String, sender: String, content: RawShortMessage, origin: ESMEOrigin, deadline: Timestamp) {
        (self.to, self.sender, self.content) = (to, sender, content)
        (self.origin, self.deadline) = (origin, deadline)
    }
}

extension ESMESubmission: CustomStringConvertible, CustomReflectable {
    /// Never the number or the text.
    package var description: String { "ESMESubmission(\(content))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What is to change of a message that waits; `nil` leaves a field as it is.
package struct ESMEReplacement: Sendable {
    /// In the data coding the message was given in.
    package var octets: [UInt8]
    package var scheduled: Timestamp?
    package var deadline: Timestamp?
    package var registeredDelivery: UInt8
    /// The whole of another message, where it is that and not `octets` alone: its coding, header and parameters too.
    package var content: RawShortMessage?

    package init(octets: [UInt8], scheduled: Timestamp?, deadline: Timestamp?, registeredDelivery: UInt8) {
        (self.octets, self.scheduled, self.deadline) = (octets, scheduled, deadline)
        self.registeredDelivery = registeredDelivery
    }
}

extension ESMEReplacement: CustomStringConvertible, CustomReflectable {
    /// Never the text.
    package var description: String { "ESMEReplacement(\(octets.count) octets)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What became of an application's message.
package struct ESMEMessageStatus: Hashable, Sendable {
    package var id: MessageID
    package var state: MessageState
    /// When it ended; `nil` before.
    package var endedAt: Timestamp?
    /// Whom it was from, as the application wrote it.
    package var source: ESMEOrigin.Source
}
