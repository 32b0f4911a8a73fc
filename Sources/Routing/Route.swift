/// A path to phones: a carrier link, what it reaches and with which sender.
package struct Route: Hashable, Sendable {
    /// The carrier link's name.
    package var link: String
    /// Lower goes first.
    package var priority: Int
    /// International prefixes without "+"; empty reaches everything.
    package var prefixes: [String]
    /// The sender to use; `nil` leaves the message's own.
    package var sender: String?

    package init(link: String, priority: Int = 100, prefixes: [String] = [], sender: String? = nil) {
        (self.link, self.priority, self.prefixes, self.sender) = (link, priority, prefixes, sender)
    }
}
