import SMPP
import Testing
import World

/// Octets as a hostile or broken peer may send them, against both session machines.
@Suite struct RobustnessOctetTests {
    @Test(arguments: Vector.all, Side.allCases)
    func `a PDU fed byte by byte does what it does at once`(vector: Vector, side: Side) {
        var whole = AnySession.bound(side)
        var fed = AnySession.bound(side)
        let atOnce = whole.hear(vector.octets)
        let byBytes = vector.octets.flatMap { fed.hear([$0]) }
        #expect(byBytes == atOnce)
        #expect(fed.said() == whole.said())
        #expect(fed.state == whole.state)
        #expect(fed.books == whole.books)
    }

    @Test(arguments: Vector.all, Side.allCases)
    func `a PDU cut at any byte is waited for, and whole with the rest of it`(vector: Vector, side: Side) {
        var whole = AnySession.bound(side)
        let (expected, answers) = (whole.hear(vector.octets), whole.said())
        for cut in 0..<vector.octets.count {
            var session = AnySession.bound(side)
            #expect(session.hear(vector.octets[..<cut]) == [], "cut at \(cut)")
            #expect(session.said() == [] && session.state == .bound, "cut at \(cut)")
            #expect(session.footprint.partialOctets == cut)
            #expect(session.hear(vector.octets[cut...]) == expected, "cut at \(cut)")
            #expect(session.said() == answers && session.footprint.partialOctets == 0, "cut at \(cut)")
        }
    }

    @Test(arguments: Side.allCases)
    func `a connection lost inside any byte of a response leaves its request ambiguous, once`(side: Side) {
        let response = octets(AnySession.bound(side).peersAnswer, 2)
        for cut in 0..<response.count {
            var session = AnySession.bound(side)
            let first = side == .esme ? 2 : 1
            #expect(session.ask(token: 7) == nil)
            #expect(session.said().map(\.sequenceNumber) == [UInt32(first)])
            #expect(session.hear(response[..<cut]) == [])
            #expect(session.close() == ["resolved 7 ambiguous", "close"])
            #expect(session.close() == [])
        }
    }

    static let badLengths: [UInt32] = Array(0...15) + [1025, 0x8000_0000, 0x7FFF_FFFF, .max, 0x1603_0100, 0x4745_5420]

    @Test(arguments: badLengths, Side.allCases)
    func `a command_length outside 16 and the limit ends the session with a generic_nack`(length: UInt32, side: Side) {
        var session = AnySession.bound(side)
        let header = bigEndian(length) + bigEndian(0x15) + bigEndian(0) + bigEndian(9)
        let actions = session.hear(header + octets(.enquireLink, 10))
        #expect(actions.count == 1 && actions[0].contains("close"))
        #expect(session.said() == [PDU(.genericNack, 0, .invalidCommandLength)])
        guard case .closed(.unreadable) = session.state else { return #expect(Bool(false), "\(session.state)") }
        #expect(session.hear(octets(.enquireLink, 11)) == [] && session.said() == [], "nothing is read after")
    }

    @Test(arguments: badLengths, Side.allCases)
    func `a wrong command_length is seen at its fourth octet, however it comes`(length: UInt32, side: Side) {
        var session = AnySession.bound(side)
        let octets = bigEndian(length)
        for octet in octets.dropLast() { #expect(session.hear([octet]) == []) }
        #expect(session.hear([octets[3]]).count == 1)
        #expect(session.footprint.partialOctets <= 4)
    }

    @Test(arguments: Side.allCases)
    func `a PDU of the limit is taken, one octet more ends the session`(side: Side) {
        let room = Side.limits.commandLengthMax - data(payload: 0).count
        for (extra, isTaken) in [(0, true), (1, false)] {
            var session = AnySession.bound(side)
            let actions = session.hear(data(payload: room + extra))
            #expect(actions.count == 1)
            #expect((session.state == .bound) == isTaken)
        }
    }

    @Test(arguments: Side.allCases)
    func `octets of another protocol end the session before they are kept`(side: Side) {
        for greeting in ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\u{16}\u{03}\u{01}\u{02}", "EHLO a.example\r\n"] {
            var session = AnySession.bound(side)
            #expect(session.hear(Array(greeting.utf8)).count == 1)
            #expect(session.said() == [PDU(.genericNack, 0, .invalidCommandLength)])
            #expect(session.footprint.partialOctets == 0)
        }
    }

    @Test(arguments: Vector.all, Side.allCases)
    func `any octet of a PDU put wrong leaves a session that answers or has ended`(vector: Vector, side: Side) {
        for place in vector.octets.indices {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                var session = AnySession.bound(side)
                var spoilt = vector.octets
                spoilt[place] = value
                _ = session.hear(spoilt)
                _ = session.said()
                if case .closed = session.state { continue }
                // A length that is now too large may swallow what follows it, as long as it stays in its limit.
                guard session.footprint.partialOctets == 0 else { continue }
                _ = session.hear(octets(.enquireLink, 0x1234))
                let answered = session.said().contains(PDU(.enquireLinkResponse(), 0x1234))
                #expect(answered || place < 4, "octet \(place) as \(value)")
            }
        }
    }

    private func bigEndian(_ word: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }

    /// A `data_sm` with so many octets of text.
    private func data(payload count: Int) -> [UInt8] {
        var data = DataSM()
        data.tlvs = [TLV(.messagePayload, Array(repeating: 0x68, count: count))]
        return octets(.dataSM(data), 5)
    }
}

extension AnySession {
    /// Loses the connection; what the session did, in short.
    mutating func close() -> [String] {
        switch self {
        case .esme(var session):
            defer { self = .esme(session) }
            session.close(.connectionLost)
            return session.takeActions().map(Self.short)
        case .smsc(var session):
            defer { self = .smsc(session) }
            session.close(.connectionLost)
            return session.takeActions().map(Self.short)
        }
    }

    private static func short<Event>(_ action: SessionAction<Event>) -> String {
        switch action {
        case .resolved(let token, .ambiguous(.connectionLost)): "resolved \(token) ambiguous"
        case .resolved(let token, let outcome): "resolved \(token) \(outcome)"
        case .close: "close"
        case .event(let event): "\(event)"
        }
    }
}
