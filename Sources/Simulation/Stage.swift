import World

/// Where every scenario is played: virtual time from a seed, and books of what an outsider saw.
enum Stage {
    static let start = Timestamp(seconds: 1_790_000_000)

    /// Plays on the calling thread, for `limit` of virtual time at most, and looks at the books.
    static func run(
        seed: UInt64, options: String, limit: Duration,
        _ play: @escaping @Sendable (SimulatedWorld, Books) async throws -> Void
    ) -> ScenarioResult {
        let executor = SeededExecutor(seed: seed, start: start)
        let world = SimulatedWorld(executor: executor)
        let books = Books()
        let finished = Finished()
        _ = Task(executorPreference: executor) {
            do {
                try await play(world, books)
            } catch {
                books.violation("the scenario broke off: \(error)")
            }
            finished.set()
        }
        let isDone = executor.run(until: start + limit) { finished.isSet }
        if !isDone { books.violation("the scenario hangs: nothing moves any more") }
        let content = books.snapshot
        return ScenarioResult(
            options: options, violations: content.violations + Checkers.findings(content), trace: content.trace,
            approved: content.starts.values.reduce(0) { $0 + $1.approvals }, started: content.order.count,
            delivered: content.arrivals.count, steps: executor.steps, demanded: content.demanded)
    }
}
