package import Verification
package import World

/// One text on its way to one phone, from acceptance to its end.
package struct Message: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// To be sent now, or not before the moment.
        case queued(notBefore: Timestamp)
        /// Handed to a link; the response is awaited. Never stored: after a crash such a message is queued again.
        case submitting
        /// Acknowledged by the carrier; the receipt is awaited.
        case submitted
        case delivered(at: Timestamp)
        case failed(Failure, at: Timestamp)
    }

    package enum Failure: UInt8, Hashable, Sendable {
        /// Its life ended before any carrier acknowledged it.
        case expired = 1
        /// Every route refused it or reported it undeliverable.
        case undeliverable
        /// A carrier acknowledged it, but no receipt came within its life.
        case unconfirmed
        /// Its verification ended first, or someone canceled it.
        case canceled

        package var name: String { String(describing: self) }
    }

    /// One try on one link.
    package struct Attempt: Hashable, Sendable {
        package enum Outcome: Hashable, Sendable {
            case inFlight
            /// The carrier took every segment; its message IDs, in segment order.
            case acknowledged
            case rejected
            /// Written, but no response came: it may have been sent.
            case ambiguous
            case delivered
            case undelivered
        }

        package var link: String
        package var at: Timestamp
        package var outcome = Outcome.inFlight
        package var carrierIDs: [String] = []
        /// Which segments a receipt reported delivered.
        package var segmentsDelivered: [Bool] = []

        package init(link: String, at: Timestamp) { (self.link, self.at) = (link, at) }
    }

    /// How often one message is handed to a link at most, throttled tries apart.
    package static let attemptsMax = 12

    package var id: MessageID
    package var account: AccountID
    package var service: ServiceID?
    package var verification: VerificationID?
    package var recipient: RecipientDigest
    package var masked: String
    package var sender: String
    /// Number and text, sealed; `nil` once the message ended.
    package var body: SealedBytes?
    package var createdAt: Timestamp
    package var deadline: Timestamp
    package var state: State
    package var attempts: [Attempt] = []
    package var timeline = Timeline()
    package var origin = MessageOrigin.api
    /// Counts the stored changes; stores replace only the version they were shown.
    package var version = 1

    package init(
        id: MessageID, account: AccountID, service: ServiceID?, verification: VerificationID?,
        recipient: RecipientDigest, masked: String, sender: String, body: SealedBytes?, createdAt: Timestamp,
        deadline: Timestamp
    ) {
        (self.id, self.account, self.service, self.verification) = (id, account, service, verification)
        (self.recipient, self.masked, self.sender, self.body) = (recipient, masked, sender, body)
        (self.createdAt, self.deadline, state) = (createdAt, deadline, .queued(notBefore: createdAt))
    }

    package var isFinal: Bool {
        switch state {
        case .queued, .submitting, .submitted: false
        case .delivered, .failed: true
        }
    }

    /// What its sealed body is bound to.
    package var bodyContext: SealContext {
        SealContext(
            .body, account: account, service: service, verification: verification, message: id, recipient: recipient,
            expiresAt: deadline)
    }
}
