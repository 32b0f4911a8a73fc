package import World

/// What an ESME client's owner is told and asked.
package protocol ESMEHandler: Sendable {
    /// Takes a `deliver_sm`, or a `data_sm` in its form with the text in the TLV `message_payload`; the response is
    /// sent with what this returns, so it can wait for a durable commit.
    func receive(_ message: DeliverSM) async -> CommandStatus
    /// A handset can be reached again. In order with `stateChanged`; must not block.
    func alerted(_ alert: AlertNotification)
    /// In order, from any thread; must not block.
    func stateChanged(_ state: ESMEState)
}

extension ESMEHandler {
    package func alerted(_ alert: AlertNotification) {}
}

/// Where an ESME client stands with its SMSC.
package enum ESMEState: Equatable, Sendable {
    /// Not run yet, or over.
    case stopped
    case connecting
    case binding
    case bound
    /// Stopping: waits for what is outstanding.
    case unbinding
    /// Connects again at `until`.
    case waiting(until: Timestamp, after: SessionEnd)
}
