import Testing
import World

@testable import Simulation

struct ScenarioTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `a seed passes its checkers and gives the same trace again`(seed: UInt64) {
        let options = ScenarioOptions(seed: seed)
        let first = ScenarioRun.run(options)
        #expect(first.violations == [], "\(options)")
        #expect(first.started > 0)
        let second = ScenarioRun.run(options)
        #expect(first.trace == second.trace)
        #expect(first.steps == second.steps)
    }

    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func `when every carrier bind is lost under load and comes back, no accepted message is lost or late`(
        seed: UInt64
    ) {
        let options = BindsLostOptions(seed: seed)
        let result = BindsLostRun.run(options)
        #expect(result.violations == [], "\(options)")
        #expect(result.started == options.customers, "\(options)")
        #expect(result.demanded > options.customers / 10, "\(options)")
    }

    @Test func `a run with lost binds gives the same trace again`() {
        let options = BindsLostOptions(seed: 3)
        #expect(BindsLostRun.run(options).trace == BindsLostRun.run(options).trace)
    }

    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func `an application that is cut off learns what became of every accepted submit`(seed: UInt64) {
        let options = ApplicationsOptions(seed: seed)
        let result = ApplicationsRun.run(options)
        #expect(result.violations == [], "\(options)")
        #expect(result.demanded >= options.messages / 2, "\(options)")
    }

    @Test func `different seeds are different runs`() {
        let prints = Set((1...6).map { ScenarioRun.run(ScenarioOptions(seed: $0)).fingerprint })
        #expect(prints.count == 6)
    }

    @Test func `the checkers see what they are for`() {
        let books = Books()
        let now = Timestamp(seconds: 1000)
        let id = VerificationID(high: 1, low: 1)
        books.started(id, .init(handset: 0, startedAt: now, expiresAt: now + .seconds(120), codeLength: 10))
        books.answered(id, valid: true, reason: nil, at: now)
        #expect(books.snapshot.violations.isEmpty)
        books.answered(id, valid: true, reason: nil, at: now)
        #expect(books.snapshot.violations.count == 1, "approved twice")
        books.answered(id, valid: true, reason: nil, at: now + .seconds(121))
        #expect(books.snapshot.violations.count == 3, "and after its life")
        for _ in 0..<5 { books.answered(id, valid: false, reason: "wrong_code", at: now) }
        #expect(books.snapshot.violations.count == 4, "and a check given back")
        books.arrived(handset: 0, code: "1234567890", at: now)
        books.arrived(handset: 1, code: "1234567890", at: now)
        books.log("sent 1234567890")
        #expect(Checkers.findings(books.snapshot).count == 3, "a collision, and two sightings of a code in a log")
    }
}

struct SeededExecutorTests {
    @Test func `time stands still while work is left and then jumps`() {
        let executor = SeededExecutor(seed: 1, start: Timestamp(seconds: 0))
        let world = SimulatedWorld(executor: executor)
        let finished = Finished()
        _ = Task(executorPreference: executor) {
            try await world.sleep(for: .seconds(3600))
            finished.set()
        }
        #expect(executor.run(until: Timestamp(seconds: 10)) { finished.isSet } == false)
        #expect(executor.run(until: Timestamp(seconds: 3600)) { finished.isSet })
        #expect(world.now == Timestamp(seconds: 3600))
    }

    @Test func `a job from another thread traps`() async {
        await #expect(processExitsWith: .failure) {
            let executor = SeededExecutor(seed: 1, start: Timestamp(seconds: 0))
            let finished = Finished()
            _ = Task(executorPreference: executor) {
                // A real timer: its continuation resumes on a thread of the system's pool.
                try await ContinuousClock().sleep(for: .milliseconds(20))
                finished.set()
            }
            let deadline = ContinuousClock().now.advanced(by: .seconds(5))
            while ContinuousClock().now < deadline {
                _ = executor.run(until: Timestamp(seconds: 1)) { finished.isSet }
            }
        }
    }
}
