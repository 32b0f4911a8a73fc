package import World

/// The ESME's side of one SMPP session: octets and time in, octets and actions out. Source: SMPP 3.4 §2.
///
/// It begins on a connection just made and ends with one `.close`; another connection needs another session.
/// The driver takes `takeOutbound()` and `takeActions()` after every call, sends first and acts after.
package struct ESMESession: Sendable {
    /// Names one submit to the driver.
    package typealias Token = UInt64

    package enum State: Equatable, Sendable {
        /// Connected; goes to `binding`.
        case open
        case binding(sequence: UInt32, deadline: Timestamp)
        case bound
        case unbinding(sequence: UInt32, deadline: Timestamp)
        case closed(SessionEnd)
    }

    package enum Action: Equatable, Sendable {
        case bound(BindResponse)
        case resolved(Token, SubmitOutcome)
        /// To be answered with `answerDeliver`.
        case deliver(sequence: UInt32, DeliverSM)
        /// Send what is outbound, then close the connection.
        case close(SessionEnd)
    }

    package private(set) var state = State.open
    /// `deliver_sm` handed out and not yet answered.
    package private(set) var inboundOutstanding = 0
    private let configuration: ESMEConfiguration
    private var wire: SessionWire
    private var window: RequestWindow<Token>
    private var watch: LinkWatch
    private var pace: Pace?
    private var actions: [Action] = []

    package init(_ configuration: ESMEConfiguration, now: Timestamp) {
        self.configuration = configuration
        wire = SessionWire(limits: configuration.limits)
        window = RequestWindow(limit: configuration.windowMax)
        watch = LinkWatch(configuration.timers, now: now)
        pace = Pace(perSecondMax: configuration.submitsPerSecondMax)
    }

    package var outstanding: Int { window.count }
    package var books: SessionBooks { wire.books }
    package mutating func takeOutbound() -> [UInt8] { wire.takeOutbound() }
    package mutating func takeActions() -> [Action] {
        var taken: [Action] = []
        swap(&taken, &actions)
        return taken
    }

    /// Asks for the bind the configuration names; does nothing but in `open`.
    package mutating func bind(now: Timestamp) {
        switch state {
        case .open:
            let sequence = window.nextSequence()
            do {
                try wire.send(.bindRequest(configuration.bind), sequence: sequence)
                state = .binding(sequence: sequence, deadline: now + configuration.timers.sessionInit)
            } catch {
                end(.notConnected("the bind cannot be written: \(error)"))
            }
        case .binding, .bound, .unbinding, .closed: break
        }
    }

    /// Puts a message on the wire, to be resolved later under `token`; or says why not, and resolves nothing.
    package mutating func submit(_ message: SubmitSM, token: Token, now: Timestamp) -> NotSentReason? {
        switch state {
        case .bound where !configuration.bind.kind.submits: return .notBound
        case .bound:
            guard !window.isFull else { return .windowFull }
            guard pace?.take(now: now) ?? true else { return .throttled }
            let sequence = window.nextSequence()
            do {
                try wire.send(.submitSM(message), sequence: sequence)
            } catch {
                return .unencodable(error)
            }
            window.add(token, sequence: sequence, deadline: now + configuration.timers.response)
            return nil
        case .unbinding: return .shuttingDown
        case .open, .binding, .closed: return .notBound
        }
    }

    /// Answers a `deliver_sm`; one of a session that is over is not answered.
    package mutating func answerDeliver(sequence: UInt32, status: CommandStatus) {
        switch state {
        case .bound, .unbinding:
            guard inboundOutstanding > 0 else { return }
            inboundOutstanding -= 1
            wire.answer(.deliverSMResponse(DeliverSMResponse()), sequence: sequence, status: status)
        case .open, .binding, .closed: break
        }
    }

    /// Asks the peer to end the session; what is outstanding may still be answered meanwhile.
    package mutating func unbind(now: Timestamp) {
        switch state {
        case .bound:
            let sequence = window.nextSequence()
            wire.answer(.unbind, sequence: sequence)
            state = .unbinding(sequence: sequence, deadline: now + configuration.timers.response)
        case .open, .binding: end(.stopped)
        case .unbinding, .closed: break
        }
    }

    /// The connection is gone, or the driver gives the session up.
    package mutating func close(_ reason: SessionEnd) { end(reason) }

    package mutating func tick(now: Timestamp) {
        switch state {
        case .closed: return
        case .open: break
        case .binding(_, let deadline):
            if now >= deadline { return end(.sessionInitTimedOut) }
        case .unbinding(_, let deadline):
            if now >= deadline { return end(.unbindTimedOut) }
        case .bound:
            switch watch.tick(now: now) {
            case .alive: break
            case .enquire: wire.answer(.enquireLink, sequence: window.nextSequence())
            case .dead: return end(.enquireLinkTimedOut)
            case .inactive: return end(.inactive)
            }
        }
        for token in window.takeExpired(now: now) { actions.append(.resolved(token, .ambiguous(.timedOut))) }
    }

    /// When `tick` has next something to do; `nil` when never.
    package var nextDeadline: Timestamp? {
        switch state {
        case .open, .closed: nil
        case .binding(_, let deadline): deadline
        case .unbinding(_, let deadline): earliest(deadline, window.firstDeadline)
        case .bound: earliest(watch.nextDeadline, window.firstDeadline)
        }
    }

    /// Takes octets as they come, in pieces of any size.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Timestamp) {
        var input = bytes
        while true {
            if case .closed = state { return }
            switch wire.next(&input) {
            case nil: return
            case .success(let pdu):
                watch.received(now: now)
                handle(pdu)
            case .failure(let error): handle(error)
            }
        }
    }
}

