import Fraud
import Storage
import Testing
import Verification
import World

@testable import Gateway

struct CheckTests {
    @Test func `of 64 concurrent correct checks exactly one is valid`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let code = try await bench.code(of: view.id)
        let answers = try await withThrowingTaskGroup(of: CheckView.self) { group in
            for _ in 0..<64 { group.addTask { try await bench.check(view.id, code) } }
            var answers: [CheckView] = []
            for try await answer in group { answers.append(answer) }
            return answers
        }
        #expect(answers.filter(\.valid).count == 1)
        #expect(answers.filter { $0.reason == "already_used" }.count == 63)
    }

    @Test func `a code is refused one second after its expiry`() async throws {
        let bench = try await Bench()
        let view = try await bench.start { $0.ttlSeconds = 30 }
        let code = try await bench.code(of: view.id)
        bench.world.advance(.seconds(31))
        let answer = try await bench.check(view.id, code)
        #expect(!answer.valid && answer.reason == "expired" && answer.verification.status == "expired")
    }

    @Test func `after five wrong checks the right one is refused, by a restarted gateway too`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let code = try await bench.code(of: view.id)
        for left in [4, 3, 2, 1] {
            let answer = try await bench.check(view.id, Bench.wrong(code))
            #expect(answer.reason == "wrong_code" && answer.verification.checksLeft == left)
        }
        #expect(try await bench.check(view.id, Bench.wrong(code)).reason == "too_many_checks")
        let restarted = try await Bench(store: bench.store, world: bench.world, keys: bench.keys)
        let answer = try await restarted.check(view.id, code)
        #expect(!answer.valid && answer.reason == "too_many_checks" && answer.verification.status == "failed")
    }

    @Test func `twenty wrong checks a day for a number, across services, and no more`() async throws {
        let bench = try await Bench { $0.startsPerNumber = .init(100, per: .seconds(600)) }
        for _ in 0..<4 {
            let view = try await bench.start()
            let code = try await bench.code(of: view.id)
            for _ in 0..<5 { _ = try await bench.check(view.id, Bench.wrong(code)) }
        }
        let view = try await bench.start()
        let code = try await bench.code(of: view.id)
        await #expect {
            try await bench.check(view.id, code)
        } throws: { error in
            guard case .limited("wrong_checks_per_number", _) = error as? GatewayError else { return false }
            return true
        }
    }

    @Test func `an unknown verification, and another account's, is not found`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let other = try await bench.gateway.createAccount(name: "other", caller: bench.caller)
        let stranger = Caller(account: other.id, key: APIKeyID(high: 1, low: 1))
        await #expect(throws: GatewayError.notFound(.verification)) {
            try await bench.gateway.check(.id(view.id), code: "123456", caller: stranger, idempotency: nil)
        }
        await #expect(throws: GatewayError.notFound(.verification)) {
            try await bench.check(VerificationID(high: 1, low: 1), "123456")
        }
    }

    @Test func `a recipient with one pending verification names it, with two it does not`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let code = try await bench.code(of: view.id)
        let reference = VerificationReference.recipient(to: Bench.phone, service: nil)
        let wrong = try await bench.gateway.check(
            reference, code: Bench.wrong(code), caller: bench.caller, idempotency: nil)
        #expect(wrong.verification.id == view.id && !wrong.valid)
        _ = try await bench.start()
        await #expect(throws: GatewayError.severalPending) {
            try await bench.gateway.check(reference, code: code, caller: bench.caller, idempotency: nil)
        }
    }

    @Test func `a repeated check under one key gets the first answer`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        let code = try await bench.code(of: view.id)
        let key = IdempotencyKey(key: "k", request: [1])
        for _ in 0..<3 {
            let answer = try await bench.gateway.check(
                .id(view.id), code: code, caller: bench.caller, idempotency: key)
            #expect(answer.valid)
        }
        #expect(try await bench.check(view.id, code).reason == "already_used")
    }
}
