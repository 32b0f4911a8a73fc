package import World

/// What happened to a message, in order.
package struct Timeline: Hashable, Sendable {
    /// How many entries one message keeps; later ones are dropped and `isTruncated` says so.
    package static let entriesMax = 128

    package enum Hop: UInt8, Sendable, CaseIterable {
        case accepted = 1, assessed, stored, queued, routed, submitted, acknowledged, receipt, checked
        case rejected, ambiguous, retried, expired, failed, canceled, unconfirmed

        package var name: String { String(describing: self) }
    }

    package struct Entry: Hashable, Sendable {
        package var hop: Hop
        package var at: Timestamp
        /// The attempt it belongs to, from 1; 0 belongs to none.
        package var attempt: Int
        /// A carrier link's name, a command status or a receipt's state; never a number or a code.
        package var detail: String

        package init(_ hop: Hop, at: Timestamp, attempt: Int = 0, detail: String = "") {
            (self.hop, self.at, self.attempt, self.detail) = (hop, at, attempt, detail)
        }
    }

    package private(set) var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = Array(entries.prefix(Self.entriesMax)) }

    package var isTruncated: Bool { entries.count >= Self.entriesMax }

    /// Takes back the last stamps of an attempt that left nothing behind, so that a carrier that throttles for long
    /// does not fill it.
    package mutating func withdraw(attempt: Int) {
        while let last = entries.last, last.attempt == attempt, last.hop == .routed || last.hop == .submitted {
            entries.removeLast()
        }
    }

    package mutating func stamp(_ hop: Hop, at: Timestamp, attempt: Int = 0, detail: String = "") {
        guard !isTruncated else { return }
        entries.append(Entry(hop, at: at, attempt: attempt, detail: detail))
    }
}
