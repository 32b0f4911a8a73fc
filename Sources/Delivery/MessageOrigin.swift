package import World

/// Where a message came from, and what is owed to whoever gave it.
package enum MessageOrigin: Hashable, Sendable {
    /// An API request, or a verification.
    case api
    /// An application bound to the SMPP listener.
    case esme(ESMEOrigin)
}

/// What an ESME said of a message besides its text and number, and what it was told since.
///
/// Nothing here is secret: text and number are in the message's sealed body.
package struct ESMEOrigin: Hashable, Sendable {
    /// As an ESME gives it; type of number and numbering plan are SMPP's octets.
    package struct Source: Hashable, Sendable {
        package var ton: UInt8
        package var npi: UInt8
        /// A number or a name, at most 64 octets; may be empty.
        package var digits: String

        package init(ton: UInt8 = 0, npi: UInt8 = 0, digits: String = "") {
            (self.ton, self.npi, self.digits) = (ton, npi, digits)
        }
    }

    package var esme: ESMEID
    /// The message whose name it shares: `submit_multi` gives one name to all its messages. `nil` is its own.
    package var namedAfter: MessageID?
    /// Where its receipts go.
    package var source: Source
    /// How the ESME wrote the recipient's number, so that it finds it again in receipts as it was.
    package var destinationTON: UInt8
    package var destinationNPI: UInt8
    /// What stood before the number's digits: `+`, `00` or nothing.
    package var destinationPrefix = ""
    package var dataCoding: UInt8 = 0
    package var serviceType: String
    /// Which reports are asked for. Source: SMPP 3.4 §5.2.17.
    package var registeredDelivery: UInt8
    /// 0 lowest … 3. Source: SMPP 3.4 §5.2.14.
    package var priority: UInt8
    /// Not to be sent before; `nil` is at once.
    package var scheduled: Timestamp?
    /// Its intermediate notification was stored with the change it tells of.
    package var isNotified = false
    /// Its receipt was stored with the final state; there is only one.
    package var isReported = false

    package init(
        esme: ESMEID, source: Source = Source(), destinationTON: UInt8 = 1, destinationNPI: UInt8 = 1,
        serviceType: String = "", registeredDelivery: UInt8 = 0, priority: UInt8 = 0, scheduled: Timestamp? = nil
    ) {
        (self.esme, self.source, self.serviceType) = (esme, source, serviceType)
        (self.destinationTON, self.destinationNPI) = (destinationTON, destinationNPI)
        (self.registeredDelivery, self.priority, self.scheduled) = (registeredDelivery, priority, scheduled)
    }
}
