/// One thing that can be set: its name, what it may be and what it is when nobody says. The table `all` is the only
/// place that names settings; checks, help and documentation are made from it.
package struct Setting: Sendable {
    /// As in the YAML file, levels joined by dots.
    package var key: String
    package var form: ValueForm
    /// What holds when nothing is said; `nil` where that is nothing, or follows from other settings.
    package var standard: String?
    /// One sentence.
    package var meaning: String
    /// Must not be shown, nor given where other users of the machine can read it.
    package var isSecret = false
    /// Has a flag of its own; the rest are set with `--set`.
    package var hasFlag = false

    /// `WATCHWORD_HTTP_PORT` for `http.port`.
    package var environmentName: String {
        Self.environmentPrefix + key.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }
    /// `--http-port` for `http.port`; `nil` where there is none.
    package var flag: String? {
        hasFlag ? "--" + key.map { $0 == "." || $0 == "_" ? "-" : String($0) }.joined() : nil
    }

    package static let environmentPrefix = "WATCHWORD_"
    /// Names the file; it is no setting of the file itself.
    package static let configurationVariable = "WATCHWORD_CONFIG"
    package static let apiKeyLengthMin = 24

    package static let all: [Setting] = [
        Setting(
            key: "http.host", form: .host, standard: "127.0.0.1",
            meaning: "Address the HTTP interface listens on.", hasFlag: true),
        Setting(
            key: "http.port", form: .port(0...65_535), standard: "8080",
            meaning: "Port of the HTTP interface; 0 lets the system choose.", hasFlag: true),
        Setting(
            key: "api_key", form: .apiKey, standard: nil,
            meaning: "API key accepted from the start; made at the first start when there is none.", isSecret: true),
        Setting(
            key: "data_dir", form: .path, standard: "watchword-data",
            meaning: "Directory of the store; one process at a time may hold it.", hasFlag: true),
        Setting(
            key: "secrets_file", form: .path, standard: nil,
            meaning: "File of the secrets, best apart from the data; <data_dir>/secrets when not said.", hasFlag: true),
        Setting(
            key: "smpp.port", form: .port(0...65_535), standard: nil,
            meaning: "Port on which applications bind over SMPP; nobody can when not said, 0 lets the system choose."),
        Setting(
            key: "smpp.host", form: .host, standard: "127.0.0.1",
            meaning: "Address the SMPP interface listens on."),
        Setting(
            key: "smpp.system_id", form: .text(1...15), standard: "watchword",
            meaning: "What the SMPP interface calls itself in bind responses."),
        Setting(
            key: "smpp.tls_certificate_file", form: .path, standard: nil,
            meaning: "PEM file of the SMPP interface's certificate chain; with it, every bind is over TLS."),
        Setting(
            key: "smpp.tls_key_file", form: .path, standard: nil, meaning: "PEM file of that certificate's key."),
        Setting(
            key: "smpp.tls_ca_file", form: .path, standard: nil,
            meaning: "PEM file of the CAs that sign the applications' client certificates; asked for when said."),
        Setting(
            key: "inbound.help_contact", form: .text(1...60), standard: nil,
            meaning: "Where the answer to HELP sends people: a number, an address or a page."),
        Setting(
            key: "inbound.retention", form: .duration(.seconds(3600)...(.seconds(30 * 86_400))), standard: "24h",
            meaning: "How long an inbox keeps a message."),
        Setting(
            key: "webhooks.private_networks", form: .choice(["refuse", "allow"]), standard: "refuse",
            meaning: "Whether webhooks may point at this machine and private networks; allow is for trials."),
        Setting(
            key: "simulator.port", form: .port(0...65_535), standard: "8081",
            meaning: "Port of the simulated handsets, on loopback; for demo and carrier only."),
        Setting(
            key: "log.level", form: .choice(logLevels), standard: "info",
            meaning: "The least severe log line that is written.", hasFlag: true),
        Setting(
            key: "log.format", form: .choice(["text", "json"]), standard: "text",
            meaning: "How log lines are written to standard error.", hasFlag: true),
        Setting(
            key: "sender", form: .sender, standard: "Watchword",
            meaning: "Sender of messages when neither route, service nor request names one."),
        Setting(
            key: "limits.starts_per_number", form: .limit, standard: "5/10m",
            meaning: "Starts for one number, across services and accounts."),
        Setting(
            key: "limits.wrong_checks_per_number", form: .limit, standard: "20/1d",
            meaning: "Wrong checks for one number, across services and accounts."),
        Setting(
            key: "retention", form: .duration(.seconds(3600)...(.seconds(30 * 86_400))), standard: "24h",
            meaning: "How long verifications and messages that ended can still be asked for."),
        Setting(
            key: "drain_time", form: .duration(.seconds(0)...(.seconds(300))), standard: "10s",
            meaning: "How long a shutdown waits for what is in flight."),
        Setting(
            key: "carriers", form: .carriers, standard: nil,
            meaning: "The carriers messages go out by; see the fields of a carrier.", isSecret: true),
    ]

    private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    package static func named(_ key: String) -> Setting? { all.first { $0.key == key } }
}
