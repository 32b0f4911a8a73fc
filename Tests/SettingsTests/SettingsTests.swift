import Fraud
import Logging
import Routing
import SMPP
import Settings
import Testing

private func load(
    file: String? = nil, flags: [(key: String, value: String, flag: String)] = [],
    environment: [String: String] = [:], files: [String: String] = [:]
) throws(SettingsFailure) -> Settings {
    try SettingsLoader.load(
        flags: flags, path: file == nil ? nil : "w.yaml", environment: environment,
        readFile: { path throws(FileProblem) in
            if path == "w.yaml", let file { return file }
            guard let text = files[path] else { throw .missing(path) }
            return text
        })
}

private func problems(
    file: String? = nil, flags: [(key: String, value: String, flag: String)] = [],
    environment: [String: String] = [:], files: [String: String] = [:]
) -> [String] {
    do throws(SettingsFailure) {
        _ = try load(file: file, flags: flags, environment: environment, files: files)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

struct DefaultTests {
    @Test func `without file and environment every default holds`() throws {
        let settings = try load()
        #expect(settings.http == Endpoint(host: "127.0.0.1", port: 8080))
        #expect(settings.apiKey == nil)
        #expect(settings.dataDirectory == "watchword-data")
        #expect(settings.secretsFile == "watchword-data/secrets")
        #expect(settings.simulatorPort == 8081)
        #expect(settings.logLevel == .info)
        #expect(settings.logFormat == .text)
        #expect(settings.sender == "Watchword")
        #expect(settings.startsPerNumber == VelocityLimit(5, per: .seconds(600)))
        #expect(settings.wrongChecksPerNumber == VelocityLimit(20, per: .seconds(86_400)))
        #expect(settings.retention == .seconds(86_400))
        #expect(settings.drainTime == .seconds(10))
        #expect(settings.inbound.helpContact == nil)
        #expect(settings.inbound.retention == .seconds(86_400))
        #expect(!settings.inbound.allowsPrivateWebhooks)
        #expect(settings.carriers == [])
        #expect(settings.origins.allSatisfy { $0.place == .standard })
    }

    @Test func `every default is a value that is accepted`() {
        for setting in Setting.all {
            if let standard = setting.standard { #expect(setting.form.accepts(standard), "\(setting.key)") }
        }
        for field in CarrierField.all {
            if let standard = field.standard { #expect(field.form.accepts(standard), "\(field.name)") }
        }
    }

    @Test func `names in the environment are those that were promised`() {
        let names = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.key, $0.environmentName) })
        #expect(names["http.port"] == "WATCHWORD_HTTP_PORT")
        #expect(names["api_key"] == "WATCHWORD_API_KEY")
        #expect(names["data_dir"] == "WATCHWORD_DATA_DIR")
        #expect(names["secrets_file"] == "WATCHWORD_SECRETS_FILE")
        #expect(names["simulator.port"] == "WATCHWORD_SIMULATOR_PORT")
        #expect(names["carriers"] == "WATCHWORD_CARRIERS")
        #expect(Setting.named("http.port")?.flag == "--http-port")
    }

    @Test func `the guide names every setting, variable and field`() {
        let guide = SettingsGuide.text
        for setting in Setting.all {
            #expect(guide.contains("\n\(setting.key)\n") && guide.contains(setting.environmentName))
        }
        for field in CarrierField.all { #expect(guide.contains("\n\(field.name)\n")) }
    }
}

struct PrecedenceTests {
    static let file = "http: {port: 9001}\ndata_dir: from-file\nlog: {level: error}\nsender: File\n"

    @Test func `flags come before environment, environment before file, file before default`() throws {
        let settings = try load(
            file: Self.file, flags: [("http.port", "9003", "--http-port")],
            environment: ["WATCHWORD_HTTP_PORT": "9002", "WATCHWORD_DATA_DIR": "from-environment"])
        #expect(settings.http.port == 9003)
        #expect(settings.dataDirectory == "from-environment")
        #expect(settings.logLevel == .error)
        #expect(settings.http.host == "127.0.0.1")
        let places = Dictionary(uniqueKeysWithValues: settings.origins.map { ($0.key, $0.place) })
        #expect(places["http.port"] == .flag("--http-port"))
        #expect(places["data_dir"] == .environment("WATCHWORD_DATA_DIR"))
        #expect(places["log.level"] == .file("w.yaml", line: 3))
        #expect(places["http.host"] == .standard)
    }

    @Test func `the file is found by the environment, and a flag names another`() throws {
        let files = ["a.yaml": "sender: A1", "b.yaml": "sender: B1"]
        let byVariable = try load(environment: ["WATCHWORD_CONFIG": "a.yaml"], files: files)
        #expect(byVariable.sender == "A1")
        let byFlag = try SettingsLoader.load(
            path: "b.yaml", environment: ["WATCHWORD_CONFIG": "a.yaml"],
            readFile: { path throws(FileProblem) in files[path] ?? "" })
        #expect(byFlag.sender == "B1")
    }

    @Test func `carriers of the environment replace those of the file`() throws {
        let settings = try load(
            file: "carriers: [{name: file, host: a, system_id: b}]",
            environment: ["WATCHWORD_CARRIERS": "env=smpp://b@a"])
        #expect(settings.carriers.map(\.name) == ["env"])
    }

    @Test func `a value that is overridden must be right too`() {
        #expect(
            problems(file: "http: {port: no}", environment: ["WATCHWORD_HTTP_PORT": "1"]) == [
                "w.yaml:1: http.port must be a port from 0 to 65535, not \"no\""
            ])
    }
}

struct FileTests {
    @Test func `a whole file is understood`() throws {
        let settings = try load(
            file: """
                # The gateway of an example.
                http:
                  host: 0.0.0.0
                  port: 80
                api_key: "123456789012345678901234"
                data_dir: /var/lib/watchword
                secrets_file: /etc/watchword/secrets
                simulator: {port: 0}
                log: {level: debug, format: json}
                sender: "+46701234567"
                limits:
                  starts_per_number: 3/90s
                  wrong_checks_per_number: 1000/7d
                retention: 7d
                drain_time: 5
                carriers:
                  - name: alpha
                    host: smsc.example
                    system_id: ours
                    password: hush
                    port: 2776
                    system_type: SMS
                    bind: transceiver
                    window: 50
                    rate_per_second: 30
                    priority: 1
                    prefixes: [46, "47"]
                    sender: Alpha
                    message_id_form: hex_in_response
                    enquire_link_seconds: 15
                  - {name: beta, host: "::1", system_id: we}
                """)
        #expect(settings.http == Endpoint(host: "0.0.0.0", port: 80))
        #expect(settings.apiKey == "123456789012345678901234")
        #expect(settings.secretsFile == "/etc/watchword/secrets")
        #expect(settings.logFormat == .json)
        #expect(settings.startsPerNumber == VelocityLimit(3, per: .seconds(90)))
        #expect(settings.wrongChecksPerNumber == VelocityLimit(1000, per: .seconds(7 * 86_400)))
        #expect(settings.drainTime == .seconds(5))
        let alpha = try #require(settings.carriers.first)
        #expect(alpha.endpoint == Endpoint(host: "smsc.example", port: 2776))
        #expect(alpha.route == Route(link: "alpha", priority: 1, prefixes: ["46", "47"], sender: "Alpha"))
        #expect(alpha.ratePerSecond == 30 && alpha.dialect.messageIDForm == "hex_in_response")
        #expect(alpha.clients[0].bind == BindRequest(systemID: "ours", password: "hush", systemType: "SMS"))
        #expect(alpha.clients[0].windowMax == 50 && alpha.clients[0].timers.enquireLink == .seconds(15))
        let beta = settings.carriers[1]
        #expect(beta.endpoint == Endpoint(host: "::1", port: 2775) && beta.ratePerSecond == nil && beta.window == 100)
        #expect(beta.route == Route(link: "beta"))
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "{}\n", "carriers: []"])
    func `a file that says nothing leaves the defaults`(_ file: String) throws {
        #expect(try load(file: file).http.port == 8080)
    }

    @Test(arguments: [
        ("http:\n  prot: 1", "w.yaml:2: http.prot is no setting; did you mean http.port?"),
        ("htpt: {port: 1}", "w.yaml:1: htpt is no setting; did you mean http?"),
        (
            "http:\n\n  tls: true", "w.yaml:3: http.tls is no setting; known are http.host, http.port"
        ),
        ("http: 8080", "w.yaml:1: http must be a mapping with keys among host, port"),
        ("http: {port: 80a}", "w.yaml:1: http.port must be a port from 0 to 65535, not \"80a\""),
        ("http: {port: 65536}", "w.yaml:1: http.port must be a port from 0 to 65535, not \"65536\""),
        ("http: {port: [1]}", "w.yaml:1: http.port must be a port from 0 to 65535"),
        ("http: {port: -1}", "w.yaml:1: http.port must be a port from 0 to 65535, not \"-1\""),
        ("data_dir:", "w.yaml:1: data_dir must be a path, not \"\""),
        (
            "api_key: 12345678901234567890123",
            "w.yaml:1: api_key must be at least 24 printable ASCII characters without spaces"
        ),
        (
            "log: {level: loud}",
            "w.yaml:1: log.level must be one of trace, debug, info, notice, warning, error, critical, not \"loud\""
        ),
        (
            "limits: {starts_per_number: 5}",
            "w.yaml:1: limits.starts_per_number must be COUNT/PERIOD such as 5/10m, with a count of 1 to 1000 and "
                + "a period of 1s to 7d, not \"5\""
        ),
        (
            "retention: 31d",
            "w.yaml:1: retention must be a time such as 90s, 10m, 24h or 7d, from 1h to 30d, not \"31d\""
        ),
        (
            "sender: Watchword Ltd",
            "w.yaml:1: sender must be 1 to 11 letters, digits, spaces or . _ - & with a letter among them, or a "
                + "number of 3 to 15 digits, not \"Watchword Ltd\""
        ),
        (
            "[1]",
            "w.yaml:1: the file must be a mapping with keys among http, api_key, data_dir, secrets_file, smpp, "
                + "inbound, webhooks, simulator, log, sender, limits, retention, drain_time, carriers"
        ),
        ("sender: a\nsender: b", "w.yaml:1: sender is said twice"),
        ("carriers: {name: a}", "w.yaml:1: carriers must be a list of carriers"),
        ("carriers:\n  - a", "w.yaml:2: carriers[0] must be a mapping with name, host, system_id, …"),
        ("carriers:\n  - {name: a, host: b}", "w.yaml:2: carriers[0] has no system_id, which every carrier needs"),
        (
            "carriers:\n  - name: a\n    host: b\n    system_id: c\n    widnow: 5",
            "w.yaml:5: widnow is no field of a carrier (carriers[0]); did you mean window?"
        ),
        (
            "carriers:\n  - name: a\n    host: b\n    system_id: c\n    window: 0",
            "w.yaml:5: carriers[0].window must be a whole number from 1 to 1000, not \"0\""
        ),
        (
            "carriers:\n  - name: a\n    host: b\n    system_id: c\n    password: longer-than-8",
            "w.yaml:5: carriers[0].password must be a text of at most 8 characters"
        ),
        (
            "carriers:\n  - name: a\n    host: b\n    system_id: c\n    bind: both",
            "w.yaml:5: carriers[0].bind must be one of transceiver, transmitter_receiver, transmitter, receiver, "
                + "not \"both\""
        ),
        (
            "carriers:\n  - {name: a, host: b, system_id: c}\n  - {name: a, host: d, system_id: e}",
            "w.yaml:3: two carriers are called a: rename one"
        ),
        (
            "carriers:\n  - {name: a, host: b, system_id: c, prefixes: [+46]}",
            "w.yaml:2: carriers[0].prefixes must be a list of prefixes of 1 to 15 digits without +, not \"+46\""
        ),
    ])
    func `what is wrong is named with its line`(_ file: String, _ line: String) {
        #expect(problems(file: file) == [line])
    }

    @Test(arguments: ["http: [", "a: b: c", "\t- x", "'"])
    func `a file that is not YAML is said to be none`(_ file: String) throws {
        let found = problems(file: file)
        #expect(found.count == 1)
        let line = try #require(found.first)
        #expect(line.hasPrefix("w.yaml:") && line.contains("this is not YAML: ") && !line.contains("\n"))
    }

    @Test func `all problems are found at once, and one line counts them`() {
        let file = "http: {port: x}\nretention: y\nwrong: z"
        #expect(problems(file: file).count == 3)
        do throws(SettingsFailure) {
            _ = try load(file: file)
            Issue.record("it was accepted")
        } catch {
            #expect(
                "\(error)" == "w.yaml:3: wrong is no setting; known are http, api_key, data_dir, secrets_file, "
                    + "smpp, inbound, webhooks, simulator, log, sender, limits, retention, drain_time, carriers "
                    + "(and 2 more: watchword config check)")
        }
    }

    @Test func `a missing file is named by what named it`() {
        #expect(
            problems(environment: ["WATCHWORD_CONFIG": "gone.yaml"]) == ["WATCHWORD_CONFIG: there is no file gone.yaml"]
        )
    }

    @Test func `a password can lie in a file of its own`() throws {
        let file = "carriers:\n  - {name: a, host: b, system_id: c, password_file: p}"
        #expect(try load(file: file, files: ["p": "hush\n"]).carriers.first?.password == "hush")
        #expect(problems(file: file) == ["w.yaml:2: carriers[0].password_file: there is no file p"])
        #expect(
            problems(file: file, files: ["p": "123456789"]) == [
                "w.yaml:2: the password in p must be a text of at most 8 characters"
            ])
        #expect(
            problems(file: "carriers: [{name: a, host: b, system_id: c, password: d, password_file: p}]") == [
                "w.yaml:1: carriers[0] has both password and password_file: keep one"
            ])
    }
}

