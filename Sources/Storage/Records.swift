package import Delivery
package import World

/// The last moments of something limited, by key (a kind byte and a digest).
package struct Counter: Hashable, Sendable {
    package var key: [UInt8]
    package var moments: [Timestamp]
    /// When it stops to matter and may be compacted away.
    package var expiresAt: Timestamp
    package var version: Int

    package init(key: [UInt8], moments: [Timestamp], expiresAt: Timestamp, version: Int) {
        (self.key, self.moments, self.expiresAt, self.version) = (key, moments, expiresAt, version)
    }
}

/// The answer that was committed together with a request's effect, for the same Idempotency-Key to get again.
package struct StoredAnswer: Hashable, Sendable {
    package var account: AccountID
    package var key: String
    /// A keyed digest of the request, to refuse another one under the same key.
    package var requestDigest: [UInt8]
    /// The answer as its writer encodes it. Never holds a code.
    package var answer: [UInt8]
    package var expiresAt: Timestamp

    package init(account: AccountID, key: String, requestDigest: [UInt8], answer: [UInt8], expiresAt: Timestamp) {
        (self.account, self.key, self.requestDigest) = (account, key, requestDigest)
        (self.answer, self.expiresAt) = (answer, expiresAt)
    }
}

/// A receipt that belongs to no known attempt, or to more than one: kept and counted, never guessed at.
package struct UnattributedReceipt: Hashable, Sendable {
    package enum Reason: UInt8, Sendable { case unknown = 1, ambiguous = 2, unreadable = 3, overflow = 4 }

    package var report: ReceiptCorrelation.Report
    package var reason: Reason

    package init(report: ReceiptCorrelation.Report, reason: Reason) {
        (self.report, self.reason) = (report, reason)
    }
}
