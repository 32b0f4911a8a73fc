import Delivery
import Storage
import Testing
import Verification
import World

@testable import Gateway

/// The dispatcher over links that answer as told; time is moved by hand.
struct DispatcherTests {
    /// Runs the gateway while `body` works, then shuts it down.
    private func running(_ bench: Bench, _ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await bench.gateway.run() }
            try await body()
            bench.gateway.shutdown()
        }
    }

    /// Moves time until `isDone`, in the dispatcher's own steps.
    private func until(_ bench: Bench, limit: Int = 4000, _ isDone: () async throws -> Bool) async throws {
        for _ in 0..<limit {
            if try await isDone() { return }
            bench.world.advance(.milliseconds(10))
            for _ in 0..<50 { await Task.yield() }
        }
        Issue.record("it did not happen")
    }

    private func status(_ bench: Bench, _ view: VerificationView) async throws -> Message.State? {
        let verification = try await bench.store.verification(view.id)
        guard let id = verification?.messages.last else { return nil }
        return try await bench.store.message(id)?.state
    }

    @Test func `what is accepted is sent with its remaining life, and acknowledged durably`() async throws {
        let link = RecordingLink("a")
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let view = try await bench.start { $0.ttlSeconds = 60 }
            try await until(bench) { try await status(bench, view) == .submitted }
            let sent = try #require(link.sent.first)
            #expect(sent.to == Bench.phone)
            let code = try await bench.code(of: view.id)
            #expect(sent.content.text?.contains(code) == true)
            #expect(sent.validity <= .seconds(60) && sent.validity > .seconds(50))
        }
    }

    @Test(arguments: [
        SubmissionOutcome.rejected(.temporary, detail: "ESME_RSYSERR"), .ambiguous(detail: "timedOut"),
        .rejected(.route, detail: "ESME_RSUBMITFAIL"),
    ])
    func `a refused or unanswered text goes by the next link`(outcome: SubmissionOutcome) async throws {
        let first = RecordingLink("a", answers: [outcome])
        let second = RecordingLink("b")
        let bench = try await Bench(links: [first, second])
        try await running(bench) {
            let view = try await bench.start()
            try await until(bench) { try await status(bench, view) == .submitted }
            #expect(first.sent.count == 1 && second.sent.count == 1)
            #expect(first.sent.first?.content == second.sent.first?.content)
        }
    }

    @Test func `refused by the one link that is bound, it is not asked again at once until no attempt is left`()
        async throws
    {
        let refusal = SubmissionOutcome.rejected(.temporary, detail: "ESME_RSYSERR")
        let first = RecordingLink("a", answers: Array(repeating: refusal, count: 5))
        let second = RecordingLink("b")
        second.setBound(false)
        let bench = try await Bench(links: [first, second])
        try await running(bench) {
            let view = try await bench.start()
            let begin = bench.world.now
            try await until(bench) { try await status(bench, view) == .submitted }
            #expect(first.sent.count == 6)
            #expect(bench.world.now - begin > .seconds(1))
        }
    }

    @Test func `throttled, the same link gets it again a little later`() async throws {
        let first = RecordingLink("a", answers: [.rejected(.throttled, detail: "ESME_RTHROTTLED")])
        let second = RecordingLink("b")
        let bench = try await Bench(links: [first, second])
        try await running(bench) {
            let view = try await bench.start()
            try await until(bench) { try await status(bench, view) == .submitted }
            #expect(first.sent.count == 2 && second.sent.isEmpty)
        }
    }

    @Test func `unbound, it waits and ends as expired, visibly`() async throws {
        let link = RecordingLink("a")
        link.setBound(false)
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let view = try await bench.start { $0.ttlSeconds = 30 }
            try await until(bench) {
                if case .failed(.expired, _) = try await status(bench, view) { return true }
                return false
            }
            #expect(link.sent.isEmpty)
            let journey = try await bench.gateway.timeline(view.id, caller: bench.caller)
            #expect(journey.hops.map(\.hop).contains("expired"))
        }
    }

    @Test func `a receipt delivers and wipes the body`() async throws {
        let link = RecordingLink("a")
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let view = try await bench.start()
            try await until(bench) { try await status(bench, view) == .submitted }
            let report = ReceiptCorrelation.Report(
                carrier: "a", carrierID: "A-1", verdict: .delivered, detail: "DELIVRD", at: bench.world.now)
            #expect(await bench.gateway.dispatcher.receipt(report))
            let verification = try #require(try await bench.store.verification(view.id))
            let message = try #require(try await bench.store.message(verification.messages[0]))
            #expect(message.body == nil)
            #expect(message.timeline.entries.last?.hop == .receipt)
            #expect(await bench.gateway.dispatcher.receipt(report))
            let standing = await bench.gateway.status()
            #expect(standing.receipts.credited == 1 && standing.receipts.duplicate == 1)
        }
    }

    @Test func `a message of which a part was taken goes out anew, and each part's receipt is credited`() async throws {
        let first = RecordingLink(
            "a", answers: [.partly(carrierIDs: ["p1"], of: 2, then: .ambiguous(detail: "connectionLost"))])
        let second = RecordingLink("b", answers: [.acknowledged(carrierIDs: ["q1", "q2"])])
        let bench = try await Bench(links: [first, second])
        try await running(bench) {
            let view = try await bench.start()
            try await until(bench) { try await status(bench, view) == .submitted }
            #expect(first.sent.count == 1 && second.sent.count == 1)
            for (carrier, id) in [("a", "p1"), ("b", "q2"), ("b", "q1")] {
                let report = ReceiptCorrelation.Report(
                    carrier: carrier, carrierID: id, verdict: .delivered, detail: "", at: bench.world.now)
                #expect(await bench.gateway.dispatcher.receipt(report))
            }
            let standing = await bench.gateway.status()
            #expect(standing.receipts.credited == 3 && standing.receipts.unattributed == 0)
            #expect(try await status(bench, view) == .delivered(at: bench.world.now))
        }
    }

    @Test func `the receipt of a submit without answer ends the message before it is sent again`() async throws {
        let link = RecordingLink(
            "a", answers: [.partly(carrierIDs: ["umr:7"], of: 1, then: .ambiguous(detail: "timedOut"))])
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let view = try await bench.start()
            try await until(bench) { link.sent.count == 1 }
            let report = ReceiptCorrelation.Report(
                carrier: "a", carrierID: "umr:7", verdict: .delivered, detail: "", at: bench.world.now)
            try await until(bench) {
                _ = await bench.gateway.dispatcher.receipt(report)
                return await bench.gateway.status().receipts.credited == 1
            }
            for _ in 0..<200 {
                bench.world.advance(.milliseconds(50))
                for _ in 0..<10 { await Task.yield() }
            }
            #expect(link.sent.count == 1)
            guard case .delivered = try await status(bench, view) else {
                Issue.record("not delivered")
                return
            }
        }
    }

    @Test func `a text of several segments is charged to the link's rate with all of them`() async throws {
        let link = RecordingLink("a", ratePerSecond: 10)
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let start = bench.world.now
            for _ in 0..<2 {
                _ = try await bench.gateway.sendMessage(
                    MessageRequest(to: Bench.phone, text: String(repeating: "x", count: 400)), caller: bench.caller,
                    idempotency: nil)
            }
            try await until(bench) { link.sent.count == 2 }
            #expect(bench.world.now - start >= .milliseconds(300))
        }
    }

    @Test func `a receipt nobody knows is kept and counted`() async throws {
        let bench = try await Bench()
        try await running(bench) {
            let report = ReceiptCorrelation.Report(
                carrier: "a", carrierID: "stranger", verdict: .delivered, detail: "", at: bench.world.now)
            #expect(await bench.gateway.dispatcher.receipt(report))
            bench.world.advance(.seconds(31))
            try await until(bench) { await bench.gateway.status().receipts.unattributed == 1 }
            #expect(try await bench.store.unattributedReceipts() == 1)
        }
    }

    @Test func `after a restart what was accepted and not sent is sent`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let link = RecordingLink("a")
        let restarted = try await Bench(links: [link], store: bench.store, world: bench.world, keys: bench.keys)
        try await running(restarted) {
            try await until(restarted) { try await status(restarted, view) == .submitted }
            #expect(link.sent.count == 1)
        }
    }

    @Test func `once approved, nothing of it is sent or kept any more`() async throws {
        let link = RecordingLink("a")
        link.setBound(false)
        let bench = try await Bench(links: [link])
        try await running(bench) {
            let view = try await bench.start()
            let code = try await bench.code(of: view.id)
            #expect(try await bench.check(view.id, code).valid)
            let verification = try #require(try await bench.store.verification(view.id))
            #expect(verification.codes.isEmpty && verification.recipient.sealed.bytes.isEmpty)
            let message = try #require(try await bench.store.message(verification.messages[0]))
            #expect(message.body == nil)
            #expect(message.state == .failed(.canceled, at: bench.world.now))
        }
    }
}
