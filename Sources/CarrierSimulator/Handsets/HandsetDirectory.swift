package import MessageEncoding
package import Numbering
import Synchronization
package import World

/// Every phone of the box, by number. A number that nobody wrote to has a phone as well: on, and empty.
///
/// Callable from anywhere.
package final class HandsetDirectory: Sendable {
    /// Phones kept; one more drops the one made first.
    package static let handsetsMax = 200_000
    /// Phones listed as latest.
    package static let latestMax = 100

    /// Called once a message, on the carrier's own path: must be cheap. Two messages at one moment may come in any
    /// order.
    package typealias Callback = @Sendable (E164, InboxMessage) -> Void

    private let onMessage: Callback?
    private let handsetsMax: Int
    private let state = Mutex(State())

    private struct State: Sendable {
        var handsets: [E164: Handset] = [:]
        /// In the order they were made; before `oldest` they are gone.
        var made: [E164] = []
        var oldest = 0
        /// Those written to last, the latest last.
        var latest: [E164] = []
        var reassembler = Reassembler<SegmentSource>()
        var received: UInt64 = 0
    }

    /// Whose segments may be joined.
    private struct SegmentSource: Hashable, Sendable {
        var from: String
        var to: E164
        var carrier: String
    }

    package init(handsetsMax: Int = HandsetDirectory.handsetsMax, onMessage: Callback? = nil) {
        (self.handsetsMax, self.onMessage) = (max(1, handsetsMax), onMessage)
    }

    /// What a number's phone holds, oldest first.
    package func messages(of number: E164) -> [InboxMessage] {
        state.withLock { $0.handsets[number]?.inbox ?? [] }
    }

    package func handset(_ number: E164) -> Handset { state.withLock { $0.handsets[number] ?? Handset() } }

    /// Phones with what they hold, those written to last first, at most `latestMax`.
    package func latest() -> [(number: E164, handset: Handset)] {
        state.withLock { state in
            state.latest.reversed().compactMap { number in state.handsets[number].map { (number, $0) } }
        }
    }

    /// Phones kept.
    package var count: Int { state.withLock { $0.handsets.count } }
    /// Whole messages since the start.
    package var received: UInt64 { state.withLock { $0.received } }

    /// Switches a phone on or off; what arrives meanwhile waits at its carrier.
    package func setOn(_ isOn: Bool, _ number: E164) {
        state.withLock { state in
            make(number, in: &state)
            state.handsets[number]?.isOn = isOn
        }
    }

    /// Brings a message or a segment to a phone. `false` when the phone is off: nothing has happened then.
    package func deliver(
        _ message: DecodedMessage, from: String, to number: E164, carrier: String, now: Timestamp
    ) -> Bool {
        let whole: InboxMessage?? = state.withLock { state in
            if let handset = state.handsets[number], !handset.isOn { return nil }
            _ = state.reassembler.expire(now: now.milliseconds)
            let source = SegmentSource(from: from, to: number, carrier: carrier)
            guard case .whole(let whole) = state.reassembler.add(message, from: source, now: now.milliseconds)
            else { return .some(nil) }
            let text = whole.text ?? "(\(whole.contents.reduce(0) { $0 + $1.octets.count }) octets of data)"
            let message = InboxMessage(
                from: from, text: text, code: CodeExtractor.code(in: text), receivedAt: now, viaCarrier: carrier)
            make(number, in: &state)
            state.handsets[number]?.add(message)
            state.received += 1
            if let index = state.latest.lastIndex(of: number) { state.latest.remove(at: index) }
            if state.latest.count >= Self.latestMax { state.latest.removeFirst() }
            state.latest.append(number)
            return .some(message)
        }
        guard let whole else { return false }
        if let whole { onMessage?(number, whole) }
        return true
    }

    private func make(_ number: E164, in state: inout State) {
        guard state.handsets[number] == nil else { return }
        if state.handsets.count >= handsetsMax {
            state.handsets.removeValue(forKey: state.made[state.oldest])
            state.oldest += 1
            if state.oldest > 1024, state.oldest * 2 > state.made.count {
                state.made.removeFirst(state.oldest)
                state.oldest = 0
            }
        }
        state.handsets[number] = Handset()
        state.made.append(number)
    }
}
