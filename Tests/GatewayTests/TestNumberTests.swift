import Storage
import Testing
import Verification
import World

@testable import Gateway

struct TestNumberTests {
    static let number = "+15005550006"
    static let code = "424242"

    func bench(_ link: RecordingLink = RecordingLink("a")) async throws -> Bench {
        let bench = try await Bench(links: [link])
        try await bench.changeService { $0.testNumbers = [.init(to: Self.number, code: Self.code)] }
        return bench
    }

    @Test func `a test number's fixed code is accepted once, and nothing is sent to it`() async throws {
        let link = RecordingLink("a")
        let bench = try await bench(link)
        let view = try await bench.start { $0.to = Self.number }
        #expect(view.codeLength == 6 && view.to.hasSuffix("0006") && view.to.count(where: { $0 == "•" }) >= 5)
        #expect(try await bench.check(view.id, "000000").reason == "wrong_code")
        #expect(try await bench.check(view.id, Self.code).valid)
        #expect(try await bench.check(view.id, Self.code).reason == "already_used")
        #expect(try await bench.store.verification(view.id)?.messages == [])
        #expect(try await bench.store.unfinishedMessages(after: nil, limit: 10).isEmpty)
        #expect(link.sent.isEmpty)
    }

    @Test func `a resend to a test number counts and sends nothing`() async throws {
        let bench = try await bench()
        let view = try await bench.start { $0.to = Self.number }
        bench.world.advance(.seconds(16))
        let again = try await bench.gateway.resend(view.id, caller: bench.caller, idempotency: nil)
        #expect(again.sendsLeft == view.sendsLeft - 1)
        #expect(try await bench.store.unfinishedMessages(after: nil, limit: 10).isEmpty)
    }

    @Test func `codes are counted by where they came from`() async throws {
        let bench = try await bench()
        _ = try await bench.start()
        _ = try await bench.start { $0.code = "1234" }
        _ = try await bench.start { $0.to = Self.number }
        _ = try await bench.start { $0.to = Self.number }
        #expect(await bench.gateway.status().codes == CodeCounts(made: 1, brought: 1, test: 2))
    }

    @Test func `test codes are exempt from being distinct and from the limit by number`() async throws {
        let bench = try await bench()
        for _ in 0..<8 { _ = try await bench.start { $0.to = Self.number } }
        #expect(await bench.gateway.status().codes.test == 8)
    }

    @Test func `the store holds a test code sealed and its number masked`() async throws {
        let bench = try await bench()
        let account = bench.caller.account
        let service = try #require(try await bench.store.services(account: account).first)
        let bytes = String(decoding: service.recordBytes, as: UTF8.self)
        #expect(service.testNumbers.count == 1)
        #expect(!bytes.contains(Self.code) && !bytes.contains(Self.number.dropFirst()))
    }

    @Test func `twenty test numbers are taken, one more is refused`() async throws {
        let bench = try await bench()
        let many = (10..<31).map { ServiceRequest.TestNumber(to: "+150055500\($0)", code: "1234") }
        try await bench.changeService { $0.testNumbers = Array(many.prefix(Gateway.testNumbersMax)) }
        await #expect(throws: GatewayError.invalid(field: "test_numbers", problem: "must be at most 20")) {
            try await bench.changeService { $0.testNumbers = many }
        }
    }

    @Test(arguments: [
        ServiceRequest.TestNumber(to: "5005550006", code: "1234"), .init(to: "+15005550006", code: "123"),
        .init(to: "+15005550006", code: "12345678901"),
    ])
    func `a wrong test number or code is refused without echoing it`(
        asked: ServiceRequest.TestNumber
    ) async throws {
        let bench = try await bench()
        await #expect {
            try await bench.changeService { $0.testNumbers = [asked] }
        } throws: { error in
            guard case .invalid("test_numbers", let problem) = error as? GatewayError else { return false }
            return !problem.contains(asked.code) && !problem.contains(asked.to)
        }
    }
}
