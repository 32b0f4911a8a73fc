import Fraud
import Storage
import Testing
import Verification
import World

@testable import Gateway

struct DistinctCodesTests {
    /// The messages are the books: what the phones would have read.
    @Test func `100,000 live six-digit verifications of one service hold 100,000 distinct codes`() async throws {
        let link = RecordingLink("a")
        let bench = try await Bench(links: [link]) { $0.startsPerNumber = .init(1, per: .microseconds(1)) }
        var codes: Set<String> = []
        for _ in 0..<100_000 {
            bench.world.advance(.microseconds(10))
            let view = try await bench.start { $0.ttlSeconds = 300 }
            codes.insert(try await bench.code(of: view.id))
        }
        #expect(codes.count == 100_000)
        let service = try await bench.gateway.service("default", caller: bench.caller)
        #expect(await bench.store.liveCodes(.init(service: service.id, codeLength: 6)) == 100_000)
    }
}
