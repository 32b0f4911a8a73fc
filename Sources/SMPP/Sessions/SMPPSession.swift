package import World

/// One side of an SMPP session: octets and time in, octets and actions out. Source: SMPP 3.4 §2.
///
/// It begins on a connection just made and ends with one `.close`; another connection needs another session.
/// The driver takes `takeOutbound()` and `takeActions()` after every call, sends first and acts after.
package protocol SMPPSession: Sendable {
    associatedtype Event: Equatable & Sendable
    var core: SessionCore<Event> { get set }
    /// Decides about one PDU of the peer; called by `receive`.
    mutating func handle(_ pdu: PDU, now: Timestamp)
}

extension SMPPSession {
    package typealias Action = SessionAction<Event>

    package var state: SessionState { core.state }
    /// What both sides speak, known once bound.
    package var version: SMPPVersion { core.wire.version }
    /// Requests without answer.
    package var outstanding: Int { core.window.count }
    /// Requests of the peer handed out and not yet answered.
    package var inboundOutstanding: Int { core.inbound.count }
    /// How many may be now: the window in force.
    package var window: Int { core.congestion.size }
    package var books: SessionBooks { core.wire.books }
    package var footprint: SessionFootprint { core.footprint }
    /// When `tick` has next something to do; `nil` when never.
    package var nextDeadline: Timestamp? { core.nextDeadline }

    package mutating func takeOutbound() -> [UInt8] { core.wire.takeOutbound() }
    package mutating func takeActions() -> [Action] { core.takeActions() }
    package mutating func tick(now: Timestamp) { core.tick(now: now) }
    /// The connection is gone, or the driver gives the session up.
    package mutating func close(_ reason: SessionEnd) { core.end(reason) }
    /// Asks the peer to end the session; what is outstanding may still be answered meanwhile.
    package mutating func unbind(now: Timestamp) { core.unbind(now: now) }

    /// Answers a request handed out; one of a session that is over is not answered.
    package mutating func answer(sequence: UInt32, _ body: PDUBody, status: CommandStatus = .ok) {
        core.answer(sequence: sequence, body, status: status)
    }

    /// Takes octets as they come, in pieces of any size.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Timestamp) {
        var input = bytes
        while true {
            if case .closed = core.state { return }
            switch core.wire.next(&input) {
            case nil: return
            case .success(let pdu):
                core.watch.received(now: now)
                handle(pdu, now: now)
            case .failure(let error): core.handle(error)
            }
        }
    }
}
