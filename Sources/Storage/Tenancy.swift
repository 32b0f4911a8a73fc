package import Verification
package import World

/// Whom services, keys, verifications and messages belong to.
package struct Account: Hashable, Sendable {
    package var id: AccountID
    package var name: String
    package var isActive: Bool
    package var createdAt: Timestamp
    package var version = 1

    package init(id: AccountID, name: String, isActive: Bool = true, createdAt: Timestamp) {
        (self.id, self.name, self.isActive, self.createdAt) = (id, name, isActive, createdAt)
    }
}

/// An app that proves phones, with its own policy and look.
package struct Service: Hashable, Sendable {
    package var id: ServiceID
    package var account: AccountID
    /// What requests call it; unique within the account. 1–64 of `a–z 0–9 - _ .`.
    package var name: String
    /// What the message calls it.
    package var brand: String
    package var policy: VerificationPolicy
    /// BCP 47; used when a request names none.
    package var locale: String
    package var sender: String?
    /// For the origin-bound last line (`@host #code`).
    package var originHost: String?
    /// Android SMS Retriever's 11-character hash.
    package var retrieverHash: String?
    package var template: String?
    /// Whether fixed lines and other kinds that may not take an SMS are allowed.
    package var allowsAnyNumberKind: Bool
    package var testNumbers: [TestNumber] = []
    package var createdAt: Timestamp
    package var version = 1

    package init(
        id: ServiceID, account: AccountID, name: String, brand: String, policy: VerificationPolicy = .init(),
        locale: String = "en", sender: String? = nil, originHost: String? = nil, retrieverHash: String? = nil,
        template: String? = nil, allowsAnyNumberKind: Bool = false, createdAt: Timestamp
    ) {
        (self.id, self.account, self.name, self.brand, self.policy) = (id, account, name, brand, policy)
        (self.locale, self.sender, self.originHost) = (locale, sender, originHost)
        (self.retrieverHash, self.template, self.createdAt) = (retrieverHash, template, createdAt)
        self.allowsAnyNumberKind = allowsAnyNumberKind
    }
}

/// A number whose code is always the same and to which nothing is sent, for the tests of whoever uses the service.
package struct TestNumber: Hashable, Sendable {
    package var recipient: RecipientDigest
    package var masked: String
    package var sealedCode: SealedBytes

    package init(recipient: RecipientDigest, masked: String, sealedCode: SealedBytes) {
        (self.recipient, self.masked, self.sealedCode) = (recipient, masked, sealedCode)
    }
}

/// A credential of an account, kept as a keyed hash.
package struct APIKey: Hashable, Sendable {
    package var id: APIKeyID
    package var account: AccountID
    package var name: String
    package var hash: [UInt8]
    package var createdAt: Timestamp
    package var version = 1

    package init(id: APIKeyID, account: AccountID, name: String, hash: [UInt8], createdAt: Timestamp) {
        (self.id, self.account, self.name, self.hash, self.createdAt) = (id, account, name, hash, createdAt)
    }
}
