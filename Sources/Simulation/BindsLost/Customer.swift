import Gateway
import Numbering
import World

/// Someone with a phone of their own who asks for one code, often just when the carriers go, and types it once it came.
struct Customer: Sendable {
    static let livesSeconds = [30, 60, 120, 180]

    let number: Int
    let handset: E164
    let machine: GatewayMachine
    let books: Books
    private var world: SimulatedWorld { machine.world }

    init(number: Int, handset: E164, machine: GatewayMachine, books: Books) {
        (self.number, self.handset, self.machine, self.books) = (number, handset, machine, books)
    }

    func live(from begin: Timestamp, outages: [BindsLostOptions.Outage]) async {
        // Half come when they like, half within two seconds of a loss, so that windows are full then.
        var moment = Duration.milliseconds(draw(below: BindsLostRun.loadPhase.inMilliseconds))
        if draw(below: 2) == 0 {
            let loss = outages[Int(draw(below: Int64(outages.count)))].from
            moment = max(.zero, loss + .milliseconds(draw(below: 3_000) - 2_000))
        }
        await sleep(until: begin + moment)
        let life = Self.livesSeconds[Int(draw(below: Int64(Self.livesSeconds.count)))]
        guard let gateway = machine.gateway,
            let caller = gateway.authenticate(bearer: "operator-key-of-the-simulation")
        else { return books.violation("no gateway runs") }
        let request = StartRequest(to: handset.text, ttlSeconds: life, codeLength: ScenarioRun.codeLength)
        guard let view = try? await gateway.start(request, caller: caller, idempotency: nil) else {
            return books.violation("customer \(number) was refused")
        }
        books.started(
            view.id,
            Books.Start(
                handset: number, startedAt: view.createdAt, expiresAt: view.expiresAt, codeLength: view.codeLength))
        books.record("customer \(number): started \(view.id) for \(life) s", at: world.now)
        while world.now < view.expiresAt {
            await sleep(until: world.now + .milliseconds(500 + draw(below: 1_000)))
            guard let code = books.newestCode(handset: number) else { continue }
            // Some never type it: their messages end by receipt alone.
            guard draw(below: 4) > 0 else { return }
            let answer = try? await gateway.check(.id(view.id), code: code, caller: caller, idempotency: nil)
            guard let answer else { return books.violation("customer \(number) got no answer to a check") }
            books.answered(view.id, valid: answer.valid, reason: answer.reason, at: world.now)
            books.record("customer \(number): check → \(answer.valid) \(answer.reason ?? "-")", at: world.now)
            return
        }
    }

    private func draw(below limit: Int64) -> Int64 { Int64(world.nextRandom() % UInt64(limit)) }

    /// Only the end of the scenario cuts a sleep short.
    private func sleep(until moment: Timestamp) async { try? await world.sleep(until: moment) }
}
