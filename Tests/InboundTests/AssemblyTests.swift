import Testing
import Verification
import World

@testable import Inbound

@Suite final class AssemblyTests {
    private let group = RecipientDigest(high: 1, low: 2)
    private let now = Timestamp(seconds: 1_790_000_000)
    private var assembly = Assembly()

    private func arrived(
        _ index: UInt8, of total: UInt8, _ fingerprint: UInt64, at moment: Timestamp? = nil,
        in other: Assembly.Group? = nil
    ) -> Assembly.Action {
        assembly.arrived(index, of: total, group: other ?? group, fingerprint: fingerprint, now: moment ?? now)
    }

    private func overdue(_ moment: Timestamp) -> [Assembly.Group] { assembly.overdue(now: moment) }

    private func store(_ index: UInt8, of total: UInt8, _ fingerprint: UInt64) {
        #expect(
            arrived(index, of: total, fingerprint) == .store)
        let isWhole = assembly.stored(index, group: group)
        #expect(!isWhole)
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2]] as [[UInt8]])
    func `the last part to come joins the message, in whatever order`(_ order: [UInt8]) {
        store(order[0], of: 3, 10)
        store(order[1], of: 3, 20)
        #expect(arrived(order[2], of: 3, 30) == .join)
        #expect(assembly.storedParts(group).indices == [order[0], order[1]].sorted())
        assembly.ended(group, assembly.remembering(group, now: now))
        #expect(assembly.count == 0)
    }

    @Test func `a part that comes again is there already`() {
        store(1, of: 2, 10)
        #expect(arrived(1, of: 2, 10) == .alreadyThere)
    }

    @Test func `a part of a finished message is there already, until its time is over`() {
        store(1, of: 2, 10)
        #expect(arrived(2, of: 2, 20) == .join)
        assembly.ended(group, assembly.remembering(group, now: now))
        let last = now + assembly.limits.lifetime - .microseconds(1)
        for (index, fingerprint) in [(1, 10), (2, 20)] as [(UInt8, UInt64)] {
            #expect(
                arrived(index, of: 2, fingerprint, at: last) == .alreadyThere)
        }
        #expect(
            arrived(1, of: 2, 10, at: now + assembly.limits.lifetime) == .store)
    }

    @Test func `another message under the reference of a finished one is a new one`() {
        store(1, of: 2, 10)
        #expect(arrived(2, of: 2, 20) == .join)
        assembly.ended(group, assembly.remembering(group, now: now))
        store(1, of: 2, 11)
        #expect(arrived(2, of: 2, 21) == .join)
    }

    @Test func `another message under the reference of an unfinished one ends that one first`() {
        store(1, of: 2, 10)
        #expect(arrived(1, of: 2, 11) == .endEarlier)
        #expect(arrived(1, of: 2, 11) == .tryAgain)
        assembly.ended(group, assembly.remembering(group, now: now))
        store(1, of: 2, 11)
    }

    @Test func `parts that are written at once join when the last of them is durable`() {
        #expect(arrived(1, of: 2, 10) == .store)
        #expect(arrived(2, of: 2, 20) == .store)
        #expect(arrived(2, of: 2, 20) == .tryAgain)
        let isWhole = assembly.stored(2, group: group)
        #expect(!isWhole)
        let isWholeNow = assembly.stored(1, group: group)
        #expect(isWholeNow)
    }

    @Test func `a part that could not be stored is asked for again`() {
        #expect(arrived(1, of: 2, 10) == .store)
        assembly.failed(1, group: group)
        #expect(assembly.count == 0)
        store(1, of: 2, 10)
        #expect(arrived(2, of: 2, 20) == .join)
        assembly.failed(2, group: group)
        #expect(arrived(2, of: 2, 20) == .join)
    }

    @Test func `a message whose joining failed is joined when a part comes again`() {
        #expect(arrived(1, of: 2, 10) == .store)
        #expect(arrived(2, of: 2, 20) == .store)
        _ = assembly.stored(1, group: group)
        let isWhole = assembly.stored(2, group: group)
        #expect(isWhole)
        assembly.joiningFailed(group)
        #expect(arrived(2, of: 2, 20) == .joinStored)
    }

    @Test func `what is missing when the time is over is given up, once`() {
        store(2, of: 3, 20)
        let over = now + assembly.limits.lifetime
        #expect(overdue(over - .microseconds(1)).isEmpty)
        #expect(overdue(over) == [group])
        #expect(overdue(over).isEmpty)
        #expect(assembly.storedParts(group).indices == [2])
        assembly.joiningFailed(group)
        #expect(overdue(over) == [group])
    }

    @Test func `unfinished messages are bounded, and a part of one more is left with the carrier`() {
        var limits = Assembly.Limits()
        limits.groupsMax = 2
        assembly = Assembly(limits: limits)
        for low in 1...2 as ClosedRange<UInt64> {
            let group = RecipientDigest(high: 0, low: low)
            #expect(arrived(1, of: 2, 1, in: group) == .store)
        }
        let third = RecipientDigest(high: 0, low: 3)
        #expect(arrived(1, of: 2, 1, in: third) == .tryAgain)
        assembly.ended(
            RecipientDigest(high: 0, low: 1), assembly.remembering(RecipientDigest(high: 0, low: 1), now: now))
        #expect(arrived(1, of: 2, 1, in: third) == .store)
    }

    @Test func `finished messages are remembered up to a limit, the oldest forgotten first`() {
        var limits = Assembly.Limits()
        limits.finishedMax = 2
        assembly = Assembly(limits: limits)
        for low in 1...3 as ClosedRange<UInt64> {
            assembly.recovered(
                RecipientDigest(high: 0, low: low), .init(fingerprints: [1: low], until: now + .seconds(9)))
        }
        #expect(assembly.finishedCount == 2)
        let first = RecipientDigest(high: 0, low: 1)
        #expect(arrived(1, of: 2, 1, in: first) == .store)
        let last = RecipientDigest(high: 0, low: 3)
        #expect(arrived(1, of: 2, 3, in: last) == .alreadyThere)
    }

    @Test func `parts read back after a start go on where they were`() {
        assembly.recovered(1, of: 2, group: group, fingerprint: 10, at: now - .seconds(5))
        #expect(arrived(1, of: 2, 10) == .alreadyThere)
        #expect(overdue(now - .seconds(5) + assembly.limits.lifetime) == [group])
    }
}
