import ArgumentParser
import NIOHTTP1

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a text message through a running gateway.",
        discussion: "The API key is read from WATCHWORD_API_KEY.")

    @Option(help: "The number, in international format: +46701234567.")
    var to: String
    @Option(help: "The message's text.")
    var text: String
    @Option(help: "The sender to show, where the carrier allows it.")
    var sender: String?
    @Option(help: "How many seconds it may take to arrive.")
    var ttlSeconds: Int?
    @OptionGroup var gateway: GatewayOptions

    func run() async throws {
        try await Failure.reporting {
            let answer = try await gateway.client.ask(
                .POST, "/v1/messages",
                [
                    "to": .text(to), "text": .text(text), "sender": sender.map(JSONField.text),
                    "ttl_seconds": ttlSeconds.map(JSONField.number),
                ])
            Output.line(answer.pretty)
        }
    }
}
