package import World

/// The ESME's side of a session.
package struct ESMESession: SMPPSession {
    package enum Event: Equatable, Sendable {
        case bound(BindResponse)
        /// To be answered with `answer`.
        case request(sequence: UInt32, ESMERequest)
        case alert(AlertNotification)
    }

    package var core: SessionCore<Event>
    private let configuration: ESMEConfiguration
    private var pace: Pace?

    package init(_ configuration: ESMEConfiguration, now: Timestamp) {
        self.configuration = configuration
        core = SessionCore(
            .open(deadline: nil), timers: configuration.timers, limits: configuration.limits,
            windowMax: configuration.windowMax,
            inbound: InboundWindow(
                requestsMax: configuration.inboundWindowMax, octetsMax: configuration.inboundOctetsMax),
            now: now)
        pace = Pace(perSecondMax: configuration.submitsPerSecondMax)
    }

    private var kind: BindKind { configuration.bind.kind }
    private var version: SMPPVersion { SMPPVersion(rawValue: configuration.bind.interfaceVersion) }

    /// Asks for the bind the configuration names; does nothing but in `open`.
    package mutating func bind(now: Timestamp) {
        switch state {
        case .open:
            let sequence = core.window.nextSequence()
            do {
                core.wire.version = max(version, .v33)
                try core.wire.send(.bindRequest(configuration.bind), sequence: sequence)
                core.binding(sequence: sequence, deadline: now + configuration.timers.sessionInit)
            } catch {
                core.end(.notConnected("the bind cannot be written: \(error)"))
            }
        case .binding, .bound, .unbinding, .closed: break
        }
    }

    /// Puts a request on the wire, to be resolved later under `token`; or says why not, and resolves nothing.
    package mutating func request(_ body: PDUBody, token: SessionToken, now: Timestamp) -> NotSentReason? {
        switch state {
        case .bound:
            guard body.isESMERequest else { return .notARequest }
            guard kind.submits else { return .notBound }
            guard !core.isFull else { return .windowFull }
            guard pace?.take(body.segments, now: now) ?? true else { return .throttled }
            return core.request(body, token: token, now: now)
        case .unbinding: return .shuttingDown
        case .open, .binding, .closed: return .notBound
        }
    }

    package mutating func handle(_ pdu: PDU, now: Timestamp) {
        switch pdu.body {
        case .bindResponse(let response): bindAnswered(pdu, response)
        case .submitSMResponse, .submitMultiResponse, .dataSMResponse, .querySMResponse, .cancelSMResponse,
            .replaceSMResponse, .broadcastSMResponse, .queryBroadcastSMResponse, .cancelBroadcastSMResponse:
            core.answered(pdu)
        case .deliverSM(let message): requested(pdu, .deliver(message), now: now)
        case .dataSM(let message): requested(pdu, .data(message), now: now)
        case .alertNotification(let alert): alerted(alert)
        case .enquireLink: core.enquired(pdu)
        case .enquireLinkResponse: break
        case .unbind: core.unbindReceived(pdu)
        case .unbindResponse: core.unbindAnswered(pdu)
        case .genericNack: nackReceived(pdu)
        case .bindRequest, .submitSM, .submitMulti, .querySM, .cancelSM, .replaceSM, .broadcastSM, .queryBroadcastSM,
            .cancelBroadcastSM:
            core.wire.refuse(pdu, .invalidCommandID)
        case .outbind, .deliverSMResponse: core.wire.countUnexpected()
        }
    }
}

/// What an SMSC asks of an ESME.
package enum ESMERequest: Equatable, Sendable {
    case deliver(DeliverSM)
    case data(DataSM)
}

extension ESMESession {
    private mutating func bindAnswered(_ pdu: PDU, _ response: BindResponse) {
        switch state {
        case .binding(pdu.sequenceNumber, _) where response.kind == kind:
            guard pdu.commandStatus.isOK else { return core.end(.bindRefused(pdu.commandStatus)) }
            // An SMSC that names no version is taken to speak the one it was asked for: Docs/decisions/0014.
            let theirs = response.tlvs.interfaceVersion.map { SMPPVersion(rawValue: $0) } ?? version
            core.bound(version.agreed(with: theirs))
            core.tell(.bound(response))
        case .open, .binding, .bound, .unbinding, .closed: core.wire.countUnexpected()
        }
    }

    private mutating func requested(_ pdu: PDU, _ request: ESMERequest, now: Timestamp) {
        core.requested(
            pdu, isAllowed: kind.delivers, now: now, as: .request(sequence: pdu.sequenceNumber, request))
    }

    private mutating func alerted(_ alert: AlertNotification) {
        switch state {
        case .bound where kind.delivers: core.tell(.alert(alert))
        case .open, .binding, .bound, .unbinding, .closed: core.wire.countUnexpected()
        }
    }

    private mutating func nackReceived(_ pdu: PDU) {
        switch state {
        case .binding(pdu.sequenceNumber, _): core.end(.bindRefused(pdu.commandStatus))
        case .open, .binding, .bound, .unbinding, .closed: core.unbindAnswered(pdu)
        }
    }
}
