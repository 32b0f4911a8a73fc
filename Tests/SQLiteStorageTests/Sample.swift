import Delivery
import Storage
import Verification
import World

/// Records told apart by number, whose sealed bytes can be found in a file.
enum Sample {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let account = AccountID(high: 1, low: 1)
    static let service = ServiceID(high: 2, low: 1)

    /// 40 bytes that occur nowhere else.
    static func sealed(_ number: Int, salt: UInt64) -> SealedBytes {
        var random = SplitMix64(seed: UInt64(number) &* 7919 &+ salt)
        return SealedBytes(
            keyID: 1, day: 20_833,
            bytes: (0..<5).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } })
    }

    static func recipient(_ number: Int) -> RecipientDigest {
        RecipientDigest(bytes: sealed(number, salt: 1).bytes)
    }

    static func verification(_ number: Int, lifeSeconds: Int64 = 120) -> Verification {
        var value = Verification(
            id: VerificationID(high: UInt64(number) << 16, low: UInt64(number)), account: account, service: service,
            recipient: Recipient(
                digest: recipient(number), masked: "+44••••123", sealed: sealed(number, salt: 2)),
            channel: "sms", locale: "en", codeLength: 6, codeOrigin: .made, createdAt: start,
            expiresAt: start + .seconds(lifeSeconds), policy: VerificationPolicy())
        value.codes = [code(number, generation: 1)]
        value.sendsUsed = 1
        return value
    }

    static func code(_ number: Int, generation: Int) -> Verification.LiveCode {
        .init(
            generation: generation, digest: CodeDigest(keyID: 1, bytes: [UInt8](repeating: 7, count: 32)),
            sealed: sealed(number, salt: 10 + UInt64(generation)),
            tags: [CodeTag(bytes: sealed(number, salt: 20 + UInt64(generation)).bytes.prefix(16))!])
    }

    static func message(_ number: Int, textCount: Int = 80) -> Message {
        var body = sealed(number, salt: 3)
        body.bytes += [UInt8](repeating: 0x5A, count: textCount)
        return Message(
            id: MessageID(high: UInt64(number) << 16, low: UInt64(number)), account: account, service: service,
            verification: VerificationID(high: UInt64(number) << 16, low: UInt64(number)),
            recipient: recipient(number), masked: "+44••••123", sender: "Acme", body: body, createdAt: start,
            deadline: start + .seconds(120))
    }

    static func counter(_ number: Int) -> Counter {
        Counter(
            key: [1] + recipient(number).bytes, moments: [start], expiresAt: start + .seconds(600), version: 1)
    }

    /// What a start of the gateway commits.
    static func begin(_ number: Int) -> WriteBatch {
        WriteBatch(
            [
                .insertVerification(verification(number)), .insertMessage(message(number)),
                .putCounter(counter(number), ifVersion: 0),
            ], now: start)
    }
}
