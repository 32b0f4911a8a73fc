import Foundation
import NIOHTTP1
import Numbering
import Routing
import Settings
import World

/// A client and a person: asks for codes over HTTP, reads them from the phones, types them back, and says so.
struct DemoStory: Sendable {
    /// How long the first verification may take in all.
    static let patience = Duration.seconds(30)
    /// Between the codes that keep the page alive.
    private static let pace = Duration.seconds(15)
    private static let poll = Duration.milliseconds(25)
    /// How long a receipt may come after its message.
    private static let receiptTime = Duration.seconds(3)

    private struct Message: Decodable {
        var from: String
        var text: String
        var code: String?
        var receivedAt: String

        enum CodingKeys: String, CodingKey {
            case from, text, code
            case receivedAt = "received_at"
        }
    }

    private let gateway: RunningGateway
    private let page: String
    private let settings: Settings
    private let world: any World
    private let client: APIClient
    private let phones: APIClient
    private let handsets: [E164]

    init(gateway: RunningGateway, page: String, settings: Settings, world: any World) throws {
        guard let key = gateway.apiKey else {
            throw Failure(
                .configuration,
                "\(settings.dataDirectory) has API keys but not the demo's: set WATCHWORD_API_KEY to one")
        }
        (self.gateway, self.page, self.settings, self.world) = (gateway, page, settings, world)
        client = try APIClient(url: gateway.url, environment: ["WATCHWORD_API_KEY": key])
        // The phones ask for no key, and the client always brings one.
        phones = try APIClient(url: page, environment: ["WATCHWORD_API_KEY": "none"])
        var random = world.random
        handsets = DemoNetwork.handsets(using: &random)
    }

    // MARK: The first code

    /// One verification from start to end. Throws when it does not come about in time.
    func tell() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.tellAll() }
            group.addTask {
                try await world.sleep(for: Self.patience)
                throw Failure(
                    .general, "the code was not verified within \(Self.patience.secondsRoundedUp) s: see \(page)")
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func tellAll() async throws {
        guard let handset = handsets.first?.text else { throw Failure(.general, "no number can be sent to") }
        introduce()
        let began = world.now
        Output.line("1  An application asks for a code to be sent to \(handset):")
        Output.line("     POST \(gateway.url)/v1/verifications  {\"to\": \"\(handset)\"}")
        let started = try await client.ask(.POST, "/v1/verifications", ["to": .text(handset)])
        guard let id = started.text("id") else { throw Failure(.general, "the gateway's answer has no id") }
        Output.line("     201  \(id), to \(started.text("to") ?? ""), stored before it was answered")
        Output.line("2  The phone waits:")
        Output.line("     GET \(page)/handsets/\(handset)/messages")
        let message = try await nextMessage(at: handset, after: 0)
        Output.line("     from \(message.from): \"\(message.text)\"")
        guard let code = message.code else { throw Failure(.general, "the message at the phone holds no code") }
        Output.line("3  The person types it, the application checks it:")
        Output.line("     POST \(gateway.url)/v1/verifications/\(id)/check  {\"code\": \"\(code)\"}")
        let checked = try await client.ask(.POST, "/v1/verifications/\(id)/check", ["code": .text(code)])
        guard checked.flag("valid") == true else {
            throw Failure(.general, "the code was not accepted: \(checked.text("reason") ?? "no reason given")")
        }
        let took = Double((world.now - began).inMicroseconds) / 1e6
        Output.line("     200  valid, once and never again")
        Output.line("")
        Output.line("Its way, hop by hop:")
        for line in try await journey(id, receivedAt: message.receivedAt) { Output.line("  " + line) }
        Output.line("")
        Output.line("\(checked.text("status") ?? ""), \(took.formatted(decimals: 1)) s after it was asked for")
    }

    private func introduce() {
        Output.line("Watchword: a gateway, two carriers and their phones in one process, SMPP over TCP between them")
        Output.line("")
        for carrier in settings.carriers {
            let reach = carrier.route.prefixes.map { "+" + $0 }.joined(separator: " ")
            Output.line(
                "  carrier  \(DemoTable.padded(carrier.name, 14))  \(carrier.endpoint), "
                    + (reach.isEmpty ? "all numbers" : "numbers in \(reach)"))
        }
        Output.line("  gateway  \(gateway.url), its store in \(settings.dataDirectory)")
        Output.line("  phones   \(page)   <- open this page")
        Output.line("")
    }

    /// Waits a moment for the receipt, which comes after the message.
    private func journey(_ id: String, receivedAt: String) async throws -> [String] {
        let deadline = world.now + Self.receiptTime
        while true {
            let answer = try await client.ask(.GET, "/v1/verifications/\(id)/timeline")
            let table = try DemoTable(timeline: answer.json, phoneReceivedAt: receivedAt)
            if table.hasReceipt || world.now >= deadline { return table.lines }
            try await world.sleep(for: Self.poll)
        }
    }

    private func messages(at handset: String) async throws -> [Message] {
        let answer = try await phones.ask(.GET, "/handsets/\(handset)/messages")
        return try JSONDecoder().decode([Message].self, from: answer.json)
    }

    private func nextMessage(at handset: String, after count: Int) async throws -> Message {
        while true {
            let messages = try await messages(at: handset)
            if messages.count > count, let latest = messages.last { return latest }
            try await world.sleep(for: Self.poll)
        }
    }

    // MARK: Afterwards

    /// How to try it by hand.
    func invite() {
        let key = settings.apiKey == nil ? gateway.apiKey ?? "" : "$WATCHWORD_API_KEY"
        let handset = handsets.last?.text ?? ""
        Output.line("")
        Output.line("Try it:")
        Output.line("  curl -s \(gateway.url)/v1/verifications -H \"Authorization: Bearer \(key)\" \\")
        Output.line("    -H 'Content-Type: application/json' -d '{\"to\": \"\(handset)\"}'")
        Output.line("")
        Output.line(
            "The phones at \(page) get another code every \(Self.pace.secondsRoundedUp) s. Ctrl-C ends the demo.")
    }

    /// Sends codes to the phones in turn, until cancelled. What fails is left to the page and the log.
    func goOn() async throws {
        var turn = 0
        while true {
            try await world.sleep(for: Self.pace)
            turn += 1
            do {
                try await verify(handsets[turn % handsets.count].text)
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
            }
        }
    }

    private func verify(_ handset: String) async throws {
        let before = try await messages(at: handset).count
        let started = try await client.ask(.POST, "/v1/verifications", ["to": .text(handset)])
        guard let id = started.text("id") else { return }
        let deadline = world.now + Self.pace
        while world.now < deadline {
            let messages = try await messages(at: handset)
            if messages.count > before, let code = messages.last?.code {
                _ = try await client.ask(.POST, "/v1/verifications/\(id)/check", ["code": .text(code)])
                return
            }
            try await world.sleep(for: .milliseconds(500))
        }
    }
}
