package import World

/// The SMSC's side of one SMPP session: octets and time in, octets and actions out. Source: SMPP 3.4 §2.
///
/// It begins on a connection just accepted and ends with one `.close`. The driver takes `takeOutbound()` and
/// `takeActions()` after every call, sends first and acts after.
package struct SMSCSession: Sendable {
    /// Names one deliver to the driver.
    package typealias Token = UInt64

    package enum State: Equatable, Sendable {
        /// Waits for a bind.
        case open(deadline: Timestamp)
        /// The handler decides about a bind.
        case binding(BindRequest, sequence: UInt32, deadline: Timestamp)
        case bound(BindKind)
        case unbinding(BindKind, sequence: UInt32, deadline: Timestamp)
        case closed(SessionEnd)
    }

    package enum Action: Equatable, Sendable {
        /// To be answered with `answerBind`.
        case bind(BindRequest)
        /// To be answered with `answerSubmit`.
        case submit(sequence: UInt32, SubmitSM)
        case resolved(Token, DeliverOutcome)
        /// Send what is outbound, then close the connection.
        case close(SessionEnd)
    }

    package private(set) var state: State
    /// `submit_sm` handed out and not yet answered.
    package private(set) var inboundOutstanding = 0
    private let configuration: SMSCConfiguration
    private var wire: SessionWire
    private var window: RequestWindow<Token>
    private var watch: LinkWatch
    private var actions: [Action] = []

    package init(_ configuration: SMSCConfiguration, now: Timestamp) {
        self.configuration = configuration
        state = .open(deadline: now + configuration.timers.sessionInit)
        wire = SessionWire(limits: configuration.limits)
        window = RequestWindow(limit: configuration.windowMax)
        watch = LinkWatch(configuration.timers, now: now)
    }

    package var outstanding: Int { window.count }
    package var books: SessionBooks { wire.books }
    package mutating func takeOutbound() -> [UInt8] { wire.takeOutbound() }
    package mutating func takeActions() -> [Action] {
        var taken: [Action] = []
        swap(&taken, &actions)
        return taken
    }

    /// The handler's answer to the bind; a refusal ends the session.
    package mutating func answerBind(_ status: CommandStatus, now: Timestamp) {
        switch state {
        case .binding(let request, let sequence, _):
            guard status.isOK else {
                wire.answer(.bindResponse(BindResponse(kind: request.kind)), sequence: sequence, status: status)
                return end(.bindRefused(status))
            }
            // Older peers know no optional parameters. Source: SMPP 3.4 §3.4.
            let tlvs = request.interfaceVersion >= 0x34 ? [TLV(.scInterfaceVersion, octet: 0x34)] : []
            let response = BindResponse(kind: request.kind, systemID: configuration.systemID, tlvs: tlvs)
            wire.answer(.bindResponse(response), sequence: sequence)
            state = .bound(request.kind)
            watch.received(now: now)
        case .open, .bound, .unbinding, .closed: break
        }
    }

    /// The handler's answer to a submit; one of a session that is over is not answered.
    package mutating func answerSubmit(sequence: UInt32, _ answer: SubmitAnswer) {
        switch state {
        case .bound, .unbinding:
            guard inboundOutstanding > 0 else { return }
            inboundOutstanding -= 1
            let response = SubmitSMResponse(messageID: answer.messageID, tlvs: answer.tlvs)
            wire.answer(.submitSMResponse(response), sequence: sequence, status: answer.status)
        case .open, .binding, .closed: break
        }
    }

    /// Puts a message on the wire, to be resolved later under `token`; or says why not, and resolves nothing.
    package mutating func deliver(_ message: DeliverSM, token: Token, now: Timestamp) -> NotSentReason? {
        switch state {
        case .bound(let kind):
            guard kind.delivers else { return .notBound }
            guard !window.isFull else { return .windowFull }
            let sequence = window.nextSequence()
            do {
                try wire.send(.deliverSM(message), sequence: sequence)
            } catch {
                return .unencodable(error)
            }
            window.add(token, sequence: sequence, deadline: now + configuration.timers.response)
            return nil
        case .unbinding: return .shuttingDown
        case .open, .binding, .closed: return .notBound
        }
    }

    /// Asks the peer to end the session; what is outstanding may still be answered meanwhile.
    package mutating func unbind(now: Timestamp) {
        switch state {
        case .bound(let kind):
            let sequence = window.nextSequence()
            wire.answer(.unbind, sequence: sequence)
            state = .unbinding(kind, sequence: sequence, deadline: now + configuration.timers.response)
        case .open, .binding: end(.stopped)
        case .unbinding, .closed: break
        }
    }

    /// The connection is gone, or the driver gives the session up.
    package mutating func close(_ reason: SessionEnd) { end(reason) }

    package mutating func tick(now: Timestamp) {
        switch state {
        case .closed: return
        case .open(let deadline), .binding(_, _, let deadline):
            if now >= deadline { return end(.sessionInitTimedOut) }
        case .unbinding(_, _, let deadline):
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
        case .closed: nil
        case .open(let deadline), .binding(_, _, let deadline): deadline
        case .unbinding(_, _, let deadline): earliest(deadline, window.firstDeadline)
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

extension SMSCSession {
    private mutating func handle(_ pdu: PDU) {
        switch pdu.body {
        case .bindRequest(let request): bindReceived(pdu, request)
        case .submitSM(let message): submitReceived(pdu, message)
        case .deliverSMResponse: deliverAnswered(pdu, .answered(pdu.commandStatus))
        case .enquireLink: wire.answer(.enquireLinkResponse(), sequence: pdu.sequenceNumber)
        case .enquireLinkResponse: break
        case .unbind: unbindReceived(pdu)
        case .unbindResponse: unbindAnswered(pdu)
        case .genericNack: nackReceived(pdu)
        case .querySM, .cancelSM, .replaceSM, .dataSM, .deliverSM, .submitMulti, .broadcastSM, .queryBroadcastSM,
            .cancelBroadcastSM:
            wire.refuse(pdu, .invalidCommandID)
        case .outbind, .alertNotification, .bindResponse, .submitSMResponse, .dataSMResponse, .querySMResponse,
            .cancelSMResponse, .replaceSMResponse, .submitMultiResponse, .broadcastSMResponse,
            .queryBroadcastSMResponse, .cancelBroadcastSMResponse:
            wire.countUnexpected()
        }
    }

    private mutating func bindReceived(_ pdu: PDU, _ request: BindRequest) {
        switch state {
        case .open(let deadline):
            state = .binding(request, sequence: pdu.sequenceNumber, deadline: deadline)
            actions.append(.bind(request))
        case .binding, .bound: wire.refuse(pdu, .alreadyBound)
        case .unbinding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    private mutating func submitReceived(_ pdu: PDU, _ message: SubmitSM) {
        switch state {
        case .bound(let kind) where kind.submits:
            guard inboundOutstanding < configuration.inboundWindowMax else {
                return wire.refuse(pdu, .messageQueueFull)
            }
            inboundOutstanding += 1
            actions.append(.submit(sequence: pdu.sequenceNumber, message))
        case .open, .binding, .bound, .unbinding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    private mutating func deliverAnswered(_ pdu: PDU, _ outcome: DeliverOutcome) {
        switch state {
        case .bound, .unbinding:
            guard let token = window.take(pdu.sequenceNumber) else { return wire.countUnexpected() }
            actions.append(.resolved(token, outcome))
        case .open, .binding, .closed: wire.countUnexpected()
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
        case .unbinding(_, pdu.sequenceNumber, _): end(.unbound)
        case .open, .binding, .bound, .unbinding, .closed: wire.countUnexpected()
        }
    }

    private mutating func nackReceived(_ pdu: PDU) {
        switch state {
        case .unbinding(_, pdu.sequenceNumber, _): end(.unbound)
        case .bound, .unbinding: deliverAnswered(pdu, .answered(pdu.commandStatus))
        case .open, .binding, .closed: wire.countUnexpected()
        }
    }

    private mutating func handle(_ error: PDUDecodingError) {
        wire.answer(error)
        switch error.severity {
        case .fatal: end(.unreadable(error))
        case .answerable:
            guard let header = error.header, header.commandID == CommandID.deliverSM.response else { return }
            switch state {
            case .bound, .unbinding:
                guard let token = window.take(header.sequenceNumber) else { return wire.countUnexpected() }
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

/// What an SMSC says to a submit.
package struct SubmitAnswer: Equatable, Sendable {
    package var status: CommandStatus
    /// The SMSC's name for the message, at most 64 characters; empty when refused.
    package var messageID: String
    package var tlvs: [TLV]

    package init(status: CommandStatus = .ok, messageID: String = "", tlvs: [TLV] = []) {
        (self.status, self.messageID, self.tlvs) = (status, messageID, tlvs)
    }

    package static func accepted(_ messageID: String) -> SubmitAnswer { SubmitAnswer(messageID: messageID) }
    package static func rejected(_ status: CommandStatus) -> SubmitAnswer { SubmitAnswer(status: status) }
}
