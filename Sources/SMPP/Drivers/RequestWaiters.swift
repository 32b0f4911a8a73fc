/// Who waits for the answers to a session's requests, by token.
struct RequestWaiters: Sendable {
    typealias Waiter = CheckedContinuation<RequestOutcome, Never>

    private var waiting: [SessionToken: Waiter] = [:]
    private var last: SessionToken = 0

    mutating func add(_ waiter: Waiter) -> SessionToken {
        last += 1
        waiting[last] = waiter
        return last
    }

    mutating func take(_ token: SessionToken) -> Waiter? { waiting.removeValue(forKey: token) }
}
