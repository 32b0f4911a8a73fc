import Synchronization
import World

/// One connection of an SMSC server: its session, its continuations, its octets.
final class SMSCLink: ByteReceiver {
    let id: SMSCSessionID
    let remote: String
    private let configuration: SMSCConfiguration
    private let world: any World
    private let connection: any ByteConnection
    /// Takes what the handler has to decide, and the end.
    private let report: @Sendable (Report) -> Void
    private let state: Mutex<State>

    /// What the link tells the server.
    enum Report: Sendable {
        case bind(SMSCLink, BindRequest)
        case submit(SMSCLink, sequence: UInt32, SubmitSM)
        case ended(SMSCLink)
    }

    init(
        id: SMSCSessionID, connection: any ByteConnection, configuration: SMSCConfiguration, world: any World,
        report: @escaping @Sendable (Report) -> Void
    ) {
        (self.id, self.connection, self.configuration) = (id, connection, configuration)
        (self.world, self.report, remote) = (world, report, connection.remote)
        state = Mutex(State(session: SMSCSession(configuration, now: world.now)))
    }

    func received(_ bytes: UnsafeRawBufferPointer) { turn { $0.session.receive(bytes, now: world.now) } }
    func closed() { turn { $0.session.close(.connectionLost) } }
    func tick() { turn { $0.session.tick(now: world.now) } }
    func unbind() { turn { $0.session.unbind(now: world.now) } }
    func close(_ reason: SessionEnd) { turn { $0.session.close(reason) } }
    func answerBind(_ status: CommandStatus) { turn { $0.session.answerBind(status, now: world.now) } }
    func answerSubmit(sequence: UInt32, _ answer: SubmitAnswer) {
        turn { $0.session.answerSubmit(sequence: sequence, answer) }
    }

    func deliver(_ message: DeliverSM) async -> DeliverOutcome {
        await withCheckedContinuation { continuation in
            turn { state in
                state.lastToken += 1
                state.waiters[state.lastToken] = continuation
                let refusal = state.session.deliver(message, token: state.lastToken, now: self.world.now)
                if let refusal { state.resolve(state.lastToken, .notSent(refusal)) }
            }
        }
    }

    var sessionState: SMSCSession.State { state.withLock { $0.session.state } }

    private enum Effect: Sendable {
        case send([UInt8])
        case close
        case resume(CheckedContinuation<DeliverOutcome, Never>, DeliverOutcome)
        case bind(BindRequest)
        case submit(sequence: UInt32, SubmitSM)
    }

    private struct State: Sendable {
        var session: SMSCSession
        var effects = EffectQueue<Effect>()
        var waiters: [SMSCSession.Token: CheckedContinuation<DeliverOutcome, Never>] = [:]
        var lastToken: SMSCSession.Token = 0

        init(session: SMSCSession) { self.session = session }

        mutating func resolve(_ token: SMSCSession.Token, _ outcome: DeliverOutcome) {
            guard let continuation = waiters.removeValue(forKey: token) else { return }
            effects.add(.resume(continuation, outcome))
        }

        /// Turns what the session decided into effects: octets first, for a close must come after them.
        mutating func collect() {
            let octets = session.takeOutbound()
            if !octets.isEmpty { effects.add(.send(octets)) }
            for action in session.takeActions() {
                switch action {
                case .bind(let request): effects.add(.bind(request))
                case .submit(let sequence, let message): effects.add(.submit(sequence: sequence, message))
                case .resolved(let token, let outcome): resolve(token, outcome)
                case .close: effects.add(.close)
                }
            }
        }
    }

    /// Decides under the lock, then acts outside it.
    private func turn(_ decide: (inout State) -> Void) {
        var batch = state.withLock { state in
            decide(&state)
            state.collect()
            return state.effects.begin()
        }
        while let effects = batch {
            for effect in effects { perform(effect) }
            batch = state.withLock { $0.effects.next() }
        }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .send(let octets):
            connection.send(octets)
            if connection.pendingBytes > configuration.pendingBytesMax { close(.peerNotReading) }
        case .close:
            connection.close()
            report(.ended(self))
        case .resume(let continuation, let outcome): continuation.resume(returning: outcome)
        case .bind(let request): report(.bind(self, request))
        case .submit(let sequence, let message): report(.submit(self, sequence: sequence, message))
        }
    }
}

/// Takes nothing: the receiver of a connection one too many.
final class DeafReceiver: ByteReceiver {
    func received(_ bytes: UnsafeRawBufferPointer) {}
    func closed() {}
}
