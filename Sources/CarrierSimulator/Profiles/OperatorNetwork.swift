package import Numbering

/// A mobile network behind a carrier.
package struct OperatorNetwork: Sendable, Hashable {
    package var identity: Operator
    /// Beginnings of its numbers, with "+".
    package var prefixes: [String]
    /// In place of the carrier's own.
    package var deliveryLatency: Latency?

    package init(_ identity: Operator, prefixes: [String], deliveryLatency: Latency? = nil) {
        (self.identity, self.prefixes, self.deliveryLatency) = (identity, prefixes, deliveryLatency)
    }
}

/// Finds the network that a number belongs to.
package struct Hub: Sendable, Hashable {
    package var networks: [OperatorNetwork]

    package init(_ networks: [OperatorNetwork] = []) { self.networks = networks }

    package enum Route: Sendable, Hashable {
        /// The carrier serves every number itself.
        case own
        case network(OperatorNetwork)
        case none
    }

    /// By the longest beginning; the first network where two have it.
    package func route(to number: E164) -> Route {
        guard !networks.isEmpty else { return .own }
        let text = number.text
        var best: (network: OperatorNetwork, length: Int)?
        for network in networks {
            for prefix in network.prefixes where prefix.utf8.count > best?.length ?? -1 && text.hasPrefix(prefix) {
                best = (network, prefix.utf8.count)
            }
        }
        return best.map { .network($0.network) } ?? .none
    }
}
