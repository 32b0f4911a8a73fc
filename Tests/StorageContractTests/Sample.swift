import Delivery
import Storage
import Verification
import World

/// Plausible records, told apart by small numbers.
enum Sample {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let account = AccountID(high: 1, low: 1)
    static let service = ServiceID(high: 2, low: 1)

    static func recipient(_ number: Int) -> RecipientDigest {
        RecipientDigest(bytes: [UInt8](repeating: 0xAB, count: 12) + bytes(number, count: 4))
    }

    static func tag(_ number: Int) -> CodeTag {
        guard let tag = CodeTag(bytes: [UInt8](repeating: 0xCD, count: 12) + bytes(number, count: 4)) else {
            preconditionFailure("16 bytes are a tag")
        }
        return tag
    }

    static func sealed(_ number: Int, count: Int = 34) -> SealedBytes {
        SealedBytes(keyID: 1, day: 20_833, bytes: bytes(number, count: 4) + [UInt8](repeating: 0xEF, count: count - 4))
    }

    private static func bytes(_ number: Int, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func verification(
        _ number: Int, recipient: Int = 1, account: AccountID = account, service: ServiceID = service,
        at moment: Timestamp = start, lifeSeconds: Int64 = 120, codes: Int = 1
    ) -> Verification {
        var value = Verification(
            id: VerificationID(high: UInt64(moment.milliseconds) << 16, low: UInt64(number)), account: account,
            service: service,
            recipient: Recipient(
                digest: Sample.recipient(recipient), masked: "+44••••123", sealed: sealed(number + 1_000_000)),
            channel: "sms", locale: "en", codeLength: 6, codeOrigin: .made, createdAt: moment,
            expiresAt: moment + .seconds(lifeSeconds), policy: VerificationPolicy())
        value.codes = (0..<codes).map { index in
            Verification.LiveCode(
                generation: index + 1, digest: CodeDigest(keyID: 1, bytes: [UInt8](repeating: 7, count: 32)),
                sealed: sealed(number + 2_000_000 + index), tags: [tag(number * 4 + index)])
        }
        value.sendsUsed = 1
        return value
    }

    static func message(_ number: Int, at moment: Timestamp = start) -> Message {
        Message(
            id: MessageID(high: UInt64(moment.milliseconds) << 16, low: UInt64(number)), account: account,
            service: service, verification: nil, recipient: recipient(number), masked: "+44••••123", sender: "Acme",
            body: sealed(number + 3_000_000, count: 96), createdAt: moment, deadline: moment + .seconds(120))
    }

    static func counter(_ number: Int, version: Int = 1, lifeSeconds: Int64 = 600) -> Counter {
        Counter(
            key: [1] + recipient(number).bytes, moments: [start], expiresAt: start + .seconds(lifeSeconds),
            version: version)
    }

    static func answer(_ key: String, text: String = "answer") -> StoredAnswer {
        StoredAnswer(
            account: account, key: key, requestDigest: [1, 2, 3], answer: Array(text.utf8),
            expiresAt: start + .seconds(86_400))
    }

    static func service(_ number: Int, name: String, account: AccountID = account) -> Service {
        Service(
            id: ServiceID(high: 2, low: UInt64(number)), account: account, name: name, brand: "Acme", createdAt: start)
    }
}

extension WriteBatch {
    init(_ operations: WriteOperation...) { self.init(operations, now: Sample.start) }
}

extension Verification {
    /// The next version, with a check more.
    var checkedWrongly: Verification {
        var value = self
        _ = value.check(matches: false, now: createdAt + .seconds(1))
        value.version += 1
        return value
    }

    /// The next version, approved.
    func approved(at moment: Timestamp? = nil) -> Verification {
        var value = self
        _ = value.check(matches: true, now: moment ?? createdAt + .seconds(1))
        value.version += 1
        return value
    }
}

extension Message {
    /// The next version, delivered.
    func delivered(at moment: Timestamp) -> Message {
        var value = self
        let attempt = value.routed(to: "a", now: createdAt)
        _ = value.acknowledged(attempt: attempt, carrierIDs: ["1"], now: createdAt)
        _ = value.receipt(
            attempt: attempt, segment: 0, verdict: .delivered, detail: "DELIVRD", otherLinkLeft: false, now: moment)
        value.version += 1
        return value
    }
}
