import SMPP
import Synchronization
import World

/// An SMSC that accepts every submit and sends a receipt for it.
final class ReceiptingSMSC: SMSCHandler {
    private let count = Atomic<Int>(0)
    private let server = Mutex<SMSCServer?>(nil)
    let sessions: AsyncStream<SMSCSessionID>
    private let bound: AsyncStream<SMSCSessionID>.Continuation
    let ends: AsyncStream<SMSCSessionID>
    private let ended: AsyncStream<SMSCSessionID>.Continuation
    private let sendsReceipts: Bool

    init(sendsReceipts: Bool = true) {
        self.sendsReceipts = sendsReceipts
        (sessions, bound) = AsyncStream.makeStream(of: SMSCSessionID.self)
        (ends, ended) = AsyncStream.makeStream(of: SMSCSessionID.self)
    }

    func attach(_ server: SMSCServer?) { self.server.withLock { $0 = server } }

    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer {
        guard request.password == "secret08" else { return .refused(.invalidPassword) }
        bound.yield(session)
        return .accepted()
    }

    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        let id = String(count.add(1, ordering: .relaxed).newValue)
        guard sendsReceipts else { return .accepted(id) }
        let receipt = ReceiptText.deliverSM(
            Receipt(messageID: id, state: .delivered), from: message.destination, to: message.source)
        let server = server.withLock { $0 }
        while case .notSent(.windowFull) = await server?.deliver(receipt, to: session) { await Task.yield() }
        return .accepted(id)
    }

    func ended(_ session: SMSCSessionID) { ended.yield(session) }
}

/// An SMSC that takes every submit and never answers.
struct SilentSMSC: SMSCHandler {
    let taken: AsyncStream<SMSCSessionID>
    private let take: AsyncStream<SMSCSessionID>.Continuation

    init() { (taken, take) = AsyncStream.makeStream(of: SMSCSessionID.self) }

    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer {
        .accepted()
    }
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        take.yield(session)
        // Until the server's run is over and its handlers are cancelled.
        try? await LiveWorld().sleep(until: .distantFuture)
        return .accepted("late")
    }
    func ended(_ session: SMSCSessionID) {}
}

/// An ESME that keeps the receipts and states it is told.
final class RecordingESME: ESMEHandler {
    let states: AsyncStream<ESMEState>
    private let state: AsyncStream<ESMEState>.Continuation
    let receipts: AsyncStream<String>
    private let receipt: AsyncStream<String>.Continuation

    init() {
        (states, state) = AsyncStream.makeStream(of: ESMEState.self)
        (receipts, receipt) = AsyncStream.makeStream(of: String.self)
    }

    func receive(_ message: DeliverSM) async -> CommandStatus {
        receipt.yield(Receipt(message)?.messageID ?? "none")
        return .ok
    }
    func stateChanged(_ state: ESMEState) { self.state.yield(state) }

    /// Waits until the client says it is bound; `false` when it stops first.
    func isBound() async -> Bool {
        for await state in states {
            if state == .bound { return true }
            if state == .stopped { return false }
        }
        return false
    }
}