struct EnvironmentTests {
    @Test(arguments: [
        (
            "WATCHWORD_HTTP_PROT", "1",
            "environment: WATCHWORD_HTTP_PROT is no setting; did you mean WATCHWORD_HTTP_PORT?"
        ),
        (
            "WATCHWORD_HTTP_PORT", "80 ",
            "WATCHWORD_HTTP_PORT: http.port must be a port from 0 to 65535, not \"80 \""
        ),
        (
            "WATCHWORD_API_KEY", "too-short",
            "WATCHWORD_API_KEY: api_key must be at least 24 printable ASCII characters without spaces"
        ),
        ("WATCHWORD_DATA_DIR", "", "WATCHWORD_DATA_DIR: data_dir must be a path, not \"\""),
        (
            "WATCHWORD_CARRIERS", "a=http://b",
            "WATCHWORD_CARRIERS: carriers[0] must be name=smpp://system_id:password@host:port?field=value&…"
        ),
        (
            "WATCHWORD_CARRIERS", "a=smpp://id:secret-too-long@h",
            "WATCHWORD_CARRIERS: carriers[0].password must be a text of at most 8 characters"
        ),
        (
            "WATCHWORD_CARRIERS", "a=smpp://id@h:0",
            "WATCHWORD_CARRIERS: carriers[0].port must be a port from 1 to 65535, not \"0\""
        ),
        (
            "WATCHWORD_CARRIERS", "a=smpp://id@h?fast=50",
            "WATCHWORD_CARRIERS: fast is no field of a carrier (carriers[0]); known are "
                + CarrierField.all.map(\.name).joined(separator: ", ")
        ),
        (
            "WATCHWORD_CARRIERS", "a=smpp://id@h,a=smpp://id@h",
            "WATCHWORD_CARRIERS: two carriers are called a: rename one"
        ),
    ])
    func `what is wrong is named with its variable`(_ name: String, _ value: String, _ line: String) {
        #expect(problems(environment: [name: value]) == [line])
    }

