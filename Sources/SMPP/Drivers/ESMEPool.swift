package import World

/// Several binds to one carrier under one handle: transmitter and receiver apart, or several of a kind.
///
/// A request goes by the bind with most room. One that went out on a bind that then dies is ambiguous, as with a single
/// bind; only what was not put on any wire is tried on the next.
package final class ESMEPool: Sendable {
    private let clients: [ESMEClient]

    /// One client for each configuration; `handler` hears of all of them.
    package init(
        configurations: [ESMEConfiguration], network: any ByteNetwork, world: any World, handler: any ESMEHandler
    ) {
        clients = configurations.map {
            ESMEClient(configuration: $0, network: network, world: world, handler: handler)
        }
    }

    /// Whether a bind that submits is up.
    package var isBound: Bool { senders.contains { $0.isBound } }
    /// Whether a bind that takes what the carrier delivers is up: while none is, no receipt can come.
    package var isReceiving: Bool { clients.contains { $0.configuration.bind.kind.delivers && $0.isBound } }
    /// Binds that are up, of either direction.
    package var boundCount: Int { clients.count { $0.isBound } }
    /// How many requests may be without answer now, over the binds that submit and are up; 0 while none is.
    package var window: Int { senders.reduce(0) { $0 + ($1.isBound ? $1.window : 0) } }
    /// Submits that would be sent at once now.
    package var availableWindow: Int { senders.reduce(0) { $0 + $1.availableWindow } }
    /// Requests without answer.
    package var outstanding: Int { clients.reduce(0) { $0 + $1.outstanding } }
    /// Of each bind, in the order of the configurations.
    package var books: [SessionBooks] { clients.map(\.books) }

    private var senders: [ESMEClient] { clients.filter { $0.configuration.bind.kind.submits } }

    /// Keeps every bind until `shutdown()` or cancellation. Once only; a second call returns.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for client in clients { group.addTask { await client.run() } }
        }
    }

    /// Sends a message and waits for the carrier's answer, as `ESMEClient.submit`.
    package func submit(_ message: SubmitSM) async -> SubmitOutcome {
        SubmitOutcome(await request(.submitSM(message)))
    }

    /// Sends a request and waits for the carrier's answer, as `ESMEClient.request`.
    package func request(_ body: PDUBody) async -> RequestOutcome {
        let senders = senders.map { (client: $0, room: $0.availableWindow) }
        var outcome = RequestOutcome.notSent(.notBound)
        // Sorting is stable in effect: of equals the first configured goes first.
        let order = senders.indices.sorted { one, other in
            let (here, there) = (senders[one].room, senders[other].room)
            return here == there ? one < other : here > there
        }
        for index in order {
            let next = await senders[index].client.request(body)
            guard case .notSent(let reason) = next else { return next }
            outcome = Self.worse(outcome, reason)
        }
        return outcome
    }

    /// Of the reasons of two binds, the one that says more about the message.
    private static func worse(_ outcome: RequestOutcome, _ reason: NotSentReason) -> RequestOutcome {
        switch (outcome, reason) {
        case (.notSent(.notBound), _): .notSent(reason)
        case (_, .notBound): outcome
        case (_, .windowFull), (_, .throttled), (_, .shuttingDown), (_, .unencodable), (_, .notARequest):
            .notSent(reason)
        }
    }

    /// Ends every bind, all at once; returns when `run()` is over.
    package func shutdown() async {
        await withDiscardingTaskGroup { group in
            for client in clients { group.addTask { await client.shutdown() } }
        }
    }
}
