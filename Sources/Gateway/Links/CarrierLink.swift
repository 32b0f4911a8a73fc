package import Delivery
import MessageEncoding
package import World

/// A way out to phones: one carrier, hub or provider. The dispatcher knows nothing else of it.
package protocol CarrierLink: Sendable {
    /// Unique among the gateway's links; routes and books name it.
    var name: String { get }
    /// How many submissions may be in flight at once.
    var window: Int { get }
    /// Segments a second; `nil` is unlimited.
    var ratePerSecond: Int? { get }
    /// Whether it takes submissions now.
    var isBound: Bool { get }
    /// How its receipts are read.
    var receiptRule: ReceiptRule { get }
    /// Connects and stays connected until `shutdown` or cancellation.
    func run(events: any CarrierLinkEvents) async
    func submit(_ submission: Submission) async -> SubmissionOutcome
    /// How many short messages it makes of one: what its rate counts.
    func segmentCount(_ submission: Submission) -> Int
    /// Takes no more, waits a bounded time for what is in flight, says good-bye.
    func shutdown() async
}

extension CarrierLink {
    package var receiptRule: ReceiptRule { ReceiptRule() }
    package func segmentCount(_ submission: Submission) -> Int { submission.segments }
}

/// What a link reports.
package protocol CarrierLinkEvents: Sendable {
    /// A receipt came. Returns `true` once it is durable, so that the carrier may be answered; `false` asks it to
    /// send the receipt again.
    func receipt(_ report: ReceiptCorrelation.Report) async -> Bool
    /// A receipt that can't be read, or names no message.
    func unreadableReceipt(carrier: String, detail: String) async -> Bool
    /// A phone sent a message, or a segment of one.
    func message(_ segment: ReceivedSegment) async -> ReceptionAnswer
    /// It bound or unbound.
    func stateChanged() async
}

/// A message to be written to a carrier: the only place besides an inbox where it is in the clear.
package struct Submission: Sendable {
    package var message: MessageID
    package var attempt: Int
    /// With the leading "+".
    package var to: String
    package var sender: String
    package var content: SubmissionContent
    /// How long the carrier may keep trying: what is left of the message's life.
    package var validity: Duration

    /// How many short messages it takes.
    package var segments: Int {
        switch content {
        case .text(let text): MessageEncoder.segmentCount(of: text)
        case .short: 1
        }
    }
}

extension Submission: CustomStringConvertible, CustomReflectable {
    package var description: String { "Submission(\(message), attempt \(attempt))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What became of a message that was handed to a link.
package enum SubmissionOutcome: Hashable, Sendable {
    /// The carrier took every segment; its IDs in segment order.
    case acknowledged(carrierIDs: [String])
    case rejected(RejectionClass, detail: String)
    /// Written but unanswered: it may have been sent.
    case ambiguous(detail: String)
    /// Nothing was written.
    case notSent
    /// The carrier took the first segments of `total`, or may have, and not the next.
    case partly(carrierIDs: [String], of: Int, then: SubmitFailure)
}

/// Why a segment was not taken.
package enum SubmitFailure: Error, Hashable, Sendable {
    case rejected(RejectionClass, detail: String)
    case ambiguous(detail: String)
    case notSent

    /// Of a message of which nothing else was written.
    var outcome: SubmissionOutcome {
        switch self {
        case .rejected(let rejection, let detail): .rejected(rejection, detail: detail)
        case .ambiguous(let detail): .ambiguous(detail: detail)
        case .notSent: .notSent
        }
    }
}
