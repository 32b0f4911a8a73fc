import Gateway
import Numbering
import Verification
import World

/// Someone who signs up at an app: asks for a code, waits for it, types it, right or wrong, sometimes twice.
struct Person: Sendable {
    let number: Int
    let handset: Int
    let handsets: [E164]
    let machine: GatewayMachine
    let world: SimulatedWorld
    let books: Books
    let options: ScenarioOptions

    private func pause(_ milliseconds: ClosedRange<Int64>) async {
        let span = UInt64(milliseconds.upperBound - milliseconds.lowerBound + 1)
        let wait = milliseconds.lowerBound + Int64(world.nextRandom() % span)
        // Only the end of the scenario cuts a pause short.
        try? await world.sleep(for: .milliseconds(wait))
    }

    func live() async {
        await pause(0...50_000)
        guard let id = await start() else { return }
        for _ in 0..<8 {
            await pause(500...6_000)
            if await check(id) { break }
            if world.nextRandom() % 4 == 0 { await resend(id) }
        }
        // A code is good once: the same one typed again must not be.
        if world.nextRandom() % 2 == 0 { _ = await check(id) }
    }

    /// An answer counts when the machine that was asked still lives: what a dead machine said never arrived.
    private func ask<Answer: Sendable>(
        _ what: String, _ question: (Gateway, Caller) async throws(GatewayError) -> Answer
    ) async -> Answer? {
        guard let gateway = machine.gateway else { return nil }
        let asked = machine.incarnation
        guard let caller = gateway.authenticate(bearer: "operator-key-of-the-simulation") else {
            books.violation("the operator's key is refused")
            return nil
        }
        do {
            let answer = try await question(gateway, caller)
            guard machine.incarnation == asked, machine.gateway != nil else { return nil }
            return answer
        } catch {
            books.record("person \(number): \(what) → \(error)", at: world.now)
            return nil
        }
    }

    private func start() async -> VerificationID? {
        for _ in 0..<4 {
            let request = StartRequest(
                to: handsets[handset].text, ttlSeconds: 120, codeLength: ScenarioRun.codeLength)
            // The key is the person's, so that asking again after a lost answer makes no second verification.
            let key = IdempotencyKey(key: "start-\(number)", request: Array("start \(number)".utf8))
            let view = await ask("start") { (gateway, caller) async throws(GatewayError) in
                try await gateway.start(request, caller: caller, idempotency: key)
            }
            if let view {
                books.started(
                    view.id,
                    Books.Start(
                        handset: handset, startedAt: view.createdAt, expiresAt: view.expiresAt,
                        codeLength: view.codeLength))
                books.record("person \(number): started \(view.id)", at: world.now)
                return view.id
            }
            await pause(1_000...5_000)
        }
        return nil
    }

    private func check(_ id: VerificationID) async -> Bool {
        let isWrong = world.nextRandom() % 100 < options.wrongChecksPercent
        guard let code = isWrong ? "0000000000" : books.newestCode(handset: handset) else { return false }
        let view = await ask("check") { (gateway, caller) async throws(GatewayError) in
            try await gateway.check(.id(id), code: code, caller: caller, idempotency: nil)
        }
        guard let view else { return false }
        books.answered(id, valid: view.valid, reason: view.reason, at: world.now)
        books.record("person \(number): check → \(view.valid) \(view.reason ?? "-")", at: world.now)
        return view.valid
    }

    private func resend(_ id: VerificationID) async {
        _ = await ask("resend") { (gateway, caller) async throws(GatewayError) in
            try await gateway.resend(id, caller: caller, idempotency: nil)
        }
    }
}
