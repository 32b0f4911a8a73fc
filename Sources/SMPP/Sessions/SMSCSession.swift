package import World

/// The SMSC's side of a session.
package struct SMSCSession: SMPPSession {
    package enum Event: Equatable, Sendable {
        /// To be answered with `answerBind`.
        case bind(BindRequest)
        /// The bind stands, and its response is written.
        case bound(BindKind)
        /// To be answered with `answer`.
        case request(sequence: UInt32, SMSCRequest)
    }

    package var core: SessionCore<Event>
    /// The bind asked for or in force.
    private var request: BindRequest?
    private let configuration: SMSCConfiguration

    package init(_ configuration: SMSCConfiguration, now: Timestamp) {
        self.configuration = configuration
        core = SessionCore(
            .open(deadline: now + configuration.timers.sessionInit), timers: configuration.timers,
            limits: configuration.limits, windowMax: configuration.windowMax,
            inbound: InboundWindow(
                requestsMax: configuration.inboundWindowMax, octetsMax: configuration.inboundOctetsMax),
            now: now)
    }

    /// The kind of the bind asked for or in force.
    package var kind: BindKind? { request?.kind }

    /// The handler's answer to the bind; a refusal ends the session.
    package mutating func answerBind(_ answer: BindAnswer, now: Timestamp) {
        switch state {
        case .binding(let sequence, _):
            guard let request else { return }
            guard answer.status.isOK else {
                let response = PDUBody.bindResponse(BindResponse(kind: request.kind))
                core.wire.answer(response, sequence: sequence, status: answer.status)
                return core.end(.bindRefused(answer.status))
            }
            let version = configuration.version.agreed(with: SMPPVersion(rawValue: request.interfaceVersion))
            core.bound(version)
            // Older peers know no optional parameters and are sent none. Source: SMPP 3.4 §3.4.
            let tlvs = [TLV(.scInterfaceVersion, octet: version.rawValue)]
            let response = BindResponse(kind: request.kind, systemID: configuration.systemID, tlvs: tlvs)
            core.wire.answer(.bindResponse(response), sequence: sequence)
            core.congestion = CongestionWindow(max: answer.windowMax ?? configuration.windowMax)
            core.inbound = InboundWindow(
                requestsMax: answer.inboundWindowMax ?? configuration.inboundWindowMax,
                octetsMax: configuration.inboundOctetsMax, perSecondMax: answer.submitsPerSecondMax)
            core.watch.received(now: now)
            core.tell(.bound(request.kind))
        case .open, .bound, .unbinding, .closed: break
        }
    }

    /// Puts a deliver on the wire, to be resolved later under `token`; or says why not, and resolves nothing.
    package mutating func deliver(_ message: DeliverSM, token: SessionToken, now: Timestamp) -> NotSentReason? {
        whyNotDelivered ?? core.request(.deliverSM(message), token: token, now: now)
    }

    /// Puts an alert on the wire, which has no answer; or says why not.
    package mutating func alert(_ alert: AlertNotification) -> NotSentReason? {
        if let reason = whyNotDelivered { return reason }
        do {
            try core.wire.send(.alertNotification(alert), sequence: core.window.nextSequence())
            return nil
        } catch {
            return .unencodable(error)
        }
    }

    private var whyNotDelivered: NotSentReason? {
        switch state {
        case .bound: kind?.delivers == true ? nil : .notBound
        case .unbinding: .shuttingDown
        case .open, .binding, .closed: .notBound
        }
    }

    package mutating func handle(_ pdu: PDU, now: Timestamp) {
        switch pdu.body {
        case .bindRequest(let request): bindReceived(pdu, request)
        case .submitSM(let message): requested(pdu, .submit(message), now: now)
        case .dataSM(let message): requested(pdu, .data(message), now: now)
        case .submitMulti(let message): requested(pdu, .submitMulti(message), now: now)
        case .querySM(let query): requested(pdu, .query(query), now: now)
        case .cancelSM(let cancel): requested(pdu, .cancel(cancel), now: now)
        case .replaceSM(let replacement): requested(pdu, .replace(replacement), now: now)
        case .deliverSMResponse, .dataSMResponse: core.answered(pdu)
        case .enquireLink: core.enquired(pdu)
        case .enquireLinkResponse: break
        case .unbind: core.unbindReceived(pdu)
        case .unbindResponse, .genericNack: core.unbindAnswered(pdu)
        case .deliverSM, .broadcastSM, .queryBroadcastSM, .cancelBroadcastSM:
            core.wire.refuse(pdu, .invalidCommandID)
        case .outbind, .alertNotification, .bindResponse, .submitSMResponse, .submitMultiResponse, .querySMResponse,
            .cancelSMResponse, .replaceSMResponse, .broadcastSMResponse, .queryBroadcastSMResponse,
            .cancelBroadcastSMResponse:
            core.wire.countUnexpected()
        }
    }

    private mutating func bindReceived(_ pdu: PDU, _ request: BindRequest) {
        switch state {
        case .open(let deadline?):
            self.request = request
            core.binding(sequence: pdu.sequenceNumber, deadline: deadline)
            core.tell(.bind(request))
        case .binding, .bound: core.wire.refuse(pdu, .alreadyBound)
        case .open(nil), .unbinding, .closed: core.wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    private mutating func requested(_ pdu: PDU, _ request: SMSCRequest, now: Timestamp) {
        core.requested(
            pdu, isAllowed: kind?.submits ?? false, now: now, as: .request(sequence: pdu.sequenceNumber, request))
    }
}

/// What an ESME asks of an SMSC.
package enum SMSCRequest: Equatable, Sendable {
    case submit(SubmitSM)
    case data(DataSM)
    case submitMulti(SubmitMulti)
    case query(QuerySM)
    case cancel(CancelSM)
    case replace(ReplaceSM)
}
