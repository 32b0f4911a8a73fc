package import World

/// A verification as its owner may see it. Times in UTC; `to` is masked.
package struct VerificationView: Hashable, Sendable {
    package var id: VerificationID
    /// `pending`, `approved`, `expired`, `failed` or `canceled`.
    package var status: String
    package var service: String
    package var to: String
    package var channel: String
    package var codeLength: Int
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    /// From when a resend is allowed; `nil` when none is left.
    package var resendAt: Timestamp?
    package var checksLeft: Int
    package var sendsLeft: Int
}

/// What a check came to.
package struct CheckView: Hashable, Sendable {
    package var verification: VerificationView
    package var valid: Bool
    /// Why not: `wrong_code`, `expired`, `too_many_checks`, `already_used`, `canceled` or `superseded`.
    package var reason: String?
}

/// A message as its owner may see it.
package struct MessageView: Hashable, Sendable {
    package var id: MessageID
    /// `queued`, `submitted`, `delivered`, `expired`, `undeliverable`, `unconfirmed` or `canceled`.
    package var status: String
    package var to: String
    package var sender: String
    package var verification: VerificationID?
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    package var hops: [HopView]
}

/// One step of a journey.
package struct HopView: Hashable, Sendable {
    package var hop: String
    package var at: Timestamp
    /// Since the journey's first step.
    package var sinceStart: Duration
    /// Since the step before.
    package var gap: Duration
    package var message: MessageID?
    package var attempt: Int?
    /// A link's name, a command status or a receipt's state.
    package var detail: String?
}

/// The journey of a verification's messages and checks.
package struct TimelineView: Hashable, Sendable {
    package var id: VerificationID
    package var status: String
    package var hops: [HopView]
}

/// How the gateway stands, for readiness and pages.
package struct GatewayStatus: Hashable, Sendable {
    package struct Link: Hashable, Sendable {
        package var name: String
        package var isBound: Bool
        package var inFlight: Int
        package var queued: Int
    }
    package var links: [Link]
    package var unfinishedMessages: Int
    package var isAccepting: Bool
    package var receipts: ReceiptCounts
    package var codes: CodeCounts
}

/// Verifications begun since start, by where their code came from. Only made codes are kept distinct.
package struct CodeCounts: Hashable, Sendable {
    package var made = 0
    package var brought = 0
    package var test = 0
}

/// What became of the receipts that came since start.
package struct ReceiptCounts: Hashable, Sendable {
    package var credited = 0
    package var duplicate = 0
    package var unattributed = 0
    package var late = 0
    package var held = 0
}
