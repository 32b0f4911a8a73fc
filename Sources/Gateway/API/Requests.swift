package import World

/// Who asks: established by an API key.
package struct Caller: Hashable, Sendable {
    package var account: AccountID
    package var key: APIKeyID?

    package init(account: AccountID, key: APIKeyID?) { (self.account, self.key) = (account, key) }
}

/// A client's own name for a request, so that a repetition gets the first answer instead of a second effect.
package struct IdempotencyKey: Hashable, Sendable {
    package static let lengthMax = 255
    package static let keptFor = Duration.seconds(24 * 3600)

    package var key: String
    /// The verb, path and body the key came with; kept as a keyed digest only.
    package var request: [UInt8]

    package init(key: String, request: [UInt8]) { (self.key, self.request) = (key, request) }
}

package struct StartRequest: Hashable, Sendable {
    package var to: String
    package var channel: String?
    /// The service's name or identifier; `nil` is the account's `default`.
    package var service: String?
    package var ttlSeconds: Int?
    package var codeLength: Int?
    package var locale: String?
    package var clientIP: String?
    /// A code the caller made itself; exempt from being unique.
    package var code: String?

    package init(
        to: String, channel: String? = nil, service: String? = nil, ttlSeconds: Int? = nil, codeLength: Int? = nil,
        locale: String? = nil, clientIP: String? = nil, code: String? = nil
    ) {
        (self.to, self.channel, self.service, self.ttlSeconds) = (to, channel, service, ttlSeconds)
        (self.codeLength, self.locale, self.clientIP, self.code) = (codeLength, locale, clientIP, code)
    }
}

/// What names a verification in a check: its identifier, or a recipient with exactly one pending verification.
package enum VerificationReference: Hashable, Sendable {
    case id(VerificationID)
    case recipient(to: String, service: String?)
}

package struct MessageRequest: Hashable, Sendable {
    /// How many characters a text may have.
    package static let textLengthMax = 1000
    package static let ttlSeconds = 30...86_400

    package var to: String
    package var text: String
    package var sender: String?
    package var service: String?
    package var ttlSeconds: Int?

    package init(
        to: String, text: String, sender: String? = nil, service: String? = nil, ttlSeconds: Int? = nil
    ) {
        (self.to, self.text, self.sender, self.service) = (to, text, sender, service)
        self.ttlSeconds = ttlSeconds
    }
}

/// What to make of a service, or to change; `nil` leaves a field as it is (or at its default).
package struct ServiceRequest: Hashable, Sendable {
    package var name: String?
    package var brand: String?
    package var locale: String?
    package var sender: String?
    package var originHost: String?
    package var retrieverHash: String?
    package var template: String?
    package var allowsAnyNumberKind: Bool?
    package var codeLength: Int?
    package var codeLengthMax: Int?
    package var ttlSeconds: Int?
    package var ttlSecondsMax: Int?
    package var checksMax: Int?
    package var sendsMax: Int?
    /// `same`, `rotate` or `keep_earlier`.
    package var resendMode: String?
    /// `new`, `resend_existing` or `supersede`.
    package var restart: String?
    package var resendDelaysSeconds: [Int]?
    /// All of them, to take the place of those there were.
    package var testNumbers: [TestNumber]?

    /// A number whose code is always the same and to which nothing is sent.
    package struct TestNumber: Hashable, Sendable {
        package var to: String
        package var code: String
        package init(to: String, code: String) { (self.to, self.code) = (to, code) }
    }

    package init() {}
}
