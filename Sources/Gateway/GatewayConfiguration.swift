package import Fraud
package import Routing
import World

/// What the gateway needs to know besides its parts.
package struct GatewayConfiguration: Sendable {
    /// The sender when neither route, service nor request names one: 1–11 characters or a number.
    package var sender = "Watchword"
    package var routes: [Route] = []
    /// By number, across services and accounts.
    package var startsPerNumber = VelocityLimit(5, per: .seconds(600))
    package var wrongChecksPerNumber = VelocityLimit(20, per: .seconds(86_400))
    /// Replies to STOP, HELP and START, by number.
    package var repliesPerNumber = VelocityLimit(5, per: .seconds(3600))
    /// How many messages of one application may be under way at once; one more is refused.
    package var esmeQueueMax = 100_000
    /// How long what ended stays to be asked for.
    package var retention = Duration.seconds(24 * 3600)
    /// How long a shutdown waits for what is in flight.
    package var drainTime = Duration.seconds(10)
    /// A key accepted from the start, for the first account; at least 24 characters.
    package var operatorKey: String?

    package static let operatorKeyLengthMin = 24

    package init() {}
}
