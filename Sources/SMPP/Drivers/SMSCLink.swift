import Synchronization
import World

/// One connection of an SMSC server: its session, its continuations, its octets.
final class SMSCLink: ByteReceiver {
    let id: SMSCSessionID
    var peer: PeerIdentity { connection.peer }
    private let configuration: SMSCConfiguration
    private let world: any World
    private let connection: any ByteConnection
    /// Takes what the handler has to decide, and the end.
    private let report: @Sendable (Report) -> Void
    private let state: Mutex<State>

    /// What the link tells the server.
    enum Report: Sendable {
        case bind(SMSCLink, BindRequest)
        case bound(SMSCLink, BindKind)
        case request(SMSCLink, sequence: UInt32, SMSCRequest)
        case ended(SMSCLink)
    }

    init(
        id: SMSCSessionID, connection: any ByteConnection, configuration: SMSCConfiguration, world: any World,
        report: @escaping @Sendable (Report) -> Void
    ) {
        (self.id, self.connection, self.configuration) = (id, connection, configuration)
        (self.world, self.report) = (world, report)
        state = Mutex(State(session: SMSCSession(configuration, now: world.now)))
    }

    func received(_ bytes: UnsafeRawBufferPointer) { turn { $0.session.receive(bytes, now: world.now) } }
    func closed() { turn { $0.session.close(.connectionLost) } }
    func tick() { turn { $0.session.tick(now: world.now) } }
    func unbind() { turn { $0.session.unbind(now: world.now) } }
    func close(_ reason: SessionEnd) { turn { $0.session.close(reason) } }
    func answerBind(_ answer: BindAnswer) { turn { $0.session.answerBind(answer, now: world.now) } }
    func answer(sequence: UInt32, _ body: PDUBody, status: CommandStatus) {
        turn { $0.session.answer(sequence: sequence, body, status: status) }
    }

    func deliver(_ message: DeliverSM) async -> DeliverOutcome {
        let outcome: RequestOutcome = await withCheckedContinuation { continuation in
            turn { state in
                let token = state.waiters.add(continuation)
                let refusal = state.session.deliver(message, token: token, now: self.world.now)
                if let refusal { state.resolve(token, .notSent(refusal)) }
            }
        }
        return DeliverOutcome(outcome)
    }

    func alert(_ alert: AlertNotification) -> NotSentReason? {
        var reason: NotSentReason?
        turn { reason = $0.session.alert(alert) }
        return reason
    }

    private enum Effect: Sendable {
        case send([UInt8])
        case close
        case resume(RequestWaiters.Waiter, RequestOutcome)
        case tell(SMSCSession.Event)
    }

    private struct State: EffectfulState {
        var session: SMSCSession
        var effects = EffectQueue<Effect>()
        var waiters = RequestWaiters()

        init(session: SMSCSession) { self.session = session }

        mutating func resolve(_ token: SessionToken, _ outcome: RequestOutcome) {
            guard let waiter = waiters.take(token) else { return }
            effects.add(.resume(waiter, outcome))
        }

        mutating func collect() {
            let octets = session.takeOutbound()
            if !octets.isEmpty { effects.add(.send(octets)) }
            for action in session.takeActions() {
                switch action {
                case .event(let event): effects.add(.tell(event))
                case .resolved(let token, let outcome): resolve(token, outcome)
                case .close: effects.add(.close)
                }
            }
        }
    }

    private func turn(_ decide: (inout State) -> Void) { state.turn(decide, perform: perform) }

    private func perform(_ effect: Effect) {
        switch effect {
        case .send(let octets):
            connection.send(octets)
            if connection.pendingBytes > configuration.pendingBytesMax { close(.peerNotReading) }
        case .close:
            connection.close()
            report(.ended(self))
        case .resume(let waiter, let outcome): waiter.resume(returning: outcome)
        case .tell(.bind(let request)): report(.bind(self, request))
        case .tell(.bound(let kind)): report(.bound(self, kind))
        case .tell(.request(let sequence, let request)): report(.request(self, sequence: sequence, request))
        }
    }
}

/// Takes nothing: the receiver of a connection one too many.
final class DeafReceiver: ByteReceiver {
    func received(_ bytes: UnsafeRawBufferPointer) {}
    func closed() {}
}
