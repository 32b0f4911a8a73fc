import Storage
import Testing
import Verification
import World

@testable import Gateway

struct ESMEAccountTests {
    private func request(_ change: (inout ESMEAccountRequest) -> Void = { _ in }) -> ESMEAccountRequest {
        var request = ESMEAccountRequest()
        request.systemID = "app"
        change(&request)
        return request
    }

    private func lets(
        _ gateway: Gateway, _ password: String, from address: String = "192.0.2.1", certificate: [UInt8]? = nil,
        systemID: String = "app"
    ) -> Bool {
        do throws(ESMERefusal) {
            _ = try gateway.authenticateESME(
                systemID: systemID, password: password, address: address, certificateFingerprint: certificate)
            return true
        } catch {
            return false
        }
    }

    @Test func `a made password has eight characters, is shown once and lets in`() async throws {
        let bench = try await Bench()
        let (esme, password) = try await bench.gateway.createESME(request(), caller: bench.caller)
        let shown = try #require(password)
        #expect(shown.utf8.count == 8)
        #expect(lets(bench.gateway, shown))
        #expect(!lets(bench.gateway, shown + "x"))
        #expect(!lets(bench.gateway, ""))
        #expect(!lets(bench.gateway, shown, systemID: "other"))
        #expect(try await bench.gateway.esmes(caller: bench.caller) == [esme])
    }

    @Test func `accounts outlive a restart, and a deleted one does not let in`() async throws {
        let store = MemoryStore()
        let bench = try await Bench(store: store)
        let esme = try await bench.gateway.createESME(request { $0.password = "secret" }, caller: bench.caller).esme
        let again = try await Bench(store: store)
        #expect(lets(again.gateway, "secret"))
        try await again.gateway.deleteESME(esme.id, caller: again.caller)
        #expect(!lets(again.gateway, "secret"))
        #expect(again.gateway.openESME(esme.id) == nil)
    }

    @Test func `a certificate lets in without a password, and another one does not`() async throws {
        let bench = try await Bench()
        let print = [UInt8](repeating: 0xAB, count: 32)
        let (_, password) = try await bench.gateway.createESME(
            request { $0.certificateFingerprint = [String](repeating: "AB", count: 32).joined(separator: ":") },
            caller: bench.caller)
        #expect(password == nil)
        #expect(lets(bench.gateway, "", certificate: print))
        #expect(!lets(bench.gateway, "", certificate: [UInt8](repeating: 0xAC, count: 32)))
        #expect(!lets(bench.gateway, ""))
    }

    @Test func `binds from other networks are refused`() async throws {
        let bench = try await Bench()
        _ = try await bench.gateway.createESME(
            request {
                $0.password = "secret"
                $0.networks = ["192.0.2.0/24", "2001:db8::/32"]
            }, caller: bench.caller)
        #expect(lets(bench.gateway, "secret", from: "192.0.2.200"))
        #expect(lets(bench.gateway, "secret", from: "2001:db8::7"))
        #expect(!lets(bench.gateway, "secret", from: "198.51.100.1"))
    }

    @Test func `a closed application or account does not let in`() async throws {
        let bench = try await Bench()
        let esme = try await bench.gateway.createESME(request { $0.password = "secret" }, caller: bench.caller).esme
        var change = ESMEAccountRequest()
        change.isActive = false
        _ = try await bench.gateway.updateESME(esme.id, change, caller: bench.caller)
        #expect(!lets(bench.gateway, "secret"))
    }

    private static let wrong: [(String, @Sendable (inout ESMEAccountRequest) -> Void)] = [
        ("system_id", { $0.systemID = "sixteen-octets-x" }), ("system_id", { $0.systemID = "" }),
        ("password", { $0.password = "ninechars" }), ("certificate_fingerprint", { $0.certificateFingerprint = "abc" }),
        ("networks", { $0.networks = ["192.0.2.1/24"] }), ("binds_max", { $0.bindsMax = 65 }),
        ("binds_max", { $0.bindsMax = 0 }), ("window_max", { $0.windowMax = 1001 }),
        ("rate_per_second", { $0.ratePerSecond = 10_001 }), ("default_alphabet", { $0.defaultAlphabet = "utf8" }),
        ("senders", { $0.senders = ["twelve chars"] }), ("addresses", { $0.addresses = ["12"] }),
    ]

