import Fraud
import SMPP
import Storage
import Testing
import Verification
import World

@testable import Gateway
@testable import Inbound

@Suite struct OptOutTests {
    private static let sender = Address.international("46700000002")

    private func bench(_ change: (inout ServiceRequest) -> Void = { _ in }) async throws -> Bench {
        let bench = try await Bench()
        var request = ServiceRequest()
        (request.sender, request.brand) = ("+46700000002", "Acme")
        change(&request)
        let service = try await bench.gateway.service("default", caller: bench.caller)
        _ = try await bench.gateway.updateService(service.id, request, caller: bench.caller)
        return bench
    }

    private func start(_ bench: Bench) async throws -> VerificationView {
        try await bench.gateway.start(StartRequest(to: Bench.phone), caller: bench.caller, idempotency: nil)
    }

    private func send(_ bench: Bench, from sender: String? = nil) async throws -> MessageView {
        try await bench.gateway.sendMessage(
            MessageRequest(to: Bench.phone, text: "hello", sender: sender, service: "default"), caller: bench.caller,
            idempotency: nil)
    }

    @Test func `a stop ends codes and messages of the sender, confirmed once`() async throws {
        let bench = try await bench()
        for _ in 0..<2 { #expect(await bench.receive("Stop.", to: Self.sender) == .kept) }
        let replies = try await bench.replies()
        #expect(replies.map(\.to) == [Bench.phone])
        #expect(replies.map(\.sender) == ["+46700000002"])
        #expect(replies.first?.text.hasPrefix("Acme: You get no more messages") == true)
        await #expect(throws: GatewayError.optedOut) { try await start(bench) }
        await #expect(throws: GatewayError.optedOut) { try await send(bench) }
        #expect(try await bench.replies().count == 1)
    }

    @Test func `what waits for a recipient when they say stop is canceled, the confirmation is not`() async throws {
        let bench = try await bench()
        let (own, other) = (try await send(bench), try await send(bench, from: "Acme"))
        bench.world.advance(.milliseconds(1))
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        #expect(try await bench.gateway.message(own.id, caller: bench.caller).status == "canceled")
        #expect(try await bench.gateway.message(other.id, caller: bench.caller).status == "queued")
        bench.world.advance(.milliseconds(1))
        #expect(await bench.receive("STOPALL", to: Self.sender) == .kept)
        #expect(try await bench.gateway.message(other.id, caller: bench.caller).status == "canceled")
        // The latest confirmation is always on its way.
        #expect(try await bench.replies().last?.text.hasPrefix("Acme: You get no more messages from us") == true)
    }

    @Test func `a stop is of one sender only`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        _ = try await send(bench, from: "46700000003")
        _ = try await send(bench, from: "Acme")
        await #expect(throws: GatewayError.optedOut) { try await send(bench, from: "46700000002") }
    }

