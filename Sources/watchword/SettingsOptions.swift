import ArgumentParser
import Foundation
import Logging
import Settings

/// The flags every command has that reads the configuration.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The YAML file with the settings.", valueName: "path"))
    var config: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("http.host"), valueName: "host"))
    var httpHost: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("http.port"), valueName: "port"))
    var httpPort: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("data_dir"), valueName: "path"))
    var dataDir: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("secrets_file"), valueName: "path"))
    var secretsFile: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("log.level"), valueName: "level"))
    var logLevel: String?
    @Option(name: .long, help: ArgumentHelp(Self.help("log.format"), valueName: "format"))
    var logFormat: String?
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Any setting; `watchword config keys` lists them.", valueName: "key=value"))
    var assignments: [String] = []

    func load() throws -> Settings {
        var flags: [(key: String, value: String, flag: String)] = []
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Failure(.configuration, "--set needs key=value") }
            flags.append((String(parts[0]), String(parts[1]), "--set"))
        }
        let own: [(key: String, value: String?)] = [
            ("http.host", httpHost), ("http.port", httpPort), ("data_dir", dataDir), ("secrets_file", secretsFile),
            ("log.level", logLevel), ("log.format", logFormat),
        ]
        for (key, value) in own {
            if let value { flags.append((key, value, Setting.named(key)?.flag ?? key)) }
        }
        return try SettingsLoader.load(flags: flags, path: config, environment: ProcessInfo.processInfo.environment)
    }

    private static func help(_ key: String) -> String {
        guard let setting = Setting.named(key) else { return key }
        return setting.meaning + " (\(setting.environmentName))"
    }
}
