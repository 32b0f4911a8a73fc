import Numbering
import Synchronization

/// What happens in the box, to whoever looks on.
final class EventFeed: Sendable {
    /// Who may look on at once.
    static let subscribersMax = 100
    /// Events kept for one who is slow; past it the oldest are dropped.
    static let eventsMax = 1000

    enum Event: Sendable {
        case message(E164, InboxMessage)
        /// Time to look at the carriers again.
        case carriers
    }

    private struct State: Sendable {
        var isOver = false
        var lastID: UInt64 = 0
        var subscribers: [(id: UInt64, continuation: AsyncStream<Event>.Continuation)] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.subscribers.count } }

    func send(_ event: Event) {
        for subscriber in state.withLock({ $0.subscribers }) { subscriber.continuation.yield(event) }
    }

    /// Everything from now on; `nil` when too many look on, or it is over.
    func subscribe() -> AsyncStream<Event>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingNewest(Self.eventsMax))
        let id: UInt64? = state.withLock { state in
            guard !state.isOver, state.subscribers.count < Self.subscribersMax else { return nil }
            state.lastID += 1
            state.subscribers.append((state.lastID, continuation))
            return state.lastID
        }
        guard let id else { return nil }
        continuation.onTermination = { _ in self.remove(id) }
        return stream
    }

    func finish() {
        let subscribers = state.withLock { state in
            state.isOver = true
            defer { state.subscribers = [] }
            return state.subscribers
        }
        for subscriber in subscribers { subscriber.continuation.finish() }
    }

    private func remove(_ id: UInt64) { state.withLock { $0.subscribers.removeAll { $0.id == id } } }
}