    @Test func `a stop of everything is of every sender of the account`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOPALL", to: Self.sender) == .kept)
        await #expect(throws: GatewayError.optedOut) { try await send(bench, from: "Acme") }
        #expect(try await bench.gateway.optOuts(after: nil, limit: 10, caller: bench.caller).map(\.sender) == ["*"])
        #expect(await bench.receive("START", to: Self.sender) == .kept)
        _ = try await send(bench, from: "Acme")
    }

    @Test func `a code asked for before a stop is not sent again after it`() async throws {
        let bench = try await bench()
        let view = try await start(bench)
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        bench.world.advance(.seconds(30))
        await #expect(throws: GatewayError.optedOut) {
            try await bench.gateway.resend(view.id, caller: bench.caller, idempotency: nil)
        }
    }

    @Test(arguments: ["START", "unstop", "Yes"])
    func `a start takes a stop back, confirmed once`(_ word: String) async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        #expect(await bench.receive(word, to: Self.sender) == .kept)
        #expect(try await bench.replies().last?.text.contains("again") == true)
        _ = try await start(bench)
    }

    @Test(arguments: ["START", "YES"])
    func `a start or yes of who never stopped is an ordinary message`(_ word: String) async throws {
        let bench = try await bench()
        #expect(await bench.receive(word, to: Self.sender) == .refused)
        #expect(try await bench.replies().isEmpty)
        let inbox = try await bench.makeInbox()
        #expect(await bench.receive(word) == .kept)
        #expect(try await bench.messages(inbox).map(\.text) == [word])
    }

    @Test func `help names brand and contact, after a stop too`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        #expect(await bench.receive("help?", to: Self.sender) == .kept)
        let reply = try #require(try await bench.replies().last)
        #expect(reply.text.hasPrefix("Acme: ") && reply.text.contains("help.example") && reply.text.contains("STOP"))
    }

    @Test func `a word to a number nobody sends under is answered in the operator's name`() async throws {
        let bench = try await Bench()
        #expect(await bench.receive("HELP", to: Self.sender) == .kept)
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        let replies = try await bench.replies()
        #expect(replies.count == 2 && replies.allSatisfy { $0.text.hasPrefix("Watchword: ") })
        let optOut = try #require(try await bench.gateway.optOuts(after: nil, limit: 1, caller: bench.caller).first)
        #expect(optOut.account == nil)
    }

    @Test func `a word in another language is answered in it, STOP in the service's`() async throws {
        let german = try await bench { $0.locale = "de-AT" }
        #expect(await german.receive("STOP", to: Self.sender) == .kept)
        #expect(try await german.replies().first?.text.contains("Nachrichten") == true)
        let bench = try await bench()
        #expect(await bench.receive("arrêt", to: Self.sender) == .kept)
        #expect(try await bench.replies().first?.text.contains("recevrez") == true)
    }

    @Test func `two machines that answer each other come to an end`() async throws {
        let bench = try await bench()
        let limit = bench.gateway.configuration.repliesPerNumber
        for _ in 0..<limit.countMax + 3 { #expect(await bench.receive("HELP", to: Self.sender) == .kept) }
        #expect(try await bench.replies().count == limit.countMax)
        // A stop counts all the same; it goes unconfirmed.
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        await #expect(throws: GatewayError.optedOut) { try await start(bench) }
        #expect(try await bench.replies().count == limit.countMax)
    }

    @Test(arguments: [
        Address.alphanumeric("Bank"), Address(ton: .networkSpecific, digits: "72000"),
        Address(ton: .national, digits: "0701234567"),
    ])
    func `a word of what can't be answered is an ordinary message`(_ from: Address) async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", from: from, to: Self.sender) == .refused)
        #expect(try await bench.storedItems().isEmpty)
    }

    @Test func `a stop is there after a crash`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        let again = try await bench.restarted()
        await #expect(throws: GatewayError.optedOut) { try await start(again) }
    }

    @Test func `a stop to an inbox's or application's number is its account's, and it sees the message`() async throws {
        let bench = try await Bench(esmes: { Application(account: $0) })
        let inbox = try await bench.makeInbox()
        #expect(await bench.receive("STOP") == .kept)
        #expect(try await bench.messages(inbox).map(\.text) == ["STOP"])
        #expect(await bench.receive("STOP", to: .international(Application.number)) == .kept)
        let optOuts = try await bench.gateway.optOuts(after: nil, limit: 10, caller: bench.caller)
        #expect(optOuts.map(\.account) == [bench.caller.account, bench.caller.account])
        #expect(Set(optOuts.map(\.sender)) == ["46709999999", Application.number])
    }

    @Test func `opt-outs are listed masked, and taken back by their owner alone`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("arrêtez svp", to: Self.sender) == .kept)
        let listed = try await bench.gateway.optOuts(after: nil, limit: 10, caller: bench.caller)
        let one = try #require(listed.first)
        #expect(one.keyword == "ARRETEZ" && one.sender == "46700000002" && !one.recipient.contains("0123"))
        let stranger = Caller(account: AccountID(high: 1, low: 1), key: APIKeyID(high: 1, low: 1))
        #expect(try await bench.gateway.optOuts(after: nil, limit: 10, caller: stranger).isEmpty)
        await #expect(throws: GatewayError.notFound(.optOut)) {
            try await bench.gateway.deleteOptOut(one.id, caller: stranger)
        }
        try await bench.gateway.deleteOptOut(one.id, caller: bench.caller)
        _ = try await start(bench)
        await #expect(throws: GatewayError.notFound(.optOut)) {
            try await bench.gateway.deleteOptOut(one.id, caller: bench.caller)
        }
    }

    @Test func `opt-outs past what memory holds are asked of the store`() async throws {
        let bench = try await bench()
        #expect(await bench.receive("STOP", to: Self.sender) == .kept)
        let small = OptOutIndex(keysMax: 0)
        try await small.load(from: bench.store, now: bench.world.now)
        let id = try #require(try await bench.gateway.optOuts(after: nil, limit: 1, caller: bench.caller).first?.id)
        #expect(
            try await small.contains(.init(high: id.high, low: id.low), store: bench.store, now: bench.world.now))
        #expect(try await !small.contains(.init(high: 1, low: 1), store: bench.store, now: bench.world.now))
    }
}