    @Test func `what Kubernetes adds for a service of the name is left alone`() throws {
        let links = [
            "WATCHWORD_SERVICE_HOST": "10.0.0.1", "WATCHWORD_SERVICE_PORT": "80", "WATCHWORD_SERVICE_PORT_HTTP": "80",
            "WATCHWORD_PORT": "tcp://10.0.0.1:80", "WATCHWORD_PORT_80_TCP": "tcp://10.0.0.1:80",
            "WATCHWORD_PORT_80_TCP_ADDR": "10.0.0.1", "PATH": "/bin", "WATCH": "1",
        ]
        #expect(try load(environment: links).http.port == 8080)
    }

    @Test func `carriers fit a variable`() throws {
        let line =
            "alpha=smpp://our%2Cid:p%40ss%3A@127.0.0.1:2776?window=5&rate=7&priority=2&prefixes=46;47, "
            + "beta=smpp://we@[::1]/"
        let carriers = try load(environment: ["WATCHWORD_CARRIERS": line]).carriers
        #expect(carriers.count == 2)
        #expect(carriers[0].systemID == "our,id" && carriers[0].password == "p@ss:")
        #expect(carriers[0].endpoint == Endpoint(host: "127.0.0.1", port: 2776))
        #expect(carriers[0].window == 5 && carriers[0].ratePerSecond == 7)
        #expect(carriers[0].route == Route(link: "alpha", priority: 2, prefixes: ["46", "47"]))
        #expect(carriers[1].endpoint == Endpoint(host: "::1", port: 2775) && carriers[1].password == "")
    }

