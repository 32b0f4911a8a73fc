import SMPP
import World

/// What the play asks of either session machine besides what both have.
protocol PlayedSession: SMPPSession {
    /// Sends a request of this side; whether it is on its way.
    mutating func ask(_ choices: inout Choices, token: SessionToken, now: Timestamp) -> Bool
    /// Answers what was handed out.
    mutating func answer(_ handed: Event, _ choices: inout Choices, now: Timestamp)
    static func meaning(of event: Event) -> EventMeaning
}

extension PlayedSession {
    var isClosed: Bool { if case .closed = state { true } else { false } }
}

enum EventMeaning {
    /// A request of the peer, which counts in the inbound window until it is answered.
    case request
    /// A bind to be answered.
    case bind
    case news
}

/// Plays what an input's octets say against a session: octets whole and in pieces, time, requests, answers. After each
/// event it checks what must always hold.
struct SessionPlay<Session: PlayedSession> {
    private var session: Session
    private let limits: PDULimits
    private let windowMax: Int
    private let inboundWindowMax: Int
    private var now = Timestamp(seconds: 1_000_000)
    /// Requests of this side on their way.
    private var live: Set<SessionToken> = []
    private var lastToken: SessionToken = 0
    /// Handed out and not yet answered.
    private var handed: [Session.Event] = []
    private(set) var lastSent: UInt32 = 0
    private var sentCount = 0
    private var responseCount = 0
    private var closes = 0

    init(_ session: Session, limits: PDULimits, windowMax: Int, inboundWindowMax: Int, begins: Timestamp) {
        (self.session, self.limits, now) = (session, limits, begins)
        (self.windowMax, self.inboundWindowMax) = (windowMax, inboundWindowMax)
    }

    mutating func run(_ choices: inout Choices) {
        settle(after: 0)
        while !choices.isEmpty {
            let wasClosed = session.isClosed
            let before = session.state
            let received = step(&choices)
            settle(after: received)
            if wasClosed { check(session.state == before, "a closed session came back to life") }
        }
        session.close(.connectionLost)
        settle(after: 0)
        check(session.isClosed && closes == 1, "closed \(closes) times")
        check(live.isEmpty && session.outstanding == 0, "\(live.count) requests never resolved")
        check(session.nextDeadline == nil, "a closed session waits for something")
    }

    /// Plays one event; how many octets came with it.
    private mutating func step(_ choices: inout Choices) -> Int {
        switch choices.below(16) {
        case 0: return feed(choices.take(Int(choices.octet())), seed: choices.octet())
        case 1...6: return feed(pdu(&choices), seed: choices.octet())
        case 7:
            let whole = pdu(&choices)
            return feed(Array(whole.prefix(choices.below(whole.count + 1))), seed: 0)
        case 8, 9:
            lastToken += 1
            if session.ask(&choices, token: lastToken, now: now) { live.insert(lastToken) }
        case 10, 11:
            guard !handed.isEmpty else { break }
            session.answer(handed.remove(at: choices.below(handed.count)), &choices, now: now)
        case 12: pass(.milliseconds(Int64(choices.octet()) * 100))
        case 13: passToDeadline()
        case 14: session.unbind(now: now)
        default:
            guard choices.below(8) == 0 else { break }
            session.close(choices.one(of: [.connectionLost, .stopped, .peerNotReading]))
        }
        return 0
    }

    private mutating func pass(_ wait: Duration) {
        now += wait
        session.tick(now: now)
    }

    /// The driver looks when something is due; looking must then settle it, or it would look for ever.
    private mutating func passToDeadline() {
        guard let deadline = session.nextDeadline else { return }
        now = max(now, deadline)
        session.tick(now: now)
        check(session.nextDeadline.map { $0 > now } ?? true, "a deadline that passing does not settle")
    }

    /// Gives the session octets at once, or in pieces, when a copy of it gets them at once: both must do the same.
    private mutating func feed(_ octets: [UInt8], seed: UInt8) -> Int {
        guard seed & 3 != 0 else {
            octets.withUnsafeBytes { session.receive($0, now: now) }
            return octets.count
        }
        var twin = session
        octets.withUnsafeBytes { twin.receive($0, now: now) }
        for piece in pieces(of: octets, seed: seed) { piece.withUnsafeBytes { session.receive($0, now: now) } }
        check(twin.state == session.state && twin.books == session.books, "in pieces another state")
        check(twin.outstanding == session.outstanding, "in pieces another window")
        var mine = session
        check(twin.takeOutbound() == mine.takeOutbound(), "in pieces other octets sent")
        check(twin.takeActions() == mine.takeActions(), "in pieces other actions")
        return octets.count
    }

    /// What the driver does after each event, and what must hold.
    private mutating func settle(after received: Int) {
        take(session.takeOutbound(), after: received)
        let actions = session.takeActions()
        for action in actions {
            check(closes == 0, "an action after the close")
            switch action {
            case .resolved(let token, _): check(live.remove(token) != nil, "\(token) resolved twice, or never asked")
            case .close: closes += 1
            case .event(let event):
                switch Session.meaning(of: event) {
                case .request, .bind: handed.append(event)
                case .news: break
                }
            }
        }
        check(closes == (session.isClosed ? 1 : 0), "closed \(closes) times")
        check(session.outstanding == live.count, "\(session.outstanding) outstanding, \(live.count) asked")
        check(
            session.footprint.partialOctets < limits.commandLengthMax, "holds \(session.footprint.partialOctets) octets"
        )
        check(session.footprint.requestEntries <= 4 * windowMax + 128, "keeps answered requests")
        check(session.outstanding <= windowMax, "\(session.outstanding) outstanding")
        check(session.inboundOutstanding <= inboundWindowMax, "\(session.inboundOutstanding) handed out")
        let open = handed.count { if case .request = Session.meaning(of: $0) { true } else { false } }
        check(session.isClosed || session.inboundOutstanding == open, "handed out \(open), counted otherwise")
        check(session.takeOutbound().isEmpty && session.takeActions().isEmpty, "taken and still there")
    }

    /// Octets sent: whole PDUs within the limits, no more of them than what came can ask for.
    private mutating func take(_ octets: [UInt8], after received: Int) {
        check(octets.count <= 4 * received + 1024, "\(octets.count) octets sent after \(received) came")
        var reader = FrameReader(limits: limits)
        octets.withUnsafeBytes { octets in
            var rest = octets
            while true {
                guard let pdu = try? reader.next(&rest) else { break }
                sentCount += 1
                if pdu.commandID.isResponse {
                    responseCount += 1
                } else {
                    check((1...0x7FFF_FFFF).contains(pdu.sequenceNumber), "sequence number \(pdu.sequenceNumber)")
                    lastSent = pdu.sequenceNumber
                }
            }
            check(rest.isEmpty && reader.partialCount == 0, "what was sent cannot be read")
        }
        let books = session.books
        check(books.sent == sentCount, "\(books.sent) counted, \(sentCount) sent")
        check(responseCount <= books.received + books.unreadable, "more answers than requests")
    }
}
