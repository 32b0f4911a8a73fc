package import Gateway
package import Logging
package import SMPP
import Storage
import Synchronization
package import World

/// The gateway as an SMSC: applications bind to it as they would to a carrier's.
///
/// `run()` is its life, once. Made before the gateway's `run`, so that no receipt passes unnoticed; one stored before
/// is found when its application binds.
package final class NorthboundService: Sendable {
    let gateway: Gateway
    let configuration: NorthboundConfiguration
    let world: any World
    let logger: Logger
    let registry = Mutex(SessionRegistry())
    let attempts = Mutex(BindAttempts())
    private let news: DeliveryNews
    private let server = Mutex<SMSCServer?>(nil)
    private let pump = Mutex<DeliveryPump?>(nil)

    package init(
        gateway: Gateway, configuration: NorthboundConfiguration, network: any ByteNetwork, world: any World,
        logger: Logger
    ) {
        (self.gateway, self.configuration, self.world, self.logger) = (gateway, configuration, world, logger)
        news = DeliveryNews()
        let server = SMSCServer(configuration: configuration.smsc, network: network, world: world, handler: self)
        self.server.withLock { $0 = server }
        let sessions = DeliveryPump.Sessions(
            begin: { [weak self] esme in self?.registry.withLock { $0.beginDelivery(to: esme) } },
            end: { [weak self] session, takesMore in
                self?.registry.withLock { $0.endDelivery(on: session, takesMore: takesMore) }
            },
            window: { [weak self] esme in self?.registry.withLock { $0.window(of: esme) } ?? 0 },
            deliver: { message, session in await server.deliver(message, to: session) })
        pump.withLock {
            $0 = DeliveryPump(
                gateway: gateway, world: world, sessions: sessions, news: news,
                keptMax: configuration.keptPerESMEMax, logger: logger)
        }
        gateway.esmeEvents = self
    }

    /// Listens and delivers until `shutdown` or cancellation. Throws `ByteNetworkError` when it can't listen.
    package func run() async throws {
        guard let server = server.withLock({ $0 }), let pump = pump.withLock({ $0 }) else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pump.run() }
            group.addTask { await self.watchAccounts() }
            try await server.run()
            group.cancelAll()
        }
    }

    /// Accepts no more, asks every application to unbind; what was not delivered is kept.
    package func shutdown() async { await server.withLock { $0 }?.shutdown() }

    /// Where it listens, once it does; `nil` when it could not.
    package func whenListening() async -> Endpoint? { await server.withLock { $0 }?.whenListening() }

    /// How many binds there are, for status and pages.
    package var bindCount: Int { registry.withLock { $0.sessions.count } }

    package func counts() async -> DeliveryCounts { await pump.withLock { $0 }?.counts ?? DeliveryCounts() }

    /// How often accounts are looked at: the binds of one that was closed end.
    private static let accountsPause = Duration.seconds(1)

    private func watchAccounts() async {
        while (try? await world.sleep(for: Self.accountsPause)) != nil {
            for (session, esme) in registry.withLock({ $0.all }) where gateway.openESME(esme) == nil {
                disconnect(session)
            }
        }
    }

    func disconnect(_ session: SMSCSessionID) { server.withLock { $0 }?.disconnect(session) }
}

extension NorthboundService: ESMEDeliveryEvents {
    package func stored(_ delivery: DeliveryID, for esme: ESMEID) { news.stored(delivery, for: esme) }
}

extension NorthboundService: ESMEDeliveries {
    package func owner(ofAddress digits: String) -> AccountID? { gateway.esme(ofAddress: digits)?.account }

    /// `false` when nobody has the address any more, too: its carrier sends it again, and then it goes elsewhere.
    package func deliver(_ segment: ReceivedSegment) async -> Bool {
        let digits = segment.to.digits
        guard let esme = gateway.esme(ofAddress: digits.hasPrefix("+") ? String(digits.dropFirst()) : digits) else {
            return false
        }
        return await gateway.keep(segment, for: esme)
    }
}

extension NorthboundService: SMSCHandler {
    package func bind(
        _ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID
    ) async -> BindAnswer {
        let now = world.now
        let claim = BindAttempts.Claim(address: peer.address, systemID: request.systemID)
        guard !attempts.withLock({ $0.isBarred(claim, now: now) }) else { return .refused(.bindFailed) }
        let esme: ESMEAccount
        do {
            esme = try gateway.authenticateESME(
                systemID: request.systemID, password: request.password, address: peer.address,
                certificateFingerprint: peer.certificateFingerprint)
        } catch {
            attempts.withLock { $0.failed(claim, now: now) }
            logger.warning("a bind was refused", metadata: ["peer": "\(peer.address)", "why": "\(error)"])
            switch error {
            case .unproven: return .refused(.invalidPassword)
            case .network: return .refused(.bindFailed)
            }
        }
        attempts.withLock { $0.succeeded(claim) }
        guard registry.withLock({ $0.bind(esme, request, session: session) }) else {
            logger.warning(
                "an application has all the binds it may have", metadata: ["esme": "\(esme.id)"])
            return .refused(.bindFailed)
        }
        return .accepted(windowMax: esme.windowMax, inboundWindowMax: esme.windowMax)
    }

    package func bound(_ session: SMSCSessionID, as kind: BindKind) {
        if let esme = registry.withLock({ $0.bound(session) }) { news.bound(esme) }
    }

    package func ended(_ session: SMSCSessionID) {
        registry.withLock { $0.ended(session) }
        news.nudge()
    }
}
