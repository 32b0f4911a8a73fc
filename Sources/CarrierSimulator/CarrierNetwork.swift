import Numbering
package import SMPP
import Synchronization
package import World

/// The carrier network in a box: carriers that gateways bind to, and every phone behind them.
///
/// `run()` is its life, once; the rest may be called from anywhere meanwhile. It holds everything in memory.
package final class CarrierNetwork: Sendable {
    package let handsets: HandsetDirectory
    let carriers: [Carrier]
    let world: any World
    let events: EventFeed

    /// `endpoints` go with `profiles` one by one; where they are fewer, the system chooses a port on 127.0.0.1.
    /// `onMessage` is called for each message that reaches a phone and must be cheap.
    package init(
        profiles: [CarrierProfile], network: any ByteNetwork, world: any World, endpoints: [Endpoint] = [],
        onMessage: HandsetDirectory.Callback? = nil
    ) {
        let events = EventFeed()
        let handsets = HandsetDirectory { number, message in
            events.send(.message(number, message))
            onMessage?(number, message)
        }
        (self.world, self.events, self.handsets) = (world, events, handsets)
        carriers = profiles.enumerated().map { index, profile in
            let endpoint = index < endpoints.count ? endpoints[index] : Endpoint(host: "127.0.0.1", port: 0)
            return Carrier(
                profile: profile, endpoint: endpoint, network: network, world: world, handsets: handsets)
        }
    }

    /// Where the carriers listen, in the profiles' order, with the ports the system chose; `nil` for one that does not.
    package var endpoints: [Endpoint?] { carriers.map(\.server.endpoint) }

    /// Returns when every carrier listens; `nil` when one is over, or could not.
    package func whenListening() async -> [Endpoint]? {
        var endpoints: [Endpoint] = []
        for carrier in carriers {
            guard let endpoint = await carrier.server.whenListening() else { return nil }
            endpoints.append(endpoint)
        }
        return endpoints
    }

    /// Listens until `shutdown()` or cancellation. Throws `ByteNetworkError` when a carrier cannot.
    package func run() async throws {
        defer { events.finish() }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.announceCarriers() }
            try await withThrowingDiscardingTaskGroup { carriers in
                for carrier in self.carriers { carriers.addTask { try await carrier.run() } }
            }
            group.cancelAll()
        }
    }

    /// Ends the event streams, unbinds everybody, closes. What is on its way to a phone is given up.
    package func shutdown() async {
        events.finish()
        for carrier in carriers { await carrier.shutdown() }
    }

    /// Who reads the event stream now.
    package var watcherCount: Int { events.count }

    /// In the profiles' order.
    package var statistics: [CarrierStatistics] { carriers.map(\.smsc.statistics) }
    package func statistics(of carrier: String) -> CarrierStatistics? { self.carrier(carrier)?.smsc.statistics }

    /// Replaces what is wrong with a carrier. `false` when there is none of the name.
    @discardableResult
    package func setFaults(_ plan: FaultPlan, carrier name: String) -> Bool {
        guard let carrier = carrier(name) else { return false }
        carrier.smsc.setFaults(plan)
        return true
    }

    func carrier(_ name: String) -> Carrier? { carriers.first { $0.profile.name == name } }

    /// Tells those who look on how the carriers stand, and so finds out who has gone.
    private func announceCarriers() async {
        do {
            while true {
                try await world.sleep(for: .seconds(1))
                events.send(.carriers)
            }
        } catch { return }
    }
}
