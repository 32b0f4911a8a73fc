import SMPP
import Testing
import World

/// Numbers, orders and amounts of PDUs that no well-behaved peer sends, against both session machines.
@Suite struct RobustnessTrafficTests {
    @Test(arguments: Side.allCases)
    func `a sequence number used twice is answered twice`(side: Side) {
        var session = AnySession.bound(side)
        let request = octets(session.peersRequest, 5)
        #expect(session.hear(request + request).count == 2)
        session.answer(5)
        session.answer(5)
        #expect(session.said().map(\.sequenceNumber) == [5, 5])
        session.answer(5)
        #expect(session.said() == [], "no more answers than requests")
    }

    @Test(arguments: [0, 1, 0x7FFF_FFFF, 0x8000_0000, UInt32.max], Side.allCases)
    func `a request is answered under its own number, be it outside the text's range`(number: UInt32, side: Side) {
        var session = AnySession.bound(side)
        #expect(session.hear(octets(session.peersRequest, number)).count == 1)
        session.answer(number)
        _ = session.hear(octets(.enquireLink, number))
        #expect(session.said().map(\.sequenceNumber) == [number, number])
        #expect(session.state == .bound)
    }

    @Test(arguments: Side.allCases)
    func `answers in reverse order find their requests, and each only once`(side: Side) {
        var session = AnySession.bound(side, window: 100)
        for token in 1...100 { #expect(session.ask(token: SessionToken(token)) == nil) }
        #expect(session.ask(token: 101) == .windowFull)
        let numbers = session.said().map(\.sequenceNumber)
        for (index, number) in numbers.enumerated().reversed() {
            let actions = session.hear(octets(session.peersAnswer, number))
            #expect(actions.count == 1 && actions[0].contains("resolved(\(index + 1),"), "\(actions)")
            #expect(session.hear(octets(session.peersAnswer, number)) == [])
        }
        #expect(session.books.unexpected == 100)
        #expect(session.ask(token: 102) == nil)
    }

    @Test(arguments: Side.allCases)
    func `answers under numbers nobody used are counted and change nothing`(side: Side) {
        var session = AnySession.bound(side)
        #expect(session.ask(token: 1) == nil)
        _ = session.said()
        for number in [0, 100, 0x7FFF_FFFF, 0x8000_0001, .max] as [UInt32] {
            #expect(session.hear(octets(session.peersAnswer, number)) == [])
            #expect(session.hear(octets(.genericNack, number, .systemError)) == [])
        }
        #expect(session.books.unexpected == 10)
        #expect(session.state == .bound && session.said() == [])
        #expect(session.close() == ["resolved 1 ambiguous", "close"])
    }

    @Test(arguments: Side.allCases)
    func `a flood past the inbound window is told to wait, and what fits is handed out`(side: Side) {
        var session = AnySession.bound(side, inboundWindow: 10)
        let flood = (1...1000).flatMap { octets(session.peersRequest, UInt32($0)) }
        #expect(session.hear(flood).count == 10)
        let refusals = session.said()
        #expect(refusals.map(\.sequenceNumber) == (11...1000).map { UInt32($0) })
        #expect(refusals.allSatisfy { $0.commandStatus == .messageQueueFull })
        #expect(session.footprint.inboundRequests == 10)
        session.answer(1)
        #expect(session.hear(octets(session.peersRequest, 2000) + octets(session.peersRequest, 2001)).count == 1)
    }

    @Test(arguments: Side.allCases)
    func `a flood of enquire_link is answered one for one and keeps nothing`(side: Side) {
        var session = AnySession.bound(side)
        #expect(session.hear((1...10_000).flatMap { octets(.enquireLink, UInt32($0)) }) == [])
        #expect(session.said().count == 10_000)
        #expect(session.footprint == SessionFootprint())
    }

    @Test(arguments: Side.allCases)
    func `a flood of malformed requests is answered one for one and hands nothing out`(side: Side) {
        var session = AnySession.bound(side)
        // A submit_sm or deliver_sm that ends after its service type.
        let broken = Array(octets(session.peersRequest, 3).prefix(17))
        let flood = (0..<1000).flatMap { _ in [0, 0, 0, 17] + broken.dropFirst(4) }
        #expect(session.hear(flood) == [])
        let answers = session.said()
        #expect(answers.count == 1000 && answers.allSatisfy { $0.commandStatus == .invalidCommandLength })
        #expect(session.state == .bound && session.books.unreadable == 1000)
    }

    @Test(arguments: Side.allCases)
    func `a peer that leaves one request open for ever does not make the window's books grow`(side: Side) {
        var session = AnySession.bound(side, window: 3)
        #expect(session.ask(token: 1) == nil)
        _ = session.said()
        for round in 0..<10_000 {
            #expect(session.ask(token: SessionToken(round + 2)) == nil)
            guard let number = session.said().first?.sequenceNumber else { return }
            #expect(session.hear(octets(session.peersAnswer, number)).count == 1)
            #expect(session.footprint.requestEntries <= 4 * 3 + 128)
        }
    }

    @Test(arguments: Side.allCases, [UInt64(1), 2, 3])
    func `a million hostile octets leave a session that holds no more than its limits`(side: Side, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var session = AnySession.bound(side, window: 5, inboundWindow: 5)
        var fed = 0
        var sessions = 1
        while fed < 1_000_000 {
            let chunk = Self.hostile(session, using: &random)
            fed += chunk.count
            _ = session.hear(chunk)
            if fed % 7 == 0 { _ = session.ask(token: SessionToken(fed)) }
            _ = session.said()
            let held = session.footprint
            #expect(held.partialOctets < Side.limits.commandLengthMax)
            #expect(held.outboundOctets == 0 && held.actions == 0)
            #expect(held.inboundRequests <= 5 && held.inboundOctets <= 5 * Side.limits.commandLengthMax)
            #expect(held.requestEntries <= 4 * 5 + 128)
            if case .closed = session.state {
                session = .bound(side, window: 5, inboundWindow: 5)
                sessions += 1
            }
        }
        #expect(sessions > 3 && sessions < fed / 50, "\(sessions) sessions: too few or too many ended to mean much")
    }

    /// Some hundred octets: mostly PDUs spoilt in one place, cut or repeated; seldom a length that ends the session.
    private static func hostile(_ session: AnySession, using random: inout SplitMix64) -> [UInt8] {
        let known = Vector.all.map(\.octets) + [octets(session.peersRequest, 5), octets(session.peersAnswer, 2)]
        var chunk: [UInt8] = []
        for _ in 0..<4 {
            guard var pdu = known.randomElement(using: &random) else { return [] }
            switch Int.random(in: 0..<100, using: &random) {
            case 0: pdu[Int.random(in: 0..<4, using: &random)] = UInt8.random(in: 0...255, using: &random)
            case 1: pdu.removeLast()
            case 2..<60:
                let place = Int.random(in: 4..<pdu.count, using: &random)
                pdu[place] = UInt8.random(in: 0...255, using: &random)
            default: break
            }
            chunk += pdu
        }
        return chunk
    }
}
