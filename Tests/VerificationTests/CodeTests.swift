import Crypto
import Testing
import World

@testable import Verification

/// Gives what it is told to, in order.
struct ScriptedGenerator: RandomNumberGenerator {
    var values: [UInt64]
    mutating func next() -> UInt64 { values.removeFirst() }
}

struct CodeGeneratorTests {
    @Test(arguments: 4...10)
    func `a draw at the rejection boundary is thrown away, one below is used`(length: Int) {
        let space = CodeGenerator.space(ofLength: length)
        let boundary = UInt64.max - UInt64.max % space
        var atBoundary = ScriptedGenerator(values: [boundary, .max, 42])
        #expect(CodeGenerator.code(length: length, using: &atBoundary).digits.hasSuffix("42"))
        #expect(atBoundary.values.isEmpty)
        var below = ScriptedGenerator(values: [boundary - 1, 42])
        #expect(CodeGenerator.code(length: length, using: &below).digits == String(repeating: "9", count: length))
        #expect(below.values == [42])
    }

    /// 10⁵ codes of a fixed seed: each place's digits against the uniform, χ² with 9 degrees of freedom; 27.9 is its
    /// 99.9th percentile.
    @Test func `digits of a fixed seed pass a chi-square test in every place`() {
        var random = SplitMix64(seed: 20_261_123)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 6)
        let codes = 100_000
        for _ in 0..<codes {
            for (place, digit) in CodeGenerator.code(length: 6, using: &random).digits.utf8.enumerated() {
                counts[place][Int(digit - 0x30)] += 1
            }
        }
        let expected = Double(codes) / 10
        for place in counts {
            let statistic = place.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            #expect(statistic < 27.9)
        }
    }

    @Test func `a code never shows itself`() throws {
        let code = try #require(Code("1234567890"))
        var dumped = ""
        dump(code, to: &dumped)
        for text in ["\(code)", String(reflecting: code), dumped] { #expect(!text.contains("123")) }
    }

    @Test(arguments: ["", "123", "12345678901", "12a456", "１２３４５６", "123 456", "-12345"])
    func `anything but 4 to 10 digits is no code`(text: String) { #expect(Code(text) == nil) }
}

struct LiveCodeIndexTests {
    let keys: KeyRing
    let account = AccountID(high: 1, low: 1)
    let service = ServiceID(high: 1, low: 2)
    let start = Timestamp(seconds: 1_800_000_000)

    init() {
        var random = SplitMix64(seed: 3)
        keys = KeyRing(.generate(using: &random))
    }

    private func scope(_ length: Int = 6) -> LiveCodeIndex.Scope { .init(service: service, codeLength: length) }

    @Test func `a hundred thousand live codes of a service are distinct`() {
        var index = LiveCodeIndex()
        var random = SplitMix64(seed: 4)
        var codes: Set<String> = []
        for _ in 0..<100_000 {
            while true {
                let code = CodeGenerator.code(length: 6, using: &random)
                let tags = keys.codeTags(code, account: account, service: service, now: start)
                guard index.reserve(tags, scope: scope(), until: start + .seconds(120), now: start) else { continue }
                codes.insert(code.digits)
                break
            }
        }
        #expect(codes.count == 100_000)
        #expect(index.count(scope()) == 100_000)
    }

    @Test func `a code is free again when it is released or its life is over`() throws {
        var index = LiveCodeIndex()
        let tags = keys.codeTags(try #require(Code("123456")), account: account, service: service, now: start)
        let until = start + .seconds(30)
        #expect(index.reserve(tags, scope: scope(), until: until, now: start) == true)
        #expect(index.reserve(tags, scope: scope(), until: until, now: start + .seconds(29)) == false)
        index.release(tags)
        #expect(index.count(scope()) == 0)
        #expect(index.reserve(tags, scope: scope(), until: until, now: start + .seconds(29)) == true)
        #expect(index.reserve(tags, scope: scope(), until: start + .seconds(90), now: start + .seconds(31)) == true)
        #expect(index.count(scope()) == 1)
    }

    @Test func `a long sleep costs one sweep and frees everything`() throws {
        var index = LiveCodeIndex()
        for digits in 1000..<1100 {
            let tags = keys.codeTags(try #require(Code("\(digits)")), account: account, service: service, now: start)
            let until = start + .seconds(Int64(30 + digits % 7))
            #expect(index.reserve(tags, scope: scope(4), until: until, now: start) == true)
        }
        let other = keys.codeTags(try #require(Code("9999")), account: account, service: service, now: start)
        let later = start + .seconds(86_400)
        #expect(index.reserve(other, scope: scope(4), until: later + .seconds(1), now: later) == true)
        #expect(index.count(scope(4)) == 1)
    }

    @Test func `the length grows when half of it is live, and ends`() {
        #expect(CodeAllocator.length(asked: 4, longest: 6) { $0 == 4 ? 4999 : 0 } == 4)
        #expect(CodeAllocator.length(asked: 4, longest: 6) { $0 == 4 ? 5000 : 0 } == 5)
        #expect(CodeAllocator.length(asked: 4, longest: 4) { _ in 5000 } == nil)
    }

    @Test func `while the uniqueness key changes, both tags are held`() throws {
        var random = SplitMix64(seed: 5)
        var secrets = Secrets.generate(using: &random)
        let old = KeyRing(secrets)
        let code = try #require(Code("123456"))
        let held = old.codeTags(code, account: account, service: service, now: start)
        secrets.previousUniqueness = (secrets.uniqueness, start + .seconds(600))
        secrets.uniqueness = Secrets.generate(using: &random).uniqueness
        let rotated = KeyRing(secrets)
        let both = rotated.codeTags(code, account: account, service: service, now: start)
        #expect(both.count == 2 && both.contains(held[0]))
        var index = LiveCodeIndex()
        #expect(index.reserve(held, scope: scope(), until: start + .seconds(120), now: start) == true)
        #expect(index.reserve(both, scope: scope(), until: start + .seconds(120), now: start) == false)
        let after = rotated.codeTags(code, account: account, service: service, now: start + .seconds(600))
        #expect(after.count == 1)
    }
}

struct KeyRingTests {
    let secrets: Secrets
    let context = SealContext(
        .code, account: AccountID(high: 1, low: 1), service: ServiceID(high: 2, low: 2),
        verification: VerificationID(high: 3, low: 3), message: MessageID(high: 4, low: 4),
        recipient: RecipientDigest(bytes: [UInt8](repeating: 5, count: 16)), expiresAt: Timestamp(seconds: 99))

    init() {
        var random = SplitMix64(seed: 6)
        secrets = .generate(using: &random)
    }

    @Test func `a sealed copy opens in its own place only`() {
        var random = SplitMix64(seed: 7)
        let keys = KeyRing(secrets)
        let now = Timestamp(seconds: 1_800_000_000)
        let sealed = keys.seal(Array("123456".utf8), context: context, now: now, using: &random)
        #expect(keys.open(sealed, context: context) == Array("123456".utf8))
        var changes: [SealContext] = []
        for step in 0..<7 {
            var other = context
            switch step {
            case 0: other.purpose = .body
            case 1: other.account = AccountID(high: 9, low: 9)
            case 2: other.service = nil
            case 3: other.verification = VerificationID(high: 9, low: 9)
            case 4: other.message = MessageID(high: 9, low: 9)
            case 5: other.recipient = RecipientDigest(bytes: [UInt8](repeating: 6, count: 16))
            default: other.expiresAt = Timestamp(seconds: 100)
            }
            changes.append(other)
        }
        for other in changes { #expect(keys.open(sealed, context: other) == nil) }
        var nextDay = sealed
        nextDay.day += 1
        #expect(keys.open(nextDay, context: context) == nil)
    }

    @Test func `after a rotation the earlier key still opens and checks`() throws {
        var random = SplitMix64(seed: 8)
        let now = Timestamp(seconds: 1_800_000_000)
        let old = KeyRing(secrets)
        let code = try #require(Code("123456"))
        let verification = VerificationID(high: 3, low: 3)
        let digest = old.codeDigest(code, verification: verification, generation: 1)
        let sealed = old.seal([1, 2, 3], context: context, now: now, using: &random)
        var rotated = secrets
        rotated.masters.append(.init(id: 2, key: SymmetricKey(size: .bits256)))
        let new = KeyRing(rotated)
        #expect(new.currentKeyID == 2)
        #expect(new.open(sealed, context: context) == [1, 2, 3])
        let again = new.codeDigest(code, verification: verification, generation: 1, keyID: digest.keyID)
        #expect(again.matches(digest))
        #expect(!new.codeDigest(code, verification: verification, generation: 1).matches(digest))
        #expect(!new.codeDigest(code, verification: verification, generation: 2, keyID: 1).matches(digest))
    }
}
