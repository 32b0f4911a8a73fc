import Synchronization
import World

extension ESMEClient {
    /// How often time is looked at: the grain of every timer, and of noticing `shutdown()`.
    static let tick = Duration.milliseconds(200)

    /// Connects, binds and connects again until `shutdown()` or cancellation. Once only; a second call returns.
    package func run() async {
        let isFirst = read { $0.phase == .idle }
        turn { if isFirst { $0.phase = .running } }
        guard isFirst else { return }
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.keepConnected()
                self.finishInbound()
            }
            for await inbound in self.inbound { group.addTask { await self.handle(inbound) } }
        }
        turn { state in
            state.phase = .stopped
            state.effects.add(.changed(.stopped))
            state.effects.add(.stopped(state.stopWaiters))
            state.stopWaiters = []
        }
    }

    private func handle(_ inbound: Inbound) async {
        let status: CommandStatus
        let response: PDUBody
        switch inbound.request {
        case .deliver(let message):
            status = await handler.receive(message)
            response = .deliverSMResponse(DeliverSMResponse())
        case .data(let message):
            status = await handler.receive(DeliverSM(message))
            response = .dataSMResponse(DataSMResponse())
        }
        turn(generation: inbound.generation) { session, _ in
            session.answer(sequence: inbound.sequence, response, status: status)
        }
    }

    private var isRunning: Bool { read { $0.phase == .running } && !Task.isCancelled }

    private func keepConnected() async {
        var failures = 0
        while isRunning {
            let end = await liveOneSession()
            failures = read(\.wasBound) ? 1 : failures + 1
            guard isRunning else { return }
            var random = world.random
            let until = world.now + configuration.reconnectDelay(failures: failures, after: end, using: &random)
            turn { $0.effects.add(.changed(.waiting(until: until, after: end))) }
            while isRunning, world.now < until {
                try? await world.sleep(until: min(until, world.now + Self.tick))
            }
        }
    }

    /// Connects and lives until the session is closed; says why it was.
    private func liveOneSession() async -> SessionEnd {
        let generation = begin()
        let link = ESMELink(client: self, generation: generation)
        do {
            let connection = try await network.connect(
                to: configuration.endpoint, tls: configuration.tls, timeout: configuration.connectTimeout,
                receiver: link)
            attach(connection, generation: generation)
        } catch {
            turn(generation: generation) { session, _ in session.close(.notConnected("\(error)")) }
        }
        while true {
            if case .closed(let end) = read(\.session)?.state { return end }
            do {
                try await world.sleep(for: Self.tick)
                turn(generation: generation, step(phase: read(\.phase)))
            } catch {
                turn(generation: generation) { session, now in
                    session.unbind(now: now)
                    session.close(.stopped)
                }
            }
        }
    }

    private func begin() -> UInt64 {
        turn { state in
            state.generation += 1
            state.wasBound = false
            state.session = ESMESession(configuration, now: world.now)
            state.effects.add(.changed(.connecting))
        }
        return read(\.generation)
    }

    /// A session that ended while connecting leaves a connection nobody wants.
    private func attach(_ connection: any ByteConnection, generation: UInt64) {
        turn { state in
            guard case .open = state.session?.state else {
                state.effects.add(.close(connection))
                return
            }
            state.connection = connection
            state.effects.add(.changed(.binding))
            state.session?.bind(now: world.now)
        }
    }

    private func step(phase: Phase) -> (inout ESMESession, Timestamp) -> Void {
        { session, now in
            session.tick(now: now)
            switch phase {
            case .running, .idle: break
            case .stopped: session.unbind(now: now)
            case .stopping(let deadline):
                let isIdle = session.outstanding == 0 && session.inboundOutstanding == 0
                if isIdle || now >= deadline { session.unbind(now: now) }
            }
        }
    }
}

/// One connection's way into the client.
final class ESMELink: ByteReceiver {
    private let client: ESMEClient
    private let generation: UInt64

    init(client: ESMEClient, generation: UInt64) { (self.client, self.generation) = (client, generation) }

    func received(_ bytes: UnsafeRawBufferPointer) {
        client.turn(generation: generation) { session, now in session.receive(bytes, now: now) }
    }

    func closed() {
        client.turn(generation: generation) { session, _ in session.close(.connectionLost) }
    }
}