extension ESMESession {
    private mutating func handle(_ pdu: PDU) {
        switch pdu.body {
        case .bindResponse(let response): bindAnswered(pdu, response)
        case .submitSMResponse(let response): submitAnswered(pdu, response)
        case .deliverSM(let message): deliverReceived(pdu, message)
        case .enquireLink: wire.answer(.enquireLinkResponse(), sequence: pdu.sequenceNumber)
        case .enquireLinkResponse: break
        case .unbind: unbindReceived(pdu)
        case .unbindResponse: unbindAnswered(pdu)
        case .genericNack: nackReceived(pdu)
        case .bindRequest, .submitSM, .submitMulti, .querySM, .cancelSM, .replaceSM, .dataSM, .broadcastSM,
            .queryBroadcastSM, .cancelBroadcastSM:
            wire.refuse(pdu, .invalidCommandID)
        case .outbind, .alertNotification, .deliverSMResponse, .dataSMResponse, .querySMResponse, .cancelSMResponse,
            .replaceSMResponse, .submitMultiResponse, .broadcastSMResponse, .queryBroadcastSMResponse,
            .cancelBroadcastSMResponse:
            wire.countUnexpected()
        }
    }

    private mutating func bindAnswered(_ pdu: PDU, _ response: BindResponse) {
        switch state {
        case .binding(pdu.sequenceNumber, _) where response.kind == configuration.bind.kind:
            guard pdu.commandStatus.isOK else { return end(.bindRefused(pdu.commandStatus)) }
            state = .bound
            actions.append(.bound(response))
        case .open, .binding, .bound, .unbinding, .closed: wire.countUnexpected()
        }
    }

    private mutating func submitAnswered(_ pdu: PDU, _ response: SubmitSMResponse) {
        switch state {
        case .bound, .unbinding:
            guard let token = window.take(pdu.sequenceNumber) else { return wire.countUnexpected() }
            actions.append(
                .resolved(
                    token,
                    pdu.commandStatus.isOK
                        ? .accepted(messageID: response.messageID, tlvs: response.tlvs)
                        : .rejected(pdu.commandStatus)))
        case .open, .binding, .closed: wire.countUnexpected()
        }
    }

    private mutating func deliverReceived(_ pdu: PDU, _ message: DeliverSM) {
        switch state {
        case .bound where configuration.bind.kind.delivers:
            guard inboundOutstanding < configuration.inboundWindowMax else {
                return wire.refuse(pdu, .messageQueueFull)
            }
            inboundOutstanding += 1
            actions.append(.deliver(sequence: pdu.sequenceNumber, message))
        case .open, .binding, .bound, .unbinding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    private mutating func unbindReceived(_ pdu: PDU) {
        switch state {
        case .bound, .unbinding:
            wire.answer(.unbindResponse(), sequence: pdu.sequenceNumber)
            end(.unboundByPeer)
        case .open, .binding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    private mutating func unbindAnswered(_ pdu: PDU) {
        switch state {
        case .unbinding(pdu.sequenceNumber, _): end(.unbound)
        case .open, .binding, .bound, .unbinding, .closed: wire.countUnexpected()
        }
    }

    private mutating func nackReceived(_ pdu: PDU) {
        switch state {
        case .binding(pdu.sequenceNumber, _): end(.bindRefused(pdu.commandStatus))
        case .unbinding(pdu.sequenceNumber, _): end(.unbound)
        case .bound, .unbinding:
            guard let token = window.take(pdu.sequenceNumber) else { return wire.countUnexpected() }
            actions.append(.resolved(token, .rejected(pdu.commandStatus)))
        case .open, .binding, .closed: wire.countUnexpected()
        }
    }

    private mutating func handle(_ error: PDUDecodingError) {
        wire.answer(error)
        switch error.severity {
        case .fatal: end(.unreadable(error))
        case .answerable:
            guard let header = error.header, header.commandID.isResponse else { return }
            switch state {
            case .binding(header.sequenceNumber, _): end(.unreadable(error))
            case .bound, .unbinding:
                guard header.commandID == CommandID.submitSM.response, let token = window.take(header.sequenceNumber)
                else { return }
                actions.append(.resolved(token, .ambiguous(.unreadableResponse)))
            case .open, .binding, .closed: break
            }
        }
    }

    private mutating func end(_ reason: SessionEnd) {
        switch state {
        case .closed: break
        case .open, .binding, .bound, .unbinding:
            state = .closed(reason)
            for token in window.takeAll() { actions.append(.resolved(token, .ambiguous(.connectionLost))) }
            actions.append(.close(reason))
        }
    }
}
