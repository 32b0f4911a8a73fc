import ArgumentParser
import NIOHTTP1

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Start and check verifications on a running gateway.",
        discussion: "The API key is read from WATCHWORD_API_KEY.", subcommands: [Start.self, Check.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send a code to a phone.")

        @Option(help: "The number, in international format: +46701234567.")
        var to: String
        @Option(help: "The service's name; the account's default one when not said.")
        var service: String?
        @Option(help: "The language of the message, such as en or pt-BR.")
        var locale: String?
        @Option(help: "How many seconds the code lives: 30 to 300.")
        var ttlSeconds: Int?
        @Option(help: "How many digits the code has: 4 to 10.")
        var codeLength: Int?
        @OptionGroup var gateway: GatewayOptions

        func run() async throws {
            try await Failure.reporting {
                let answer = try await gateway.client.ask(
                    .POST, "/v1/verifications",
                    [
                        "to": .text(to), "service": service.map(JSONField.text), "locale": locale.map(JSONField.text),
                        "ttl_seconds": ttlSeconds.map(JSONField.number),
                        "code_length": codeLength.map(JSONField.number),
                    ])
                Output.line(answer.pretty)
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a code: exits 0 when it is right, 1 when it is not.")

        @Argument(help: "The verification: ver_…")
        var id: String
        @Argument(help: "The code that the person typed.")
        var code: String
        @OptionGroup var gateway: GatewayOptions

        func run() async throws {
            try await Failure.reporting {
                guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F })
                else { throw Failure(.general, "a verification is named ver_ and 26 letters and digits") }
                let answer = try await gateway.client.ask(.POST, "/v1/verifications/\(id)/check", ["code": .text(code)])
                Output.line(answer.pretty)
                guard answer.flag("valid") == true else { throw ExitCode(1) }
            }
        }
    }
}
