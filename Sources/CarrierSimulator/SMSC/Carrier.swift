import SMPP
import World

/// One carrier of the box: an SMSC, the wire to it, and the ways to handsets and back.
final class Carrier: Sendable {
    /// How often faults and what waits for a bind are looked at.
    private static let tick = Duration.milliseconds(200)
    /// Wait before a handset that is off is tried again; doubles up to the maximum.
    private static let retryMin = Duration.seconds(1)
    private static let retryMax = Duration.seconds(60)

    let profile: CarrierProfile
    let smsc: SMSC
    let server: SMSCServer
    private let world: any World

    init(
        profile: CarrierProfile, endpoint: Endpoint, network: any ByteNetwork, world: any World,
        handsets: HandsetDirectory
    ) {
        (self.profile, self.world) = (profile, world)
        smsc = SMSC(profile: profile, world: world, handsets: handsets)
        var configuration = SMSCConfiguration(endpoint: endpoint)
        configuration.systemID = profile.systemID
        configuration.windowMax = profile.window
        server = SMSCServer(configuration: configuration, network: network, world: world, handler: smsc)
    }

    /// Until `shutdown()` or cancellation. Throws `ByteNetworkError` when it cannot listen.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                defer { self.smsc.finish() }
                try await self.server.run()
            }
            group.addTask { await self.watch() }
            for await work in smsc.work { group.addTask { await self.carry(work) } }
            group.cancelAll()
        }
    }

    /// What is on its way is given up: the box holds it in memory alone.
    func shutdown() async { await server.shutdown() }

    private func watch() async {
        do {
            while true {
                try await world.sleep(for: Self.tick)
                if smsc.isDown {
                    for session in server.sessions { server.disconnect(session) }
                } else {
                    smsc.sendWaiting()
                }
            }
        } catch { return }
    }

    private func carry(_ work: SMSC.Work) async {
        switch work {
        case .delivery(let delivery): await send(delivery)
        case .message(let message):
            do {
                let ending = try await bring(message)
                guard let receipt = smsc.end(message, ending) else { return }
                if profile.receiptDelay > .zero { try await world.sleep(for: profile.receiptDelay) }
                for _ in 0..<min(max(1, profile.receipts.copies), 5) { await send(receipt) }
            } catch { return }
        }
    }

    /// Tries until the message is at its end. Throws only when cancelled.
    private func bring(_ message: AcceptedMessage) async throws -> AcceptedMessage.Ending {
        try await world.sleep(until: min(message.arrivesAt, message.expiresAt))
        var wait = Self.retryMin
        while true {
            if !smsc.isDown, let ending = smsc.attempt(message) { return ending }
            // Never at once: what expired while the carrier is down waits until it is back to be told of.
            let next = min(world.now + wait, message.expiresAt)
            try await world.sleep(until: max(next, world.now + Self.tick))
            wait = min(wait * 2, Self.retryMax)
        }
    }

    private func send(_ delivery: PendingDeliverSM) async {
        guard let session = smsc.receiver() else { return smsc.keep(delivery) }
        let outcome = await server.deliver(delivery.message, to: session)
        // A connection can end before its bind is decided; then nobody says again that it is over.
        if outcome == .notSent(.notBound), !server.sessions.contains(session) { smsc.ended(session) }
        smsc.sent(delivery, outcome)
    }
}
