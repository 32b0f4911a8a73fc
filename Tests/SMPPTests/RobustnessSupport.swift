import SMPP
import World

/// Either session machine, as the hostile peer meets it.
enum Side: String, CaseIterable, Sendable {
    case esme, smsc

    /// One more than a header and the smallest limits that every vector fits.
    static let limits = PDULimits(commandLengthMax: 1024)
}

/// A session of either side behind one face, so that one test can be about both.
enum AnySession {
    case esme(ESMESession)
    case smsc(SMSCSession)

    static func bound(
        _ side: Side, _ kind: BindKind = .transceiver, limits: PDULimits = Side.limits, window: Int = 10,
        inboundWindow: Int = 10
    ) -> AnySession {
        switch side {
        case .esme: .esme(.bound(kind, limits: limits, window: window, inboundWindow: inboundWindow))
        case .smsc: .smsc(.bound(kind, limits: limits, window: window, inboundWindow: inboundWindow))
        }
    }

    /// Gives octets and returns what the session did, in words that two sessions can be compared by.
    mutating func hear(_ octets: some Collection<UInt8>, at now: Timestamp = .zero) -> [String] {
        let octets = Array(octets)
        switch self {
        case .esme(var session):
            let actions = session.hear(octets, at: now).map { "\($0)" }
            self = .esme(session)
            return actions
        case .smsc(var session):
            let actions = session.hear(octets, at: now).map { "\($0)" }
            self = .smsc(session)
            return actions
        }
    }

    mutating func said() -> [PDU] {
        switch self {
        case .esme(var session):
            defer { self = .esme(session) }
            return session.said()
        case .smsc(var session):
            defer { self = .smsc(session) }
            return session.said()
        }
    }

    mutating func ask(token: SessionToken, at now: Timestamp = .zero) -> NotSentReason? {
        switch self {
        case .esme(var session):
            defer { self = .esme(session) }
            return session.request(.submitSM(ShortMessage()), token: token, now: now)
        case .smsc(var session):
            defer { self = .smsc(session) }
            return session.deliver(ShortMessage(), token: token, now: now)
        }
    }

    mutating func answer(_ sequence: UInt32) {
        switch self {
        case .esme(var session):
            session.answer(sequence: sequence, .deliverSMResponse(DeliverSMResponse()))
            self = .esme(session)
        case .smsc(var session):
            session.answer(sequence: sequence, .submitSMResponse(SubmitSMResponse(messageID: "m1")))
            self = .smsc(session)
        }
    }

    var state: SessionState {
        switch self {
        case .esme(let session): session.state
        case .smsc(let session): session.state
        }
    }

    var books: SessionBooks {
        switch self {
        case .esme(let session): session.books
        case .smsc(let session): session.books
        }
    }

    var footprint: SessionFootprint {
        switch self {
        case .esme(let session): session.footprint
        case .smsc(let session): session.footprint
        }
    }

    /// The request that this side takes, and the response to what it asks.
    var peersRequest: PDUBody {
        switch self {
        case .esme: .deliverSM(ShortMessage(shortMessage: [0x68, 0x69]))
        case .smsc: .submitSM(ShortMessage(shortMessage: [0x68, 0x69]))
        }
    }

    var peersAnswer: PDUBody {
        switch self {
        case .esme: .submitSMResponse(SubmitSMResponse(messageID: "m1"))
        case .smsc: .deliverSMResponse(DeliverSMResponse())
        }
    }
}

extension ESMESession {
    static func open(
        _ kind: BindKind = .transceiver, limits: PDULimits = Side.limits, window: Int = 10, inboundWindow: Int = 10
    ) -> ESMESession {
        let bind = BindRequest(kind: kind, systemID: "esme")
        var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: bind)
        (configuration.limits, configuration.windowMax) = (limits, window)
        configuration.inboundWindowMax = inboundWindow
        return ESMESession(configuration, now: .zero)
    }

    static func bound(
        _ kind: BindKind = .transceiver, limits: PDULimits = Side.limits, window: Int = 10, inboundWindow: Int = 10
    ) -> ESMESession {
        var session = open(kind, limits: limits, window: window, inboundWindow: inboundWindow)
        session.bind(now: .zero)
        _ = session.hear(.bindResponse(BindResponse(kind: kind)), 1)
        _ = session.said()
        return session
    }
}

extension SMSCSession {
    static func open(limits: PDULimits = Side.limits, window: Int = 10, inboundWindow: Int = 10) -> SMSCSession {
        var configuration = SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 1))
        (configuration.limits, configuration.windowMax) = (limits, window)
        configuration.inboundWindowMax = inboundWindow
        return SMSCSession(configuration, now: .zero)
    }

    static func bound(
        _ kind: BindKind = .transceiver, limits: PDULimits = Side.limits, window: Int = 10, inboundWindow: Int = 10
    ) -> SMSCSession {
        var session = open(limits: limits, window: window, inboundWindow: inboundWindow)
        _ = session.hear(.bindRequest(BindRequest(kind: kind, systemID: "esme")), 1)
        session.answerBind(.accepted(), now: .zero)
        _ = (session.said(), session.takeActions())
        return session
    }
}

/// The octets of one PDU.
func octets(_ body: PDUBody, _ sequence: UInt32, _ status: CommandStatus = .ok) -> [UInt8] {
    (try? PDU(body, sequence, status).encoded()) ?? []
}
