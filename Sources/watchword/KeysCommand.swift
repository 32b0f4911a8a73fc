import ArgumentParser
import NIOHTTP1
import Settings
import Verification
import World

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "API keys of a running gateway, and the secrets its store is kept under.",
        subcommands: [Create.self, List.self, Delete.self, SecretsCommand.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an API key. Its secret is shown once.",
            discussion: "The API key to ask with is read from WATCHWORD_API_KEY.")

        @Argument(help: "What to call it.")
        var name: String
        @Option(help: "The account it is for: acc_…; the asking key's own when not said.")
        var account: String?
        @OptionGroup var gateway: GatewayOptions

        func run() async throws {
            try await Failure.reporting {
                let answer = try await gateway.client.ask(
                    .POST, "/v1/keys", ["name": .text(name), "account": account.map(JSONField.text)])
                Output.line(answer.pretty)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the API keys.")

        @OptionGroup var gateway: GatewayOptions

        func run() async throws {
            try await Failure.reporting { Output.line(try await gateway.client.ask(.GET, "/v1/keys").pretty) }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete an API key; it stops working at once.")

        @Argument(help: "The key: key_…")
        var id: String
        @OptionGroup var gateway: GatewayOptions

        func run() async throws {
            try await Failure.reporting {
                guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F })
                else { throw Failure(.general, "a key is named key_ and 26 letters and digits") }
                _ = try await gateway.client.ask(.DELETE, "/v1/keys/\(id)")
                Output.line("deleted \(id)")
            }
        }
    }
}

/// The secrets file of this machine; nothing here talks to a gateway.
struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "The secrets file: see, rotate, forget.",
        subcommands: [List.self, Rotate.self, Forget.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show which master keys the file has.")

        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            try await Failure.reporting {
                let settings = try options.load()
                let secrets = try SecretsFile.load(settings.secretsFile, now: LiveWorld().now)
                Output.line(settings.secretsFile)
                for master in secrets.masters {
                    let isCurrent = master.id == secrets.masters.last?.id
                    Output.line("master \(master.id)" + (isCurrent ? " (current)" : ""))
                }
                if secrets.previousUniqueness != nil { Output.line("previous uniqueness key kept") }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a new master and uniqueness key; the earlier ones are kept.",
            discussion: "A running gateway takes the new keys at its next start.")

        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            try await Failure.reporting {
                let settings = try options.load()
                let world = LiveWorld()
                var random = world.random
                let id = try SecretsFile.rotate(settings.secretsFile, now: world.now, using: &random)
                Output.line("master \(id) is now the current one in \(settings.secretsFile): restart the gateway")
            }
        }
    }

    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drop an earlier master key; what only it opens is lost.",
            discussion: "Safe once every message and verification made under it has ended: a day after the restart.")

        @Argument(help: "The number of the master key.")
        var id: UInt8
        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            try await Failure.reporting {
                let settings = try options.load()
                try SecretsFile.forget(master: id, in: settings.secretsFile, now: LiveWorld().now)
                Output.line("master \(id) is dropped from \(settings.secretsFile)")
            }
        }
    }
}
