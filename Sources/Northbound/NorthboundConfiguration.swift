package import SMPP
import World

/// How the listener for applications behaves, beside their accounts.
package struct NorthboundConfiguration: Equatable, Sendable {
    package var smsc: SMSCConfiguration
    /// Receipts and messages kept for one application that takes none; past it the oldest are dropped and counted.
    package var keptPerESMEMax = 100_000
    /// How long a submit in transaction mode is answered late at most: its message's life ends then.
    package var transactionMax = Duration.seconds(30)

    package init(smsc: SMSCConfiguration) { self.smsc = smsc }
}

/// What became of deliveries to applications since start.
package struct DeliveryCounts: Hashable, Sendable {
    package var taken = 0
    /// Permanently refused, and deleted.
    package var refused = 0
    /// Temporarily refused or unanswered, and tried again.
    package var repeated = 0
    /// Not taken within their life.
    package var expired = 0
    /// The oldest of too many.
    package var dropped = 0
}
