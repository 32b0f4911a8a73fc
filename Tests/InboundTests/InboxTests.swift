import MessageEncoding
import SMPP
import Storage
import Synchronization
import Testing
import World

@testable import Gateway
@testable import Inbound

@Suite struct InboxTests {
    private static let text = "Your Acme code is 482913. Don't share it."

    @Test func `a message to an inbox is kept with its code and shown to its owner`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.receive(Self.text) == .kept)
        let messages = try await bench.messages(inbox)
        #expect(messages.map(\.text) == [Self.text])
        #expect(messages.first?.code == "482913")
        #expect(messages.first?.from == Bench.phone)
        #expect(messages.first?.receivedAt == bench.world.now)
    }

    @Test func `a message to nobody is refused`() async throws {
        let bench = try await Bench()
        #expect(await bench.receive(Self.text) == .refused)
    }

    @Test func `what an inbox holds is shown to its account alone, not to the operator`() async throws {
        let bench = try await Bench()
        let other = try await bench.gateway.createAccount(name: "other", caller: bench.caller)
        let made = try await bench.service.createInbox(
            number: Bench.inboxNumber, webhookURL: nil, account: other.id, caller: bench.caller)
        #expect(await bench.receive(Self.text) == .kept)
        await #expect(throws: GatewayError.notFound(.inbox)) { try await bench.messages(made.inbox) }
        await #expect(throws: GatewayError.notFound(.inbox)) {
            try await bench.service.events(of: made.inbox.id, caller: bench.caller)
        }
        let owner = Caller(account: other.id, key: APIKeyID(high: 1, low: 1))
        let messages = try await bench.service.messages(of: made.inbox.id, after: nil, limit: 10, caller: owner)
        #expect(messages.count == 1)
        let stranger = Caller(account: AccountID(high: 1, low: 1), key: APIKeyID(high: 1, low: 1))
        await #expect(throws: GatewayError.notFound(.inbox)) {
            try await bench.service.messages(of: made.inbox.id, after: nil, limit: 10, caller: stranger)
        }
        #expect(try await bench.service.inboxes(caller: stranger).isEmpty)
        await #expect(throws: GatewayError.notFound(.inbox)) {
            try await bench.service.deleteInbox(made.inbox.id, caller: stranger)
        }
    }

    @Test func `an inbox of a closed account takes nothing`() async throws {
        let bench = try await Bench()
        let other = try await bench.gateway.createAccount(name: "other", caller: bench.caller)
        _ = try await bench.service.createInbox(
            number: Bench.inboxNumber, webhookURL: nil, account: other.id, caller: bench.caller)
        _ = try await bench.gateway.renameAccount(other.id, name: nil, isActive: false, caller: bench.caller)
        #expect(await bench.receive(Self.text) == .refused)
        try await bench.gateway.deleteAccount(other.id, caller: bench.caller)
        #expect(await bench.receive(Self.text) == .refused)
    }

    @Test func `a received code is in no log and in no byte of the store`() async throws {
        let bench = try await Bench()
        _ = try await bench.makeInbox(webhook: "https://hooks.example/secret-path")
        #expect(await bench.receive(Self.text) == .kept)
        #expect(await bench.service.received(bench.part(1, of: 2, "Your code is 771204")) == .kept)
        #expect(await bench.receive("STOP", to: .international("46700000009")) == .kept)
        let secrets = ["482913", "771204", "Don't share", "701234567", "709999999", "whsec_"]
        for line in bench.log.lines {
            for secret in secrets + ["secret-path"] { #expect(!line.contains(secret), "\(line)") }
        }
        let items = try await bench.storedItems()
        #expect(Set(items.map(\.key.kind)) == [.inboxNumber, .inboxMessage, .inboundPart, .pendingDelivery, .optOut])
        for item in items {
            for secret in secrets { #expect(item.body.firstRange(of: Array(secret.utf8)) == nil, "\(item.key.kind)") }
        }
    }

    @Test func `a message that the store can't keep is left with the carrier`() async throws {
        let disk = StoppableDisk()
        let bench = try await Bench(store: MemoryStore(disk: disk))
        let inbox = try await bench.makeInbox()
        disk.isFailing.withLock { $0 = true }
        #expect(await bench.receive(Self.text) == .notNow)
        #expect(await bench.service.received(bench.part(1, of: 2, "a")) == .notNow)
        #expect(await bench.receive("STOP") == .notNow)
        disk.isFailing.withLock { $0 = false }
        #expect(try await bench.messages(inbox).isEmpty)
        #expect(await bench.receive(Self.text) == .kept)
        #expect(await bench.service.received(bench.part(1, of: 2, "a")) == .kept)
    }

    @Test func `inboxes and what they hold are there after a crash`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.receive(Self.text) == .kept)
        let again = try await bench.restarted()
        #expect(try await again.messages(inbox).map(\.text) == [Self.text])
        #expect(await again.receive("two") == .kept)
        #expect(try await again.messages(inbox).count == 2)
    }

    @Test func `messages are shown in order, page by page`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for each in 1...5 {
            #expect(await bench.receive("message \(each)") == .kept)
            bench.world.advance(.milliseconds(1))
        }
        let first = try await bench.service.messages(of: inbox.id, after: nil, limit: 3, caller: bench.caller)
        #expect(first.map(\.text) == ["message 1", "message 2", "message 3"])
        let rest = try await bench.service.messages(of: inbox.id, after: first.last?.id, limit: 3, caller: bench.caller)
        #expect(rest.map(\.text) == ["message 4", "message 5"])
        for limit in [0, InboundService.messagesPageMax + 1] {
            await #expect(throws: GatewayError.self) {
                try await bench.service.messages(of: inbox.id, after: nil, limit: limit, caller: bench.caller)
            }
        }
    }

    @Test func `an inbox keeps its newest messages up to the limit, for their time`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for each in 0...InboundService.messagesMax {
            #expect(await bench.receive("message \(each)") == .kept)
            bench.world.advance(.milliseconds(1))
        }
        #expect(
            try await bench.store.count(InboxMessage.self, parent: inbox.id.bytes, now: bench.world.now)
                == InboundService.messagesMax)
        #expect(try await bench.messages(inbox).first?.text == "message 1")
        bench.world.advance(InboundConfiguration().retention)
        #expect(try await bench.messages(inbox).isEmpty)
    }

    @Test func `who looks on sees what comes, and the end of the inbox`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        var events = try await bench.service.events(of: inbox.id, caller: bench.caller).makeAsyncIterator()
        #expect(await bench.receive(Self.text) == .kept)
        guard case .message(let message)? = await events.next() else {
            Issue.record("no message came")
            return
        }
        #expect(message.code == "482913")
        bench.service.feed.beat()
        #expect(await events.next() == .beat)
        try await bench.service.deleteInbox(inbox.id, caller: bench.caller)
        #expect(await events.next() == nil)
        await #expect(throws: GatewayError.notFound(.inbox)) { try await bench.messages(inbox) }
        #expect(try await bench.storedItems().isEmpty)
        #expect(await bench.receive(Self.text) == .refused)
    }

    @Test func `only so many look on at once`() {
        let feed = InboxFeed()
        let streams = (0..<InboxFeed.subscribersMax).compactMap { _ in feed.subscribe(InboxID(high: 1, low: 1)) }
        #expect(streams.count == InboxFeed.subscribersMax)
        #expect(feed.subscribe(InboxID(high: 1, low: 1)) == nil)
        feed.finish()
        #expect(feed.count == 0)
    }

    @Test func `only the operator hands out numbers, each once`() async throws {
        let bench = try await Bench(esmes: { Application(account: $0) })
        let inbox = try await bench.makeInbox()
        #expect(inbox.number == Bench.inboxNumber)
        let account = Caller(account: bench.caller.account, key: APIKeyID(high: 1, low: 1))
        await #expect(throws: GatewayError.self) {
            try await bench.service.createInbox(
                number: "+46708888888", webhookURL: nil, account: nil, caller: account)
        }
        for taken in [Bench.inboxNumber, "+46 70 999 99 99", "+" + Application.number] {
            await #expect(throws: GatewayError.conflict(problem: "messages to the number have an owner already")) {
                try await bench.service.createInbox(
                    number: taken, webhookURL: nil, account: nil, caller: bench.caller)
            }
        }
        await #expect(throws: GatewayError.notFound(.account)) {
            try await bench.service.createInbox(
                number: "+46708888888", webhookURL: nil, account: AccountID(high: 1, low: 2), caller: bench.caller)
        }
    }

    @Test(arguments: ["", "12", "123456789", "12a", "+4670", "Acme"])
    func `what is no number makes no inbox`(_ number: String) async throws {
        let bench = try await Bench()
        await #expect(throws: GatewayError.self) {
            try await bench.service.createInbox(number: number, webhookURL: nil, account: nil, caller: bench.caller)
        }
    }

    @Test func `a short code may be an inbox`() async throws {
        let bench = try await Bench()
        _ = try await bench.service.createInbox(number: "72000", webhookURL: nil, account: nil, caller: bench.caller)
        #expect(await bench.receive("hello", to: Address(ton: .networkSpecific, digits: "72000")) == .kept)
        #expect(await bench.receive("hello", to: Address(ton: .unknown, digits: "72000")) == .kept)
        #expect(await bench.receive("hello", to: Address(ton: .unknown, digits: "72001")) == .refused)
    }

    @Test(arguments: [
        Address.international("46709999999"), Address(ton: .unknown, npi: .unknown, digits: "46709999999"),
        Address(ton: .unknown, digits: "+46709999999"), Address(ton: .international, digits: "+46709999999"),
        // OsmoMSC 1.9.0.
        Address(ton: .networkSpecific, npi: .e164, digits: "46709999999"),
    ])
    func `a number is known however the carrier writes it`(_ to: Address) async throws {
        let bench = try await Bench()
        _ = try await bench.makeInbox()
        #expect(await bench.receive("hello", to: to) == .kept)
    }

    @Test func `a webhook's secret is given once, and its URL must lead outside`() async throws {
        let bench = try await Bench()
        let made = try await bench.service.createInbox(
            number: Bench.inboxNumber, webhookURL: "https://hooks.example/a", account: nil, caller: bench.caller)
        let secret = try #require(made.webhookSecret)
        #expect(Base64.bytes(String(secret.dropFirst("whsec_".count)))?.count == WebhookSecret.byteCount)
        for url in ["", "hooks.example", "http://10.0.0.1/", "http://localhost/", "https://u:p@hooks.example"] {
            await #expect(throws: GatewayError.self) {
                try await bench.service.createInbox(
                    number: "+46708888888", webhookURL: url, account: nil, caller: bench.caller)
            }
        }
        let trial = try await Bench(changing: { $0.allowsPrivateWebhooks = true })
        _ = try await trial.makeInbox(webhook: "http://127.0.0.1:9/")
    }

    @Test func `a message without text keeps its octets, one in Latin-1 its letters`() async throws {
        let bench = try await Bench(changing: { $0.defaultAlphabets = ["a": .latin1] })
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.segment([1, 2, 3], dataCoding: 4)) == .kept)
        #expect(await bench.service.received(bench.segment([0x68, 0xE9])) == .kept)
        #expect(await bench.service.received(bench.segment([0xD8, 0x3D, 0xDE, 0x00], dataCoding: 8)) == .kept)
        let messages = try await bench.messages(inbox)
        #expect(messages.map(\.octets).contains([1, 2, 3]))
        #expect(Set(messages.map(\.text)) == [nil, "hé", "😀"])
    }

    @Test func `a message to an application goes there untouched`() async throws {
        let bench = try await Bench(esmes: { Application(account: $0) })
        let to = Address.international(Application.number)
        #expect(await bench.receive("hello", to: to) == .kept)
        let failing = try await Bench(esmes: { Application(account: $0, isDurable: false) })
        #expect(await failing.receive("hello", to: to) == .notNow)
    }
}
