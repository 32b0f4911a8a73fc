import ArgumentParser

@main
struct Watchword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchword",
        abstract: "Proves that a person holds a phone: makes codes, sends them over carriers, checks them once.",
        discussion: "Shell completions: watchword --generate-completion-script bash|zsh|fish.",
        groupedSubcommands: [
            CommandGroup(name: "Running", subcommands: [ServeCommand.self, DemoCommand.self, CarrierCommand.self]),
            CommandGroup(name: "Using a running gateway", subcommands: [SendCommand.self, VerifyCommand.self]),
            CommandGroup(name: "Keeping", subcommands: [ConfigCommand.self, KeysCommand.self]),
            CommandGroup(
                name: "Looking into",
                subcommands: [PDUCommand.self, NumberCommand.self, Simulate.self, BenchCommand.self]),
        ])
}
