import World

/// What the two sides of a session do alike: octets, requests either way, timers, the end.
///
/// It knows no bind: its owner says with `bound()` that there is one.
package struct SessionCore<Event: Equatable & Sendable>: Sendable {
    private(set) var state: SessionState
    let timers: SessionTimers
    var wire: SessionWire
    var inbound: InboundWindow
    /// How many of `window` may be taken.
    var congestion: CongestionWindow
    var window = RequestWindow<Pending>()
    var watch: LinkWatch
    private var actions: [SessionAction<Event>] = []

    /// A request on the wire.
    struct Pending: Sendable {
        var token: SessionToken
        var command: CommandID
        /// Of `CongestionWindow`.
        var epoch: UInt32
    }

    init(
        _ state: SessionState, timers: SessionTimers, limits: PDULimits, windowMax: Int, inbound: InboundWindow,
        now: Timestamp
    ) {
        (self.state, self.timers, self.inbound) = (state, timers, inbound)
        wire = SessionWire(limits: limits)
        congestion = CongestionWindow(max: windowMax)
        watch = LinkWatch(timers, now: now)
    }

    mutating func takeActions() -> [SessionAction<Event>] {
        var taken: [SessionAction<Event>] = []
        swap(&taken, &actions)
        return taken
    }

    var footprint: SessionFootprint {
        var footprint = SessionFootprint()
        (footprint.partialOctets, footprint.outboundOctets) = (wire.partialCount, wire.outbound.count)
        footprint.requestEntries = window.entryCount
        (footprint.inboundRequests, footprint.inboundOctets) = (inbound.count, inbound.octets)
        footprint.actions = actions.count
        return footprint
    }

    mutating func tell(_ event: Event) { actions.append(.event(event)) }

    // MARK: The bind

    mutating func binding(sequence: UInt32, deadline: Timestamp) {
        state = .binding(sequence: sequence, deadline: deadline)
    }

    /// From now on the peer is sent nothing that `version` does not have.
    mutating func bound(_ version: SMPPVersion) {
        state = .bound
        wire.version = max(version, .v33)
    }

    // MARK: Requests to the peer

    /// Puts a request on the wire, to be resolved later under `token`; or says why not, and resolves nothing.
    mutating func request(_ body: PDUBody, token: SessionToken, now: Timestamp) -> NotSentReason? {
        guard !isFull else { return .windowFull }
        let sequence = window.nextSequence()
        do {
            try wire.send(body, sequence: sequence)
        } catch {
            return .unencodable(error)
        }
        let pending = Pending(token: token, command: body.commandID, epoch: congestion.epoch)
        window.add(pending, sequence: sequence, deadline: now + timers.response)
        return nil
    }

    var isFull: Bool { window.count >= congestion.size }

    /// A response, a `generic_nack` included; one that nobody waits for is counted and no more.
    mutating func answered(_ pdu: PDU) {
        switch state {
        case .bound, .unbinding:
            guard let pending = take(pdu.sequenceNumber, pdu.commandID) else { return wire.countUnexpected() }
            congestion.answered(
                pdu.commandStatus, congestionState: pdu.body.tlvs.congestionState, epoch: pending.epoch)
            actions.append(.resolved(pending.token, .answered(pdu)))
        case .open, .binding, .closed: wire.countUnexpected()
        }
    }

    /// The request that a response of this name and number answers.
    private mutating func take(_ sequence: UInt32, _ response: CommandID) -> Pending? {
        guard let pending = window[sequence], response == pending.command.response || response == .genericNack else {
            return nil
        }
        return window.take(sequence)
    }

    // MARK: Requests of the peer

    /// Hands a request out, unless it is of the wrong direction or too much.
    mutating func requested(_ pdu: PDU, isAllowed: Bool, now: Timestamp, as event: Event) {
        switch state {
        case .bound where isAllowed:
            let refusal = inbound.take(
                pdu.sequenceNumber, octets: wire.lastOctets, segments: pdu.body.segments, now: now)
            if let refusal { return wire.refuse(pdu, refusal) }
            actions.append(.event(event))
        case .open, .binding, .bound, .unbinding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    mutating func answer(sequence: UInt32, _ body: PDUBody, status: CommandStatus) {
        switch state {
        case .bound, .unbinding:
            guard inbound.answer(sequence) else { return }
            wire.answer(body, sequence: sequence, status: status)
        case .open, .binding, .closed: break
        }
    }

    /// What is not readable is answered as the text has it; a response among it leaves its request ambiguous.
    mutating func handle(_ error: PDUDecodingError) {
        wire.answer(error)
        switch error.severity {
        case .fatal: end(.unreadable(error))
        case .answerable:
            guard let header = error.header, header.commandID.isResponse else { return }
            switch state {
            case .binding(header.sequenceNumber, _) where header.commandID.request.isBind: end(.unreadable(error))
            case .bound, .unbinding:
                guard let pending = take(header.sequenceNumber, header.commandID) else { return }
                actions.append(.resolved(pending.token, .ambiguous(.unreadableResponse)))
            case .open, .binding, .closed: break
            }
        }
    }
}

/// The link and its end.
extension SessionCore {
    mutating func enquired(_ pdu: PDU) {
        wire.answer(.enquireLinkResponse(), sequence: pdu.sequenceNumber)
    }

    mutating func unbind(now: Timestamp) {
        switch state {
        case .bound:
            let sequence = window.nextSequence()
            wire.answer(.unbind, sequence: sequence)
            state = .unbinding(sequence: sequence, deadline: now + timers.response)
        case .open, .binding: end(.stopped)
        case .unbinding, .closed: break
        }
    }

    mutating func unbindReceived(_ pdu: PDU) {
        switch state {
        case .bound, .unbinding:
            wire.answer(.unbindResponse(), sequence: pdu.sequenceNumber)
            end(.unboundByPeer)
        case .open, .binding, .closed: wire.refuse(pdu, .incorrectBindStatus)
        }
    }

    /// The answer to the unbind, be it a `generic_nack`.
    mutating func unbindAnswered(_ pdu: PDU) {
        switch state {
        case .unbinding(pdu.sequenceNumber, _): end(.unbound)
        case .open, .binding, .bound, .unbinding, .closed: answered(pdu)
        }
    }

    mutating func tick(now: Timestamp) {
        switch state {
        case .closed, .open(nil): return
        case .open(let deadline?), .binding(_, let deadline):
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
        for pending in window.takeExpired(now: now) {
            actions.append(.resolved(pending.token, .ambiguous(.timedOut)))
        }
    }

    var nextDeadline: Timestamp? {
        switch state {
        case .closed: nil
        case .open(let deadline): deadline
        case .binding(_, let deadline): deadline
        case .unbinding(_, let deadline): earliest(deadline, window.firstDeadline)
        case .bound: earliest(watch.nextDeadline, window.firstDeadline)
        }
    }

    mutating func end(_ reason: SessionEnd) {
        switch state {
        case .closed: break
        case .open, .binding, .bound, .unbinding:
            state = .closed(reason)
            for pending in window.takeAll() {
                actions.append(.resolved(pending.token, .ambiguous(.connectionLost)))
            }
            actions.append(.close(reason))
        }
    }
}
