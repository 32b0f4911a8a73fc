package import Fraud
package import Logging
import Routing
package import SMPP

/// Everything that was set, judged and typed.
package struct Settings: Sendable {
    package enum LogFormat: String, Sendable { case text, json }

    package var http: Endpoint
    /// Where applications bind; `nil` when none may.
    package var smpp: SMPPListenerSettings?
    package var inbound: InboundSettings
    /// A key accepted from the start; `nil` when nobody gave one.
    package var apiKey: String?
    package var dataDirectory: String
    package var secretsFile: String
    package var simulatorPort: Int
    package var logLevel: Logger.Level
    package var logFormat: LogFormat
    package var sender: String
    package var startsPerNumber: VelocityLimit
    package var wrongChecksPerNumber: VelocityLimit
    package var retention: Duration
    package var drainTime: Duration
    package var carriers: [CarrierSettings]
    /// Every value with the place it was said at, in the order of `Setting.all`; secrets are not shown.
    package var origins: [(key: String, value: String, place: Place)]

    /// Where the key is kept that is made when none was given.
    package var apiKeyFile: String { dataDirectory + "/api-key" }

    /// What is unwise, though it works.
    package var warnings: [String] {
        var warnings: [String] = []
        if PathText.isInside(secretsFile, of: dataDirectory) {
            warnings.append(
                "secrets_file \(secretsFile) lies in data_dir: whoever copies the data has its keys; set them apart")
        }
        warnings += carrierWarnings
        if inbound.allowsPrivateWebhooks {
            warnings.append(
                "webhooks.private_networks is allow: who sets a webhook can make this machine ask what only it reaches")
        }
        if !Self.isLoopback(http.host) {
            warnings.append("http.host \(http.host) is reachable from outside without TLS: put a TLS proxy before it")
        }
        if let smpp, smpp.certificateFile == nil, !Self.isLoopback(smpp.endpoint.host) {
            warnings.append(
                "smpp.host \(smpp.endpoint.host) is reachable from outside without TLS: set smpp.tls_certificate_file")
        }
        return warnings
    }

    private var carrierWarnings: [String] {
        let sending = carriers.filter { $0.bind != .receiver }
        var warnings: [String] = []
        if carriers.isEmpty {
            warnings.append("no carrier is configured: requests to send are answered 503 no_route")
        } else if sending.isEmpty {
            warnings.append("every carrier is bound as a receiver: requests to send are answered 503 no_route")
        } else if sending.allSatisfy({ !$0.route.prefixes.isEmpty }) {
            warnings.append("every carrier is limited to prefixes: other numbers are answered 503 no_route")
        }
        for carrier in carriers where carrier.tls?.verifiesPeer == false {
            warnings.append(
                "carrier \(carrier.name) has tls_verify off: anybody on the way can read and change its messages")
        }
        return warnings
    }

    private static func isLoopback(_ host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }
}

extension Settings: CustomStringConvertible, CustomReflectable {
    /// No secret in it.
    package var description: String { "Settings(http \(http), data \(dataDirectory), \(carriers.count) carriers)" }
    package var customMirror: Mirror { Mirror(self, children: ["settings": description]) }
}
