import Delivery
import Storage
import Verification
import World

/// Records with every field drawn at random, edges among the values.
struct RandomRecords {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    mutating func bool() -> Bool { below(2) == 0 }

    mutating func int() -> Int {
        switch below(6) {
        case 0: 0
        case 1: Int.max
        case 2: Int.min
        case 3: -below(300)
        case 4: below(300)
        default: Int(truncatingIfNeeded: random.next())
        }
    }

    mutating func time() -> Timestamp {
        bool() ? Timestamp(microseconds: Int64(bitPattern: random.next())) : Timestamp(seconds: 1_800_000_000)
    }

    mutating func bytes(_ count: Int? = nil) -> [UInt8] {
        let count = count ?? [0, 1, 12, 127, 128, 300][below(6)]
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    mutating func text() -> String {
        ["", "a", "sms", "pt-BR", "日本語 🙂", String(repeating: "é", count: 90)][below(6)]
    }

    mutating func id<Kind>() -> Identifier<Kind> { Identifier(high: random.next(), low: random.next()) }

    mutating func list<Value>(_ make: (inout Self) -> Value) -> [Value] {
        (0..<below(5)).map { _ in make(&self) }
    }

    mutating func sealed() -> SealedBytes {
        SealedBytes(keyID: UInt8(below(256)), day: UInt32(truncatingIfNeeded: random.next()), bytes: bytes())
    }

    mutating func testNumbers() -> [TestNumber] {
        list { random in
            TestNumber(
                recipient: RecipientDigest(bytes: random.bytes(16)), masked: random.text(),
                sealedCode: random.sealed())
        }
    }

    mutating func verification() -> Verification {
        var policy = VerificationPolicy()
        policy.checksMax = int()
        policy.sendsMax = int()
        policy.resendMode = VerificationPolicy.ResendMode.allCases[below(3)]
        policy.resendSchedule.delaysSeconds = list { $0.int() }
        var value = Verification(
            id: id(), account: id(), service: id(),
            recipient: Recipient(digest: RecipientDigest(bytes: bytes(16)), masked: text(), sealed: sealed()),
            channel: text(), locale: text(), codeLength: int(),
            codeOrigin: [.made, .brought, .test][below(3)], createdAt: time(), expiresAt: time(), policy: policy)
        let failures: [Verification.Failure] = [.expired, .tooManyChecks, .canceled, .superseded]
        value.state = [.pending, .approved(at: time()), .failed(failures[below(4)], at: time())][below(3)]
        (value.checksUsed, value.sendsUsed, value.lastSentAt) = (int(), int(), time())
        value.codes = list { random in
            Verification.LiveCode(
                generation: random.int(), digest: CodeDigest(keyID: 7, bytes: random.bytes()),
                sealed: random.sealed(), tags: random.list { CodeTag(bytes: $0.bytes(16))! })
        }
        value.checks = list { .init(at: $0.time(), valid: $0.bool()) }
        value.messages = list { $0.id() }
        value.version = int()
        return value
    }

    mutating func message() -> Message {
        var value = Message(
            id: id(), account: id(), service: bool() ? id() : nil, verification: bool() ? id() : nil,
            recipient: RecipientDigest(bytes: bytes(16)), masked: text(), sender: text(),
            body: bool() ? sealed() : nil, createdAt: time(), deadline: time())
        let failures: [Message.Failure] = [.expired, .undeliverable, .unconfirmed, .canceled]
        value.state =
            [
                .queued(notBefore: time()), .submitted, .delivered(at: time()),
                .failed(failures[below(4)], at: time()),
            ][below(4)]
        value.attempts = list { random in
            var attempt = Message.Attempt(link: random.text(), at: random.time())
            attempt.outcome =
                [.inFlight, .acknowledged, .rejected, .ambiguous, .delivered, .undelivered][random.below(6)]
            attempt.carrierIDs = random.list { $0.text() }
            attempt.segmentsDelivered = random.list { $0.bool() }
            return attempt
        }
        for _ in 0..<below(Timeline.entriesMax + 2) {
            let hop = Timeline.Hop.allCases[below(Timeline.Hop.allCases.count)]
            value.timeline.stamp(hop, at: time(), attempt: int(), detail: text())
        }
        value.version = int()
        if bool() { value.origin = .esme(esmeOrigin()) }
        return value
    }

    private mutating func esmeOrigin() -> ESMEOrigin {
        var origin = ESMEOrigin(
            esme: id(), source: .init(ton: UInt8(below(256)), npi: UInt8(below(256)), digits: text()),
            destinationTON: UInt8(below(256)), destinationNPI: UInt8(below(256)), serviceType: text(),
            registeredDelivery: UInt8(below(256)), priority: UInt8(below(256)), scheduled: bool() ? time() : nil)
        (origin.isNotified, origin.isReported) = (bool(), bool())
        (origin.namedAfter, origin.destinationPrefix, origin.dataCoding) = (bool() ? id() : nil, text(), 8)
        return origin
    }

    mutating func counter() -> Counter {
        Counter(key: bytes(), moments: list { $0.time() }, expiresAt: time(), version: int())
    }

    mutating func answer() -> StoredAnswer {
        StoredAnswer(account: id(), key: text(), requestDigest: bytes(), answer: bytes(), expiresAt: time())
    }

    mutating func receipt() -> UnattributedReceipt {
        UnattributedReceipt(
            report: .init(
                carrier: text(), carrierID: text(), verdict: [.delivered, .intermediate, .undelivered][below(3)],
                detail: text(), at: time()),
            reason: [.unknown, .ambiguous, .unreadable, .overflow][below(4)])
    }

    mutating func account() -> Account {
        var value = Account(id: id(), name: text(), isActive: bool(), createdAt: time())
        value.version = int()
        return value
    }

    mutating func service() -> Service {
        var policy = VerificationPolicy()
        (policy.codeLength, policy.codeLengthMax, policy.lifeSeconds) = (int(), int(), int())
        (policy.lifeSecondsMax, policy.checksMax, policy.sendsMax) = (int(), int(), int())
        policy.resendMode = VerificationPolicy.ResendMode.allCases[below(3)]
        policy.restart = VerificationPolicy.Restart.allCases[below(3)]
        policy.resendSchedule.delaysSeconds = list { $0.int() }
        var value = Service(
            id: id(), account: id(), name: text(), brand: text(), policy: policy, locale: text(),
            sender: bool() ? text() : nil, originHost: bool() ? text() : nil, retrieverHash: bool() ? text() : nil,
            template: bool() ? text() : nil, allowsAnyNumberKind: bool(), createdAt: time())
        value.testNumbers = testNumbers()
        value.version = int()
        return value
    }

    mutating func key() -> APIKey {
        var value = APIKey(id: id(), account: id(), name: text(), hash: bytes(), createdAt: time())
        value.version = int()
        return value
    }
}
