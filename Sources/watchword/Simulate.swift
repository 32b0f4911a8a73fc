import ArgumentParser
import Foundation
import Simulation
import Synchronization

/// Runs the whole gateway in virtual time under faults drawn from seeds.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the whole gateway in virtual time, with faults drawn from a seed.",
        discussion: "One seed prints its options and, with --trace, all that happened. The same seed is the same run.")

    @Option(help: "What is played: \(Scenario.allCases.map(\.rawValue).joined(separator: ", ")).")
    var scenario = Scenario.everyday

    @Option(help: "One seed.")
    var seed: UInt64?

    @Option(help: "Several seeds, as FIRST..LAST.")
    var seeds: SeedRange?

    @Flag(help: "Print what happened, line by line, without codes or numbers.")
    var trace = false

    @Option(help: "How many seeds run at once.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (seed == nil) != (seeds == nil) else { throw ValidationError("give either --seed N or --seeds A..B") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be 1 to 64") }
    }

    func run() throws {
        if let seed { try runOne(seed) } else if let seeds { try runAll(seeds) }
    }

    private func runOne(_ seed: UInt64) throws {
        print(scenario.options(seed: seed))
        let result = scenario.run(seed: seed)
        if trace { for line in result.trace { print(line) } }
        print(
            "\(result.started) started, \(result.approved) approved, \(result.delivered) received, "
                + "\(result.steps) steps, trace \(String(result.fingerprint, radix: 16))")
        for violation in result.violations { print("VIOLATION \(violation)") }
        guard result.violations.isEmpty else { throw ExitCode.failure }
    }

    private func runAll(_ range: SeedRange) throws {
        let scenario = scenario
        let next = Mutex(range.first)
        let books = Mutex<(failed: [UInt64], approved: Int, started: Int, delivered: Int, demanded: Int)>(
            ([], 0, 0, 0, 0))
        let begun = Date()
        let workers = (0..<threads).map { _ in
            let thread = Thread {
                while let seed = next.withLock({ next -> UInt64? in
                    guard next <= range.last else { return nil }
                    defer { next += 1 }
                    return next
                }) {
                    let result = scenario.run(seed: seed)
                    books.withLock { books in
                        books.approved += result.approved
                        books.started += result.started
                        books.delivered += result.delivered
                        books.demanded += result.demanded
                        if !result.violations.isEmpty { books.failed.append(seed) }
                    }
                    guard !result.violations.isEmpty else { continue }
                    print(
                        "seed \(seed) fails; repeat it with: watchword simulate --scenario \(scenario.rawValue) "
                            + "--seed \(seed) --trace")
                    for violation in result.violations.prefix(5) { print("  VIOLATION \(violation)") }
                }
            }
            thread.stackSize = 8 << 20
            return thread
        }
        for worker in workers { worker.start() }
        while workers.contains(where: { !$0.isFinished }) { Thread.sleep(forTimeInterval: 0.02) }
        let (failed, approved, started, delivered, demanded) = books.withLock { $0 }
        let share = demanded > 0 ? ", \(demanded) of which had to arrive" : ""
        let count = Int(range.last - range.first) + 1
        print(
            "\(count) seeds in \(Int(Date().timeIntervalSince(begun))) s: \(started) verifications, "
                + "\(delivered) messages received\(share), \(approved) approved")
        print("\(count - failed.count) passed, \(failed.count) failed")
        guard failed.isEmpty else { throw ExitCode.failure }
    }
}

extension Scenario: ExpressibleByArgument {}

/// `1..2000`, both ends included.
struct SeedRange: ExpressibleByArgument {
    var first: UInt64
    var last: UInt64

    init?(argument: String) {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: true)
        guard parts.count == 2, argument.contains(".."), let first = UInt64(parts[0]), let last = UInt64(parts[1]),
            first <= last, last - first < 10_000_000
        else { return nil }
        (self.first, self.last) = (first, last)
    }
}
