import Synchronization
package import World

/// Keeps one bind to one SMSC: connects, binds, watches, and connects again when it is lost.
///
/// `run()` is its life, once; the rest may be called from anywhere meanwhile. Continuations live here by token, never
/// in the session, which is a value.
package final class ESMEClient: Sendable {
    let configuration: ESMEConfiguration
    let network: any ByteNetwork
    let world: any World
    let handler: any ESMEHandler
    let inbound: AsyncStream<Inbound>
    private let feed: AsyncStream<Inbound>.Continuation
    private let state = Mutex(State())

    package init(
        configuration: ESMEConfiguration, network: any ByteNetwork, world: any World, handler: any ESMEHandler
    ) {
        (self.configuration, self.network, self.world, self.handler) = (configuration, network, world, handler)
        // Unbounded here because the session bounds it: past `inboundWindowMax` it hands nothing out.
        (inbound, feed) = AsyncStream.makeStream(of: Inbound.self)
    }

    package var isBound: Bool { state.withLock { $0.session?.state == .bound } }
    /// Requests without answer.
    package var outstanding: Int { state.withLock { $0.session?.outstanding ?? 0 } }
    /// How many requests may be without answer now, see `CongestionWindow`; 1 … `ESMEConfiguration.windowMax`.
    package var window: Int { state.withLock { $0.session?.window ?? configuration.windowMax } }
    /// Submits that would be sent at once now; 0 while not bound or stopping.
    package var availableWindow: Int {
        state.withLock { state in
            guard state.phase == .running, let session = state.session, session.state == .bound else { return 0 }
            return max(0, session.window - session.outstanding)
        }
    }
    /// Of the present session, or the last.
    package var books: SessionBooks { state.withLock { $0.session?.books ?? SessionBooks() } }

    /// Sends a message and waits for the SMSC's answer, as `request` does.
    package func submit(_ message: SubmitSM) async -> SubmitOutcome {
        SubmitOutcome(await request(.submitSM(message)))
    }

    /// Sends a request of an ESME and waits for the SMSC's answer, at most `SessionTimers.response` and a tick.
    package func request(_ body: PDUBody) async -> RequestOutcome {
        await withCheckedContinuation { continuation in
            turn { state in
                let token = state.waiters.add(continuation)
                let refusal: NotSentReason? =
                    switch state.phase {
                    case .running: state.session?.request(body, token: token, now: self.world.now)
                    case .idle: .notBound
                    case .stopping, .stopped: .shuttingDown
                    }
                guard let refusal = state.session == nil ? refusal ?? .notBound : refusal else { return }
                state.resolve(token, .notSent(refusal))
            }
        }
    }

    /// Takes no more submits, waits for answers to what is outstanding at most `shutdownTimeout`, unbinds, closes.
    /// Returns when `run()` is over.
    package func shutdown() async {
        await withCheckedContinuation { continuation in
            turn { state in
                switch state.phase {
                case .idle, .stopped:
                    state.phase = .stopped
                    state.effects.add(.stopped([continuation]))
                case .running:
                    state.phase = .stopping(deadline: self.world.now + self.configuration.shutdownTimeout)
                    state.stopWaiters.append(continuation)
                    state.effects.add(.changed(.unbinding))
                case .stopping: state.stopWaiters.append(continuation)
                }
            }
        }
    }
}

/// What the client holds under its lock, and what it does outside it.
extension ESMEClient {
    enum Phase: Equatable {
        case idle, running
        case stopping(deadline: Timestamp)
        case stopped
    }

    struct Inbound: Sendable {
        let generation: UInt64
        let sequence: UInt32
        let request: ESMERequest
    }

    enum Effect: Sendable {
        case send([UInt8], any ByteConnection)
        case close(any ByteConnection)
        case resume(RequestWaiters.Waiter, RequestOutcome)
        case inbound(Inbound)
        case alert(AlertNotification)
        case changed(ESMEState)
        case stopped([CheckedContinuation<Void, Never>])
    }

    struct State: EffectfulState {
        var phase = Phase.idle
        var session: ESMESession?
        var connection: (any ByteConnection)?
        /// Counts connections, so that what belongs to an old one is not taken for the new one's.
        var generation: UInt64 = 0
        var wasBound = false
        var effects = EffectQueue<Effect>()
        var stopWaiters: [CheckedContinuation<Void, Never>] = []
        var waiters = RequestWaiters()

        mutating func resolve(_ token: SessionToken, _ outcome: RequestOutcome) {
            guard let waiter = waiters.take(token) else { return }
            effects.add(.resume(waiter, outcome))
        }

        mutating func collect() {
            guard session != nil else { return }
            if let connection {
                let octets = session?.takeOutbound() ?? []
                if !octets.isEmpty { effects.add(.send(octets, connection)) }
            }
            for action in session?.takeActions() ?? [] {
                switch action {
                case .event(.bound):
                    wasBound = true
                    effects.add(.changed(.bound))
                case .event(.alert(let alert)): effects.add(.alert(alert))
                case .event(.request(let sequence, let request)):
                    effects.add(
                        .inbound(Inbound(generation: generation, sequence: sequence, request: request)))
                case .resolved(let token, let outcome): resolve(token, outcome)
                case .close:
                    if let connection { effects.add(.close(connection)) }
                    connection = nil
                }
            }
        }
    }

    func turn(_ decide: (inout State) -> Void) { state.turn(decide, perform: perform) }

    /// As `turn`, with the time and only while `generation` is the present connection.
    func turn(generation: UInt64, _ decide: (inout ESMESession, Timestamp) -> Void) {
        turn { state in
            guard state.generation == generation, state.session != nil else { return }
            decide(&state.session!, world.now)
        }
    }

    func read<Value: Sendable>(_ value: (State) -> Value) -> Value { state.withLock { value($0) } }

    func finishInbound() { feed.finish() }

    private func perform(_ effect: Effect) {
        switch effect {
        case .send(let octets, let connection):
            connection.send(octets)
            guard connection.pendingBytes > configuration.pendingBytesMax else { return }
            turn { $0.session?.close(.peerNotReading) }
        case .close(let connection): connection.close()
        case .resume(let waiter, let outcome): waiter.resume(returning: outcome)
        case .alert(let alert): handler.alerted(alert)
        case .inbound(let inbound): feed.yield(inbound)
        case .changed(let state): handler.stateChanged(state)
        case .stopped(let waiters): for waiter in waiters { waiter.resume() }
        }
    }
}
