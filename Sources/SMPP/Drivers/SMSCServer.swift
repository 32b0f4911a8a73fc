import Synchronization
package import World

/// Listens for ESMEs and keeps one session with each.
///
/// `run()` is its life, once; the rest may be called from anywhere meanwhile.
package final class SMSCServer: Sendable {
    private let configuration: SMSCConfiguration
    private let network: any ByteNetwork
    private let world: any World
    private let handler: any SMSCHandler
    private let work: AsyncStream<SMSCLink.Report>
    private let feed: AsyncStream<SMSCLink.Report>.Continuation
    private let state = Mutex(State())

    private enum Phase: Equatable { case idle, starting, running, stopping, stopped }

    private struct State: Sendable {
        var phase = Phase.idle
        var endpoint: Endpoint?
        var lastID: UInt64 = 0
        /// By rising ID, so that walking them has one order.
        var links: [SMSCLink] = []
        var stopWaiters: [CheckedContinuation<Void, Never>] = []
        var startWaiters: [CheckedContinuation<Endpoint?, Never>] = []
    }

    package init(
        configuration: SMSCConfiguration, network: any ByteNetwork, world: any World, handler: any SMSCHandler
    ) {
        (self.configuration, self.network, self.world, self.handler) = (configuration, network, world, handler)
        // Unbounded here because each session bounds it: past `inboundWindowMax` it hands nothing out.
        (work, feed) = AsyncStream.makeStream(of: SMSCLink.Report.self)
    }

    /// Where it listens, with the port the system chose; `nil` before and after.
    package var endpoint: Endpoint? { state.withLock { $0.endpoint } }
    /// Connections, bound or not, oldest first.
    package var sessions: [SMSCSessionID] { state.withLock { $0.links.map(\.id) } }

    /// Returns when it listens; `nil` when it is over, or could not.
    package func whenListening() async -> Endpoint? {
        await withCheckedContinuation { continuation in
            let answer: Endpoint?? = state.withLock { state in
                switch state.phase {
                case .idle, .starting:
                    state.startWaiters.append(continuation)
                    return nil
                case .running, .stopping, .stopped: return .some(state.endpoint)
                }
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Sends a message to one ESME and waits for its answer, at most `SessionTimers.response` and a tick.
    package func deliver(_ message: DeliverSM, to session: SMSCSessionID) async -> DeliverOutcome {
        guard let link = link(session) else { return .notSent(.notBound) }
        return await link.deliver(message)
    }

    /// Tells one ESME that a handset can be reached again, which it does not answer; or says why not.
    package func alert(_ alert: AlertNotification, to session: SMSCSessionID) -> NotSentReason? {
        guard let link = link(session) else { return .notBound }
        return link.alert(alert)
    }

    /// Closes one session's connection without a word, as a broken line would.
    package func disconnect(_ session: SMSCSessionID) { link(session)?.close(.stopped) }

    /// Listens until `shutdown()` or cancellation. Throws `ByteNetworkError` when it cannot. Once only.
    package func run() async throws {
        let isFirst = state.withLock { state in
            guard state.phase == .idle else { return false }
            state.phase = .starting
            return true
        }
        guard isFirst else { return }
        defer { finish() }
        let listener = try await network.listen(on: configuration.endpoint, tls: configuration.tls) { self.accept($0) }
        started(listener.endpoint)
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.watch(listener)
                self.feed.finish()
            }
            for await report in self.work { group.addTask { await self.handle(report) } }
        }
    }

    /// Accepts no more, asks every ESME to unbind, closes. Returns when `run()` is over.
    package func shutdown() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                switch state.phase {
                case .idle:
                    state.phase = .stopped
                    return true
                case .stopped: return true
                case .starting, .running, .stopping:
                    state.phase = .stopping
                    state.stopWaiters.append(continuation)
                    return false
                }
            }
            if isOver { continuation.resume() }
        }
    }
}

extension SMSCServer {
    private func link(_ session: SMSCSessionID) -> SMSCLink? {
        state.withLock { state in Self.index(of: session, in: state.links).map { state.links[$0] } }
    }

    private static func index(of session: SMSCSessionID, in links: [SMSCLink]) -> Int? {
        var (low, high) = (0, links.count)
        while low < high {
            let middle = (low + high) / 2
            if links[middle].id < session { low = middle + 1 } else { high = middle }
        }
        return low < links.count && links[low].id == session ? low : nil
    }

    private func accept(_ connection: any ByteConnection) -> any ByteReceiver {
        let link: SMSCLink? = state.withLock { state in
            switch state.phase {
            case .starting, .running:
                guard state.links.count < configuration.sessionsMax else { return nil }
                state.lastID += 1
                let link = SMSCLink(
                    id: SMSCSessionID(state.lastID), connection: connection, configuration: configuration,
                    world: world, report: { self.take($0) })
                state.links.append(link)
                return link
            case .idle, .stopping, .stopped: return nil
            }
        }
        guard let link else {
            connection.close()
            return DeafReceiver()
        }
        return link
    }

    private func take(_ report: SMSCLink.Report) {
        switch report {
        case .bind, .request: feed.yield(report)
        case .bound(let link, let kind): handler.bound(link.id, as: kind)
        case .ended(let link):
            state.withLock { state in
                if let index = Self.index(of: link.id, in: state.links) { state.links.remove(at: index) }
            }
            handler.ended(link.id)
        }
    }

    private func handle(_ report: SMSCLink.Report) async {
        switch report {
        case .bind(let link, let request):
            link.answerBind(await handler.bind(request, from: link.peer, session: link.id))
        case .request(let link, let sequence, let request):
            let (body, status) = await handler.answer(request, session: link.id)
            link.answer(sequence: sequence, body, status: status)
        case .bound, .ended: break
        }
    }

    private func started(_ endpoint: Endpoint) {
        let waiters = state.withLock { state in
            if state.phase == .starting { state.phase = .running }
            state.endpoint = endpoint
            defer { state.startWaiters = [] }
            return state.startWaiters
        }
        for waiter in waiters { waiter.resume(returning: endpoint) }
    }

    /// Looks at the time until told to stop, then ends every session and the listener.
    private func watch(_ listener: any ByteListener) async {
        var isCancelled = false
        while !isCancelled, state.withLock({ $0.phase == .running }) {
            for link in state.withLock({ $0.links }) { link.tick() }
            do { try await world.sleep(for: ESMEClient.tick) } catch { isCancelled = true }
        }
        state.withLock { $0.phase = .stopping }
        await listener.close()
        for link in state.withLock({ $0.links }) { link.unbind() }
        let deadline = world.now + configuration.shutdownTimeout
        while !isCancelled, world.now < deadline, state.withLock({ !$0.links.isEmpty }) {
            do { try await world.sleep(for: ESMEClient.tick / 10) } catch { isCancelled = true }
            for link in state.withLock({ $0.links }) { link.tick() }
        }
        for link in state.withLock({ $0.links }) { link.close(.stopped) }
    }

    private func finish() {
        let (starters, stoppers) = state.withLock { state in
            state.phase = .stopped
            state.endpoint = nil
            defer { (state.startWaiters, state.stopWaiters) = ([], []) }
            return (state.startWaiters, state.stopWaiters)
        }
        for waiter in starters { waiter.resume(returning: nil) }
        for waiter in stoppers { waiter.resume() }
    }
}
