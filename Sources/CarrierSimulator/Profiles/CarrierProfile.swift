package import MessageEncoding
import SMPP
import World

/// One carrier as its customers know it: who may bind, how fast and how reliable it is, how it writes receipts.
package struct CarrierProfile: Sendable, Hashable {
    /// Names it in the API and on the page; unique within a network.
    package var name: String
    /// The one `system_id` let in, at most 15 characters.
    package var systemID: String
    /// At most 8 characters.
    package var password: String
    /// `submit_sm` to its response.
    package var submitLatency: Latency
    /// Response to the handset.
    package var deliveryLatency: Latency
    /// Handset to the receipt's first sending.
    package var receiptDelay: Duration = .zero
    /// Accepted, never delivered, nothing ever said of it.
    package var loss: Probability = 0.0
    /// Accepted and delivered, the response never sent.
    package var responseLoss: Probability = 0.0
    /// Accepted, not deliverable: a receipt says so.
    package var failure: Probability = 0.0
    /// Past it `ESME_RTHROTTLED`; at least 1. A second's worth may come at once.
    package var segmentsPerSecondMax: Int?
    /// Messages accepted and not yet at their end; past it `ESME_RMSGQFUL`.
    package var queueMax = 100_000
    /// How long it tries where the message does not say.
    package var validityDefault: Duration = .seconds(86_400)
    package var receipts = ReceiptStyle()
    /// What it takes the octets of data_coding 0 for.
    package var defaultAlphabet = DefaultAlphabet.gsm0338
    /// Receipts without answer at once, in each bind.
    package var window = 100
    /// Which networks it reaches, by the number's beginning; empty for all numbers, without naming a network.
    package var hub = Hub()
    /// Where the figures come from.
    package var source: String

    package init(
        name: String, systemID: String, password: String, submitLatency: Latency, deliveryLatency: Latency,
        source: String
    ) {
        (self.name, self.systemID, self.password) = (name, systemID, password)
        (self.submitLatency, self.deliveryLatency, self.source) = (submitLatency, deliveryLatency, source)
    }

    /// The same carrier under other credentials.
    package func named(_ name: String, systemID: String? = nil, password: String? = nil) -> CarrierProfile {
        var profile = self
        profile.name = name
        profile.systemID = systemID ?? profile.systemID
        profile.password = password ?? profile.password
        return profile
    }
}

extension CarrierProfile {
    private static let password = "secret"

    /// A direct connection to an operator.
    package static let direct = CarrierProfile(
        name: "direct", systemID: "direct", password: password,
        submitLatency: Latency(p50: .milliseconds(20), p95: .milliseconds(80)),
        deliveryLatency: Latency(p50: .milliseconds(1500), p95: .seconds(4)),
        source: "assumed: the SMSC's share of 1-2 s in ETSI EMTEL's figures (ITU-T workshop, 2006) as the median")

    /// An aggregator that passes on to operators.
    package static let hub = CarrierProfile(
        name: "hub", systemID: "hub", password: password,
        submitLatency: Latency(p50: .milliseconds(40), p95: .milliseconds(150)),
        deliveryLatency: Latency(p50: .milliseconds(2500), p95: .seconds(9)),
        source: "the lower half of a vendor's range for healthy one-time codes, p50 2-6 s and p95 8-15 s "
            + "(StartMessaging)"
    ).with { $0.receipts.responseIdentifier = .hexLower }

    /// A cheap route of unknown hops: slow, loses some, writes receipts its own way.
    package static let grey = CarrierProfile(
        name: "grey", systemID: "grey", password: password,
        submitLatency: Latency(p50: .milliseconds(120), p95: .milliseconds(600)),
        deliveryLatency: Latency(p50: .seconds(6), p95: .seconds(25)),
        source: "p50 from the upper end of the same vendor's range; p95, loss and failures assumed, in sum near the "
            + "5.1 % of Meng et al. (INFOCOM 2007)"
    ).with {
        $0.loss = 0.03
        $0.failure = 0.02
        $0.receiptDelay = .seconds(1)
        $0.segmentsPerSecondMax = 50
        $0.receipts.carrier = .text
        $0.receipts.receiptIdentifier = .hexUpper
    }

    /// As fast as it goes: for demonstrations and measurements.
    package static let instant = CarrierProfile(
        name: "instant", systemID: "instant", password: password, submitLatency: .none,
        deliveryLatency: Latency(p50: .milliseconds(3), p95: .milliseconds(8)),
        source: "made up: no network is this fast"
    ).with { $0.window = 1000 }

    /// By name, for the command line.
    package static let presets = [direct, hub, grey, instant]

    package func with(_ change: (inout CarrierProfile) -> Void) -> CarrierProfile {
        var changed = self
        change(&changed)
        return changed
    }
}
