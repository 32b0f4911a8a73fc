import Fraud
import Storage
import Testing
import Verification
import World

@testable import Gateway

struct StartTests {
    @Test func `a start answers what the issue promises and keeps neither code nor number in the clear`() async throws {
        let bench = try await Bench()
        let view = try await bench.start()
        #expect(view.status == "pending" && view.channel == "sms" && view.codeLength == 6)
        #expect(view.checksLeft == 5 && view.sendsLeft == 4)
        #expect(view.to == "+46•••••4567")
        #expect(view.expiresAt - view.createdAt == .seconds(120))
        let stored = try await bench.store.verification(view.id)
        let code = try await bench.code(of: view.id)
        #expect(code.count == 6)
        #expect(!"\(String(describing: stored))".contains(code))
        #expect(!"\(String(describing: stored))".contains("701234567"))
    }

    @Test(arguments: [
        ("ttl_seconds", StartRequest(to: Bench.phone, ttlSeconds: 29)),
        ("ttl_seconds", StartRequest(to: Bench.phone, ttlSeconds: 301)),
        ("code_length", StartRequest(to: Bench.phone, codeLength: 3)),
        ("code_length", StartRequest(to: Bench.phone, codeLength: 11)),
        ("channel", StartRequest(to: Bench.phone, channel: "pigeon")),
        ("service", StartRequest(to: Bench.phone, service: "nobody")),
        ("locale", StartRequest(to: Bench.phone, locale: "x")),
        ("client_ip", StartRequest(to: Bench.phone, clientIP: "300.1.1.1")),
        ("code", StartRequest(to: Bench.phone, code: "12a4")), ("to", StartRequest(to: "12")),
    ])
    func `a wrong field is named`(field: String, request: StartRequest) async throws {
        let bench = try await Bench()
        await #expect {
            try await bench.gateway.start(request, caller: bench.caller, idempotency: nil)
        } throws: { error in
            guard case .invalid(field, _) = error as? GatewayError else { return false }
            return true
        }
    }

    @Test(arguments: ["+19005550123", "+80012345678", "+8821234567890"])
    func `premium and non-geographic numbers are refused`(number: String) async throws {
        let bench = try await Bench()
        await #expect {
            try await bench.start { $0.to = number }
        } throws: { error in
            guard case .numberRefused = error as? GatewayError else { return false }
            return true
        }
    }

    @Test func `a sixth start to a number within ten minutes is refused, whatever the service`() async throws {
        let bench = try await Bench()
        var request = ServiceRequest()
        request.name = "second"
        _ = try await bench.gateway.createService(request, caller: bench.caller)
        for index in 0..<5 { _ = try await bench.start { $0.service = index % 2 == 0 ? "second" : nil } }
        await #expect(throws: GatewayError.limited(limit: "starts_per_number", retryAfter: .seconds(600))) {
            try await bench.start()
        }
        bench.world.advance(.seconds(600))
        _ = try await bench.start()
    }

    @Test func `without a carrier there is no route`() async throws {
        let bench = try await Bench(links: [])
        await #expect(throws: GatewayError.noRoute) { try await bench.start() }
    }

    @Test func `when half the codes of a length are live the length grows, then the space is exhausted`() async throws {
        let bench = try await Bench { $0.startsPerNumber = .init(100_000, per: .seconds(1)) }
        try await bench.changeService {
            $0.codeLength = 4
            $0.codeLengthMax = 5
        }
        let service = try await bench.gateway.service("default", caller: bench.caller)
        var random = SplitMix64(seed: 5)
        func occupy(_ length: Int, _ count: Int) async {
            for _ in 0..<count {
                let tag = CodeTag(bytes: (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) })
                _ = await bench.store.reserveCode(
                    [tag!], scope: .init(service: service.id, codeLength: length),
                    until: bench.world.now + .seconds(300), now: bench.world.now)
            }
        }
        await occupy(4, 4999)
        #expect(try await bench.start().codeLength == 4)
        #expect(try await bench.start().codeLength == 5)
        await occupy(5, 50_000)
        await #expect {
            try await bench.start()
        } throws: { error in
            guard case .codeSpaceExhausted = error as? GatewayError else { return false }
            return true
        }
    }

    @Test func `a thousand live verifications of four digits hold distinct codes`() async throws {
        let bench = try await Bench { $0.startsPerNumber = .init(2000, per: .seconds(1)) }
        var codes: Set<String> = []
        for _ in 0..<1000 {
            let view = try await bench.start { $0.codeLength = 4 }
            codes.insert(try await bench.code(of: view.id))
        }
        #expect(codes.count == 1000)
    }

    @Test func `the same key gives the same answer, another request under it none`() async throws {
        let bench = try await Bench()
        let request = StartRequest(to: Bench.phone)
        let first = try await bench.gateway.start(
            request, caller: bench.caller, idempotency: IdempotencyKey(key: "k", request: [1]))
        let again = try await bench.gateway.start(
            request, caller: bench.caller, idempotency: IdempotencyKey(key: "k", request: [1]))
        #expect(first == again)
        await #expect(throws: GatewayError.idempotencyMismatch) {
            try await bench.gateway.start(
                request, caller: bench.caller, idempotency: IdempotencyKey(key: "k", request: [2]))
        }
    }

    @Test func `restart policies: another, the same one sent again, or the earlier one canceled`() async throws {
        let bench = try await Bench()
        let first = try await bench.start()
        #expect(try await bench.start().id != first.id)
        try await bench.changeService { $0.restart = "supersede" }
        let third = try await bench.start()
        #expect(try await bench.gateway.verification(first.id, caller: bench.caller).status == "canceled")
        try await bench.changeService {
            $0.restart = "resend_existing"
            $0.resendDelaysSeconds = []
        }
        // The delays are the verification's own: taken over when it was made.
        bench.world.advance(.seconds(15))
        let again = try await bench.start()
        #expect(again.id == third.id && again.sendsLeft == 3)
    }

    @Test func `a brought code is checked like a made one and holds no place among them`() async throws {
        let bench = try await Bench()
        let view = try await bench.start { $0.code = "4321" }
        #expect(view.codeLength == 4)
        let stored = try #require(try await bench.store.verification(view.id))
        #expect(stored.codeOrigin == .brought && stored.codes[0].tags.isEmpty)
        #expect(try await bench.check(view.id, "4321").valid)
    }

    @Test func `a store that cannot commit leaves nothing half-done`() async throws {
        let disk = FailingDisk()
        let bench = try await Bench(store: MemoryStore(disk: disk))
        disk.setFailing(true)
        await #expect {
            try await bench.start()
        } throws: { error in
            guard case .storeUnavailable = error as? GatewayError else { return false }
            return true
        }
        disk.setFailing(false)
        #expect(try await bench.start { $0.codeLength = 6 }.sendsLeft == 4)
        #expect(try await bench.store.unfinishedMessages(after: nil, limit: 10).count == 1)
    }
}