    @Test(arguments: wrong)
    func `a field out of range is named`(field: String, change: @Sendable (inout ESMEAccountRequest) -> Void)
        async throws
    {
        let bench = try await Bench()
        do {
            _ = try await bench.gateway.createESME(request(change), caller: bench.caller)
            Issue.record("it was taken")
        } catch GatewayError.invalid(let named, _) {
            #expect(named == field)
        }
    }

    @Test func `values at their limits are taken`() async throws {
        let bench = try await Bench()
        let (esme, _) = try await bench.gateway.createESME(
            request {
                ($0.systemID, $0.password, $0.bindsMax) = ("fifteen-octets-", "eight-ch", 64)
                ($0.windowMax, $0.ratePerSecond) = (1000, 10_000)
            }, caller: bench.caller)
        #expect(esme.bindsMax == 64 && esme.windowMax == 1000 && esme.ratePerSecond == 10_000)
    }

    @Test func `a system_id or an address someone has is a conflict`() async throws {
        let bench = try await Bench()
        let first = request {
            $0.password = "secret"
            $0.addresses = ["+46731234567"]
        }
        _ = try await bench.gateway.createESME(first, caller: bench.caller)
        await #expect(throws: GatewayError.self) { try await bench.gateway.createESME(first, caller: bench.caller) }
        await #expect(throws: GatewayError.self) {
            try await bench.gateway.createESME(
                request {
                    $0.systemID = "other"
                    $0.addresses = ["46731234567"]
                }, caller: bench.caller)
        }
        #expect(bench.gateway.esme(ofAddress: "46731234567")?.systemID == "app")
    }

    @Test func `only the operator says whose messages an application gets, and not an inbox's`() async throws {
        let bench = try await Bench()
        let key = Caller(account: bench.caller.account, key: APIKeyID(high: 1, low: 1))
        var request = ESMEAccountRequest()
        (request.systemID, request.addresses) = ("shop", ["+46700000001"])
        await #expect(
            throws: GatewayError.forbidden(
                problem: "Only the operator's key says whose messages an application gets.")
        ) {
            try await bench.gateway.createESME(request, caller: key)
        }
        let esme = try await bench.gateway.createESME(request, caller: bench.caller).esme
        // What it has, the account may name again.
        _ = try await bench.gateway.updateESME(esme.id, request, caller: key)
        let digest = bench.keys.recipientDigest(of: "+46700000002")
        let inbox = InboxNumber(
            id: InboxID(high: 1, low: 1), account: bench.caller.account, digest: digest, masked: "",
            sealed: SealedBytes(keyID: 1, day: 1, bytes: []), createdAt: bench.world.now)
        try await bench.store.commit(WriteBatch([.put(inbox, ifVersion: 0)], now: bench.world.now))
        request.addresses = ["46700000002"]
        await #expect(throws: GatewayError.conflict(problem: "an inbox gets the messages of one of the addresses")) {
            try await bench.gateway.updateESME(esme.id, request, caller: bench.caller)
        }
    }

    @Test func `another account sees nothing of it`() async throws {
        let bench = try await Bench()
        let esme = try await bench.gateway.createESME(request(), caller: bench.caller).esme
        let other = try await bench.gateway.createAccount(name: "other", caller: bench.caller)
        let key = try await bench.gateway.createKey(name: "k", account: other.id, caller: bench.caller)
        let stranger = try #require(bench.gateway.authenticate(bearer: key.secret))
        #expect(try await bench.gateway.esmes(caller: stranger).isEmpty)
        await #expect(throws: GatewayError.notFound(.esme)) {
            try await bench.gateway.deleteESME(esme.id, caller: stranger)
        }
    }
}
