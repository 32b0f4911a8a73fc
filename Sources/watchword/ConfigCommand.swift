import ArgumentParser
import MessageTemplates
import SQLiteStorage
import Settings
import Storage
import World

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration: check it, or list what can be set.",
        subcommands: [Check.self, Keys.self])

    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every setting with its variable and default.")
        func run() async throws { Output.line(SettingsGuide.text) }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the configuration as serve would: exits 0 when serve can start with it, 78 when not.")

        @OptionGroup(title: "Settings") var options: SettingsOptions

        func run() async throws {
            try await Failure.reporting {
                let settings: Settings
                do {
                    settings = try options.load()
                } catch let failure as SettingsFailure {
                    for problem in failure.problems { Output.line("error: \(problem)") }
                    throw ExitCode(Failure.Code.configuration.rawValue)
                }
                for (key, value, place) in settings.origins where !value.isEmpty {
                    Output.line("\(key) = \(value)  (\(place))")
                }
                var isSound = true
                func tell(_ severity: String, _ text: String) {
                    Output.line("\(severity): \(text)")
                    if severity == "error" { isSound = false }
                }
                for warning in settings.warnings { tell("warning", warning) }
                if PrivateFile.exists(settings.dataDirectory), !PrivateFile.isDirectory(settings.dataDirectory) {
                    tell("error", "data_dir \(settings.dataDirectory) is not a directory")
                }
                if PrivateFile.exists(settings.secretsFile) {
                    do {
                        _ = try SecretsFile.load(settings.secretsFile, now: LiveWorld().now)
                    } catch {
                        tell("error", "\(error)")
                    }
                } else if PrivateFile.exists(settings.dataDirectory + "/" + SQLiteStore.fileName) {
                    tell("error", "the secrets file \(settings.secretsFile) is missing: put it back beside its store")
                }
                for finding in TemplateLibrary.lint(services: try await services(settings, tell)) {
                    tell(finding.severity.rawValue, finding.description)
                }
                guard isSound else { throw ExitCode(Failure.Code.configuration.rawValue) }
                Output.line("The configuration can be used.")
            }
        }

        /// The services of the store, whose texts are judged; the default one where there is no store yet.
        private func services(
            _ settings: Settings, _ tell: (_ severity: String, _ text: String) -> Void
        ) async throws -> [LintedService] {
            let standard = LintedService(label: "default", serviceName: "Watchword")
            guard PrivateFile.exists(settings.dataDirectory + "/" + SQLiteStore.fileName) else { return [standard] }
            let store: SQLiteStore
            do {
                store = try SQLiteStore.open(directory: settings.dataDirectory, now: LiveWorld().now)
            } catch StoreOpeningError.inUse {
                tell("note", "the store is in use: the texts of its services were not looked at")
                return [standard]
            } catch {
                tell("error", "\(error)")
                return [standard]
            }
            var services: [LintedService] = []
            for account in try await store.accounts() {
                for service in try await store.services(account: account.id) {
                    services.append(
                        LintedService(
                            label: "\(account.name)/\(service.name)",
                            serviceName: service.brand.isEmpty ? nil : service.brand, originHost: service.originHost,
                            retrieverHash: service.retrieverHash, customTemplate: service.template))
                }
            }
            await store.close()
            return services
        }
    }
}
