import Testing
import World

@testable import SMPP

@Suite struct CongestionWindowTests {
    private func window(_ max: Int = 100) -> CongestionWindow { CongestionWindow(max: max) }

    @Test(arguments: [CommandStatus.throttled, .messageQueueFull])
    func `too much halves the window: 100, 50, 25, 12, 6, 3, 1 and never 0`(status: CommandStatus) {
        var window = window()
        var sizes = [window.size]
        for _ in 0..<8 {
            window.answered(status, congestionState: nil, epoch: window.epoch)
            sizes.append(window.size)
        }
        #expect(sizes == [100, 50, 25, 12, 6, 3, 1, 1, 1])
    }

    @Test func `a whole window refused at once halves it once`() {
        var window = window()
        let sent = window.epoch
        for _ in 0..<100 { window.answered(.messageQueueFull, congestionState: nil, epoch: sent) }
        #expect(window.size == 50)
        window.answered(.throttled, congestionState: nil, epoch: window.epoch)
        #expect(window.size == 25)
    }

    @Test func `a window of answers adds one, so 3725 answers bring 50 back to 100`() {
        var window = window()
        window.answered(.throttled, congestionState: nil, epoch: 0)
        for _ in 0..<49 { window.answered(.ok, congestionState: nil, epoch: 1) }
        #expect(window.size == 50)
        window.answered(.ok, congestionState: nil, epoch: 1)
        #expect(window.size == 51)
        for _ in 0..<(51...99).reduce(0, +) { window.answered(.ok, congestionState: nil, epoch: 1) }
        #expect(window.size == 100)
        for _ in 0..<1000 { window.answered(.ok, congestionState: nil, epoch: 1) }
        #expect(window.size == 100)
    }

    @Test func `a refusal for another reason is an answer like any other`() {
        var window = window(10)
        window.answered(.throttled, congestionState: nil, epoch: 0)
        for _ in 0..<5 { window.answered(.invalidDestinationAddress, congestionState: nil, epoch: 1) }
        #expect(window.size == 6)
    }

    @Test(arguments: [
        (0, 60), (49, 60), (50, 51), (79, 51), (80, 50), (90, 50), (91, 49), (99, 49), (100, 25), (255, 25),
    ])
    func `a reported load shapes it: fast below 50, slow to 79, steady to 90, down to 99, half at 100`(
        load: UInt8, size: Int
    ) {
        var window = window()
        window.answered(.throttled, congestionState: nil, epoch: 0)
        #expect(window.size == 50)
        for _ in 0..<(load < 50 ? 10 : 50) { window.answered(.ok, congestionState: load, epoch: 1) }
        #expect(window.size == size)
    }

    @Test func `against a queue of 30 it settles around it and keeps coming back`() {
        var window = window()
        var (refusals, smallest) = (0, Int.max)
        for round in 0..<1000 {
            let (sent, epoch) = (window.size, window.epoch)
            for number in 0..<sent {
                window.answered(number < 30 ? .ok : .messageQueueFull, congestionState: nil, epoch: epoch)
                refusals += number < 30 ? 0 : 1
            }
            if round > 10 { smallest = min(smallest, window.size) }
        }
        #expect(smallest == 15)
        #expect(window.size <= 31)
        #expect(refusals < 200, "\(refusals) of some 22000 were refused")
    }

    @Test func `a session refuses what its shrunken window does not hold`() {
        var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: BindRequest())
        configuration.windowMax = 4
        var session = ESMESession(configuration, now: .zero)
        session.bind(now: .zero)
        _ = session.hear(.bindResponse(BindResponse()), 1)
        for token in 1...4 {
            #expect(session.request(.submitSM(ShortMessage()), token: UInt64(token), now: .zero) == nil)
        }
        _ = session.hear(.genericNack, 2, .throttled)
        _ = session.hear(.submitSMResponse(SubmitSMResponse()), 3, .messageQueueFull)
        #expect(session.window == 2)
        #expect(session.request(.submitSM(ShortMessage()), token: 5, now: .zero) == .windowFull)
        _ = session.hear(.submitSMResponse(SubmitSMResponse(messageID: "1")), 4)
        #expect(session.request(.submitSM(ShortMessage()), token: 6, now: .zero) == nil)
    }
}
