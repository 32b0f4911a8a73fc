import Gateway
import SMPP
import Testing
import World

@testable import Northbound

struct OutboxTests {
    static let now = Timestamp(seconds: 1_790_000_000)
    private var random = SplitMix64(seed: 1)

    private func delivery(_ number: UInt64, expiresAfter life: Duration = .seconds(60)) -> ESMEDelivery {
        ESMEDelivery(id: DeliveryID(high: 0, low: number), message: DeliverSM(), expiresAt: Self.now + life)
    }

    private func loaded(_ numbers: [UInt64]) -> Outbox {
        var outbox = Outbox()
        _ = outbox.beginReading()
        outbox.read(numbers.map { delivery($0) })
        return outbox
    }

    private func next(_ outbox: inout Outbox, at now: Timestamp = Self.now) -> UInt64? {
        var expired: [DeliveryID] = []
        return outbox.next(now: now, expired: &expired)?.id.low
    }

    private func settle(
        _ outbox: inout Outbox, _ number: UInt64, _ outcome: DeliverOutcome, at now: Timestamp = Self.now
    ) -> DeliverySettlement {
        var random = random
        return outbox.settle(DeliveryID(high: 0, low: number), outcome, now: now, using: &random)
    }

    @Test func `they are given in order, and end when the application took them`() {
        var outbox = loaded([1, 2, 3])
        #expect([next(&outbox), next(&outbox)] == [1, 2])
        #expect(settle(&outbox, 2, .answered(.ok)) == .taken)
        #expect(outbox.ending == [DeliveryID(high: 0, low: 2)])
        #expect(!outbox.isIdle)
    }

    @Test(arguments: [
        DeliverOutcome.answered(.temporaryApplicationError), .answered(.messageQueueFull), .answered(.throttled),
        .answered(.systemError), .ambiguous(.timedOut),
    ])
    func `a temporary refusal pauses all of them and keeps the order`(outcome: DeliverOutcome) {
        var outbox = loaded([1, 2, 3])
        _ = next(&outbox)
        #expect(settle(&outbox, 1, outcome) == .again)
        #expect(next(&outbox) == nil)
        #expect(outbox.pausedUntil > Self.now && outbox.pausedUntil <= Self.now + .seconds(1))
        #expect(next(&outbox, at: outbox.pausedUntil) == 1)
    }

    @Test func `a lost connection does not pause them`() {
        var outbox = loaded([1, 2])
        _ = next(&outbox)
        #expect(settle(&outbox, 1, .ambiguous(.connectionLost)) == .again)
        #expect(next(&outbox) == 1)
    }

    @Test(arguments: [CommandStatus.permanentApplicationError, .rejectedByApplication, .invalidMessageLength])
    func `a permanent refusal ends it`(status: CommandStatus) {
        var outbox = loaded([1])
        _ = next(&outbox)
        #expect(settle(&outbox, 1, .answered(status)) == .refused)
        #expect(next(&outbox) == nil)
    }

    @Test func `the pause grows with refusals in a row and is over after a success`() {
        var outbox = Outbox()
        _ = outbox.beginReading()
        outbox.read([delivery(1, expiresAfter: .seconds(3600))])
        var now = Self.now
        var pauses: [Duration] = []
        for _ in 0..<8 {
            _ = next(&outbox, at: now)
            _ = settle(&outbox, 1, .answered(.temporaryApplicationError), at: now)
            pauses.append(outbox.pausedUntil - now)
            now = outbox.pausedUntil
        }
        #expect(pauses[0] <= .seconds(1) && pauses[7] >= .seconds(30) && pauses[7] <= .seconds(60))
    }

    @Test func `one past its life is given up`() {
        var outbox = Outbox()
        _ = outbox.beginReading()
        outbox.read([delivery(1, expiresAfter: .zero), delivery(2)])
        var expired: [DeliveryID] = []
        #expect(outbox.next(now: Self.now, expired: &expired)?.id.low == 2)
        #expect(expired.map(\.low) == [1])
    }

    @Test func `one whose commit came late is read again for, and the others not twice`() {
        var outbox = loaded([10, 20])
        _ = next(&outbox)
        outbox.stored(DeliveryID(high: 0, low: 15))
        let place = outbox.beginReading()
        #expect(place?.after?.low == 14)
        outbox.read([delivery(15), delivery(20)])
        #expect([next(&outbox), next(&outbox), next(&outbox)] == [15, 20, nil])
    }

    @Test func `one stored while a page is read is not missed`() {
        var outbox = Outbox()
        _ = outbox.beginReading()
        outbox.stored(DeliveryID(high: 0, low: 5))
        outbox.read([delivery(10)])
        let place = outbox.beginReading()
        #expect(place?.after?.low == 4)
        outbox.read([delivery(5), delivery(10)])
        #expect([next(&outbox), next(&outbox), next(&outbox)] == [5, 10, nil])
        #expect(!outbox.wantsPage)
    }

    @Test func `no page is read while enough wait`() {
        var outbox = loaded((1...UInt64(Outbox.pageMax)).map { $0 })
        #expect(!outbox.wantsPage)
        while outbox.waiting.count >= Outbox.lowWater { _ = next(&outbox) }
        #expect(outbox.wantsPage)
    }
}
