import Configuration
import Fraud
import Logging
import SMPP

/// Reads settings from flags, environment and file, in this order of precedence.
///
/// swift-configuration answers for the keys it is asked for. What nobody asks for — a misspelt key — is found here
/// first, and is an error: see Docs/decisions/0009-configuration.md.
package struct SettingsLoader {
    /// A file's text; throws `FileProblem`.
    package typealias FileReader = (_ path: String) throws(FileProblem) -> String

    /// The largest file that is read.
    package static let fileBytesMax = 1 << 20

    private var problems: [SettingsProblem] = []
    private var places: [String: [Place]] = [:]
    private var fileValues: [String: String] = [:]
    private var flagValues: [String: String] = [:]
    private var carrierDrafts: [CarrierDraft] = []

    private init() {}

    /// - Parameters:
    ///   - flags: by key, with the flag's own name.
    ///   - path: the file named by a flag; without it `WATCHWORD_CONFIG` may name one.
    package static func load(
        flags: [(key: String, value: String, flag: String)] = [], path: String? = nil,
        environment: [String: String], readFile: FileReader = PrivateFile.text
    ) throws(SettingsFailure) -> Settings {
        var loader = SettingsLoader()
        loader.readFlags(flags)
        loader.readEnvironment(environment)
        if let path {
            loader.readFile(path, named: .flag("--config"), readFile)
        } else if let path = environment[Setting.configurationVariable] {
            loader.readFile(path, named: .environment(Setting.configurationVariable), readFile)
        }
        let carriers = loader.carriers(readFile)
        guard loader.problems.isEmpty else { throw SettingsFailure(loader.problems) }
        let settings = loader.settings(environment, carriers: carriers)
        if let problem = settings.smpp?.problem {
            let place = loader.places["smpp.port"]?.first ?? .standard
            throw SettingsFailure([SettingsProblem(place: place, text: problem)])
        }
        return settings
    }

    // MARK: Sources

    private mutating func readFlags(_ flags: [(key: String, value: String, flag: String)]) {
        for (key, value, flag) in flags {
            guard let setting = Setting.named(key) else {
                let known = Setting.all.filter { !$0.isSecret }.map(\.key)
                problems.append(.unknown(key, among: known, what: "setting", at: .flag(flag)))
                continue
            }
            guard !setting.isSecret else {
                problems.append(
                    SettingsProblem(
                        place: .flag(flag),
                        text: "\(key) must not be a flag, which other users can see: "
                            + "use \(setting.environmentName) or the file"))
                continue
            }
            judge(value, of: setting, at: .flag(flag))
            flagValues[key] = value
        }
    }

    private mutating func readEnvironment(_ environment: [String: String]) {
        let known = Setting.all.map(\.environmentName) + [Setting.configurationVariable]
        for name in environment.keys.sorted() where name.hasPrefix(Setting.environmentPrefix) {
            let value = environment[name] ?? ""
            if name == Setting.configurationVariable { continue }
            if name == "WATCHWORD_CARRIERS" {
                carrierDrafts = CarrierLine.drafts(value, at: .environment(name), problems: &problems)
                places["carriers", default: []].append(.environment(name))
            } else if let setting = Setting.all.first(where: { $0.environmentName == name }) {
                judge(value, of: setting, at: .environment(name))
            } else if !Self.isServiceLink(name, value) {
                problems.append(.unknown(name, among: known, what: "setting", at: .environment("environment")))
            }
        }
    }

    /// Kubernetes and Docker put such names into the environment of every pod beside a service called `watchword`.
    /// Source: Kubernetes documentation, "Discovering services", environment variables.
    private static func isServiceLink(_ name: String, _ value: String) -> Bool {
        if name.hasSuffix("_SERVICE_HOST") || name.contains("_SERVICE_PORT") { return true }
        if name.hasSuffix("_PORT"), value.contains("://") { return true }
        let parts = name.split(separator: "_")
        return parts.indices.dropLast(2).contains { index in
            parts[index] == "PORT" && parts[index + 1].allSatisfy(\.isNumber)
                && ["TCP", "UDP", "SCTP"].contains(parts[index + 2])
        }
    }

    private mutating func readFile(_ path: String, named place: Place, _ read: FileReader) {
        let text: String
        do {
            text = try read(path)
        } catch {
            problems.append(SettingsProblem(place: place, text: "\(error)"))
            return
        }
        let file = SettingsFile(text, path: path)
        problems += file.problems
        for setting in Setting.all {
            guard let (value, place) = file.values[setting.key] else { continue }
            judge(value, of: setting, at: place)
            fileValues[setting.key] = value
        }
        if let carriers = file.carriers, places["carriers"] == nil {
            carrierDrafts = carriers
            places["carriers", default: []].append(.file(path, line: nil))
        }
    }

    private mutating func judge(_ value: String, of setting: Setting, at place: Place) {
        places[setting.key, default: []].append(place)
        guard !setting.form.accepts(value) else { return }
        problems.append(.value(value, key: setting.key, form: setting.form, isSecret: setting.isSecret, at: place))
    }

    // MARK: Values

    private mutating func carriers(_ readFile: FileReader) -> [CarrierSettings] {
        var carriers: [CarrierSettings] = []
        for draft in carrierDrafts {
            guard let carrier = draft.finish(&problems, readFile: readFile) else { continue }
            if carriers.contains(where: { $0.name == carrier.name }) {
                problems.append(
                    SettingsProblem(place: draft.place, text: "two carriers are called \(carrier.name): rename one"))
            }
            carriers.append(carrier)
        }
        return carriers
    }

    /// Called when every value was accepted.
    private func settings(_ environment: [String: String], carriers: [CarrierSettings]) -> Settings {
        let reader = ConfigReader(providers: [
            Self.provider("flags", flagValues),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "watchword"),
            Self.provider("file", fileValues),
        ])
        func text(_ key: String) -> String? {
            reader.string(forKey: ConfigKey(key), isSecret: Setting.named(key)?.isSecret ?? true)
                ?? Setting.named(key)?.standard
        }
        func value<Value>(_ key: String, _ parse: (String) -> Value?) -> Value {
            guard let value = text(key).flatMap(parse) else {
                preconditionFailure("\(key) has a default, and every value was accepted")
            }
            return value
        }
        let dataDirectory = value("data_dir") { $0 }
        let secretsFile = text("secrets_file") ?? dataDirectory + "/secrets"
        return Settings(
            http: Endpoint(host: value("http.host") { $0 }, port: value("http.port", ValueForm.integer)),
            smpp: text("smpp.port").flatMap(ValueForm.integer).map { port in
                SMPPListenerSettings(
                    endpoint: Endpoint(host: value("smpp.host") { $0 }, port: port),
                    systemID: value("smpp.system_id") { $0 }, certificateFile: text("smpp.tls_certificate_file"),
                    keyFile: text("smpp.tls_key_file"), caFile: text("smpp.tls_ca_file"))
            },
            inbound: InboundSettings(
                helpContact: text("inbound.help_contact"), retention: value("inbound.retention", ValueForm.duration),
                allowsPrivateWebhooks: text("webhooks.private_networks") == "allow"),
            apiKey: text("api_key"), dataDirectory: dataDirectory, secretsFile: secretsFile,
            simulatorPort: value("simulator.port", ValueForm.integer),
            logLevel: value("log.level", Logger.Level.init(rawValue:)),
            logFormat: value("log.format", Settings.LogFormat.init(rawValue:)), sender: value("sender") { $0 },
            startsPerNumber: value("limits.starts_per_number", ValueForm.limit),
            wrongChecksPerNumber: value("limits.wrong_checks_per_number", ValueForm.limit),
            retention: value("retention", ValueForm.duration), drainTime: value("drain_time", ValueForm.duration),
            carriers: carriers,
            origins: Setting.all.map { setting in
                let shown =
                    switch setting.key {
                    case "carriers": carriers.map(\.description).joined(separator: "; ")
                    case "secrets_file": secretsFile
                    case _ where setting.isSecret: text(setting.key) == nil ? "" : "•••"
                    default: text(setting.key) ?? ""
                    }
                return (setting.key, shown, places[setting.key]?.first ?? .standard)
            })
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        let values = values.map { key, value in
            let isSecret = Setting.named(key)?.isSecret ?? true
            return (
                AbsoluteConfigKey(key.split(separator: ".").map(String.init)),
                ConfigValue(.string(value), isSecret: isSecret)
            )
        }
        return InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: values))
    }
}
