import Synchronization
import World

/// What inboxes receive, to whoever looks on.
final class InboxFeed: Sendable {
    /// Who may look on at once, over all inboxes.
    static let subscribersMax = 200
    /// Messages kept for one who is slow; past it the oldest are dropped, and lie in the inbox all the same.
    static let messagesMax = 100

    private struct Subscriber {
        var id: UInt64
        var inbox: InboxID
        var continuation: AsyncStream<InboxMessageView>.Continuation
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
        for subscriber in listening { subscriber.continuation.yield(message) }
    }

    /// Everything the inbox receives from now on; `nil` when too many look on, or it is over.
    func subscribe(_ inbox: InboxID) -> AsyncStream<InboxMessageView>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: InboxMessageView.self, bufferingPolicy: .bufferingNewest(Self.messagesMax))
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
