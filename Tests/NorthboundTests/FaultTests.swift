import Delivery
import Gateway
import SMPP
import Storage
import Synchronization
import Testing
import World

@testable import Northbound

/// Disk, binds, applications and the program itself fail at moments drawn from a seed; then all is calm.
struct FaultTests {
    /// What applications were told.
    private final class Books: Sendable {
        private let state = Mutex<(accepted: Set<String>, receipts: [String: [MessageState]])>(([], [:]))
        var accepted: Set<String> { state.withLock { $0.accepted } }
        var receipts: [String: [MessageState]] { state.withLock { $0.receipts } }
        func accept(_ name: String) { state.withLock { _ = $0.accepted.insert(name) } }
        func note(_ receipts: [Receipt]) {
            state.withLock { state in
                for receipt in receipts { state.receipts[receipt.messageID ?? "", default: []].append(receipt.state) }
            }
        }
        var isComplete: Bool { state.withLock { $0.accepted.isSubset(of: Set($0.receipts.keys)) } }
    }

    /// What the carrier has reported on: until it is answered it reports again.
    private final class Reported: Sendable {
        private let places = Mutex<Set<Int>>([])

        func report(_ stage: Stage) async {
            for (place, submission) in stage.link.sent.enumerated() where !places.withLock({ $0.contains(place) }) {
                let verdict: ReceiptVerdict = submission.message.low % 4 == 0 ? .undelivered : .delivered
                if await stage.link.report(submission: place, verdict, at: stage.machine.world.now) {
                    places.withLock { _ = $0.insert(place) }
                }
            }
        }
    }

    private func trouble(_ stage: Stage, _ books: Books, _ reported: Reported, seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<3 {
            let applications = [stage.application(kind: .transmitter), stage.application()]
            let temporary: [CommandStatus] = [.ok, .temporaryApplicationError, .ok, .messageQueueFull, .systemError]
            applications[1].answer(
                (0..<20).map { _ in temporary[Int.random(in: 0..<5, using: &random)] }, after: .milliseconds(20))
            let draws = (0..<40).map { _ in Int.random(in: 0..<10, using: &random) }
            try await stage.bound(applications) {
                for draw in draws {
                    stage.machine.disk.setFailing(draw == 0)
                    if draw == 1 { await stage.link.setBound(false) }
                    if draw == 2 { await stage.link.setBound(true) }
                    let outcome = await applications[draw % 2].client.submit(Stage.message())
                    if case .accepted(let name, _) = outcome { books.accept(name) }
                    await reported.report(stage)
                    await stage.pass(.milliseconds(draw * 20))
                }
                stage.machine.disk.setFailing(false)
            }
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `every accepted message gets the receipt it asked for, whatever fails meanwhile`(seed: UInt64) {
        Machine.run(seed: seed) { machine in
            let (link, books, reported) = (RecordingLink(), Books(), Reported())
            for life in 0..<3 {
                try await Stage.live(machine, link: link, dies: life < 2) { stage in
                    if life == 0 { _ = try await stage.account() }
                    try await trouble(stage, books, reported, seed: seed * 10 + UInt64(life))
                }
            }
            try await Stage.live(machine, link: link) { stage in
                await link.setBound(true)
                let receiver = stage.application(kind: .receiver)
                try await stage.bound([receiver]) {
                    await stage.until {
                        await reported.report(stage)
                        return try await machine.store.unfinishedMessages(after: nil, limit: 1).isEmpty
                    }
                    await stage.until {
                        try await machine.store.allItems(.pendingDelivery, after: nil, limit: 1, now: machine.world.now)
                            .isEmpty
                    }
                }
            }
            books.note(machine.network.receipts)
            #expect(books.isComplete, "seed \(seed)")
            #expect(books.accepted.count > 60, "seed \(seed)")
            // Twice is possible, two different ends are not.
            for (name, states) in books.receipts.sorted(by: { $0.key < $1.key }) {
                #expect(Set(states).count == 1, "seed \(seed), \(name)")
            }
        }
    }
}
