/// How many requests may be without answer: grows while the peer takes them, shrinks when it says they are too many.
///
/// Additive increase, multiplicative decrease, as of TCP (RFC 5681 §3.1): one more after a window of answers, half of it
/// after `ESME_RTHROTTLED` or `ESME_RMSGQFUL`. What was sent before a decrease decreases no further, for a full queue
/// refuses the whole window at once. A peer's `congestion_state` says more and shapes it: 80 to 90 is the load to keep.
package struct CongestionWindow: Equatable, Sendable {
    /// 1 or more.
    package let max: Int
    /// The window in force, 1 … `max`; it begins at the maximum.
    package private(set) var size: Int
    /// Counts decreases; a request keeps that of its sending.
    private(set) var epoch: UInt32 = 0
    /// Answers since the last step, up positive; a step is taken when they are as many as the window.
    private var answers = 0

    package init(max: Int) {
        self.max = Swift.max(max, 1)
        size = self.max
    }

    /// An answer to a request of `epoch`. Source of the loads: SMPP 5.0 §4.8.4.18.
    mutating func answered(_ status: CommandStatus, congestionState: UInt8?, epoch: UInt32) {
        guard status != .throttled, status != .messageQueueFull else { return decrease(epoch: epoch) }
        reported(congestionState, epoch: epoch)
    }

    /// What a response says of the load; one that says nothing is one more that was taken.
    private mutating func reported(_ congestionState: UInt8?, epoch: UInt32) {
        switch congestionState {
        // Idle, low, medium: doubles in a window of answers.
        case .some(0..<50): size = min(max, size + 1)
        case nil, .some(50..<80): step(by: 1)
        case .some(80...90): break
        case .some(91..<100): step(by: -1)
        case .some: decrease(epoch: epoch)
        }
    }

    private mutating func decrease(epoch: UInt32) {
        guard epoch == self.epoch else { return }
        self.epoch &+= 1
        size = Swift.max(1, size / 2)
        answers = 0
    }

    private mutating func step(by direction: Int) {
        answers += direction
        guard abs(answers) >= size else { return }
        answers = 0
        size = min(max, Swift.max(1, size + direction))
    }
}