    @Test func `flags are judged as the rest, and secrets are no flags`() {
        #expect(
            problems(flags: [("http.port", "x", "--http-port")]) == [
                "--http-port: http.port must be a port from 0 to 65535, not \"x\""
            ])
        #expect(
            problems(flags: [("retentoin", "1h", "--set")]) == [
                "--set: retentoin is no setting; did you mean retention?"
            ])
        #expect(
            problems(flags: [("api_key", "123456789012345678901234", "--set")]) == [
                "--set: api_key must not be a flag, which other users can see: use WATCHWORD_API_KEY or the file"
            ])
    }
}

struct DisclosureTests {
    @Test func `no secret is printed, by value, origin or dump`() throws {
        let key = "key-that-nobody-may-see-1"
        let settings = try load(
            environment: ["WATCHWORD_API_KEY": key, "WATCHWORD_CARRIERS": "a=smpp://id:hushhush@h"])
        var dumped = "\(settings) \(settings.carriers) \(settings.origins)"
        dump(settings, to: &dumped)
        #expect(!dumped.contains(key) && !dumped.contains("hushhush"))
    }

    @Test func `what is unwise is said`() throws {
        #expect(
            try load().warnings == [
                "secrets_file watchword-data/secrets lies in data_dir: whoever copies the data has its keys; "
                    + "set them apart",
                "no carrier is configured: requests to send are answered 503 no_route",
            ])
        let apart = try load(
            environment: [
                "WATCHWORD_SECRETS_FILE": "watchword-data/../secrets", "WATCHWORD_HTTP_HOST": "0.0.0.0",
                "WATCHWORD_CARRIERS": "a=smpp://id@h?prefixes=46",
            ])
        #expect(
            apart.warnings == [
                "every carrier is limited to prefixes: other numbers are answered 503 no_route",
                "http.host 0.0.0.0 is reachable from outside without TLS: put a TLS proxy before it",
            ])
    }
}
