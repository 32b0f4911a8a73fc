import Synchronization
import World

/// What one who looks at an inbox is told.
package enum InboxEvent: Hashable, Sendable {
    case message(InboxMessageView)
    /// Nothing came, but the connection lives.
    case beat
}

/// What inboxes receive, to whoever looks on.
final class InboxFeed: Sendable {
    /// Who may look on at once, over all inboxes.
    static let subscribersMax = 200
    /// Events kept for one who is slow; past it the oldest are dropped, and lie in the inbox all the same.
    static let eventsMax = 100

    private struct Subscriber {
        var id: UInt64
        var inbox: InboxID
        var continuation: AsyncStream<InboxEvent>.Continuation
    }

    private struct State {
        var isOver = false
        var lastID: UInt64 = 0
        var subscribers: [Subscriber] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.subscribers.count } }

    func send(_ message: InboxMessageView) {
        let listening = state.withLock { $0.subscribers.filter { $0.inbox == message.inbox } }
        for subscriber in listening { subscriber.continuation.yield(.message(message)) }
    }

    /// Lets everyone who looks on know that the connection lives, and the server that they do.
    func beat() {
        for subscriber in state.withLock({ $0.subscribers }) { subscriber.continuation.yield(.beat) }
    }

    /// Everything the inbox receives from now on; `nil` when too many look on, or it is over.
    func subscribe(_ inbox: InboxID) -> AsyncStream<InboxEvent>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: InboxEvent.self, bufferingPolicy: .bufferingNewest(Self.eventsMax))
        let id: UInt64? = state.withLock { state in
            guard !state.isOver, state.subscribers.count < Self.subscribersMax else { return nil }
            state.lastID += 1
            state.subscribers.append(Subscriber(id: state.lastID, inbox: inbox, continuation: continuation))
            return state.lastID
        }
        guard let id else { return nil }
        continuation.onTermination = { _ in self.remove(id) }
        return stream
    }

    /// Ends what those who look at an inbox that is gone see.
    func finish(_ inbox: InboxID) {
        let gone = state.withLock { $0.subscribers.filter { $0.inbox == inbox } }
        for subscriber in gone { subscriber.continuation.finish() }
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
