import SMPP
import Settings
import Testing

struct SMPPListenerTests {
    private func load(_ environment: [String: String]) throws -> SMPPListenerSettings? {
        try SettingsLoader.load(environment: environment).smpp
    }

    @Test func `nobody can bind until a port is said`() throws {
        #expect(try load(["WATCHWORD_SMPP_HOST": "0.0.0.0"]) == nil)
        let smpp = try #require(try load(["WATCHWORD_SMPP_PORT": "2775"]))
        #expect(smpp.endpoint == Endpoint(host: "127.0.0.1", port: 2775))
        #expect(smpp.systemID == "watchword")
    }

    @Test(arguments: [
        (["WATCHWORD_SMPP_TLS_CERTIFICATE_FILE": "a.pem"], "needs smpp.tls_key_file"),
        (["WATCHWORD_SMPP_TLS_KEY_FILE": "a.key"], "needs smpp.tls_certificate_file"),
        (["WATCHWORD_SMPP_TLS_CA_FILE": "ca.pem"], "needs smpp.tls_certificate_file"),
        (["WATCHWORD_SMPP_SYSTEM_ID": "sixteencharacter"], "smpp.system_id must be a text of 1 to 15 characters"),
    ])
    func `what does not go together is named`(environment: [String: String], words: String) throws {
        let all = environment.merging(["WATCHWORD_SMPP_PORT": "2775"]) { one, _ in one }
        let failure = #expect(throws: SettingsFailure.self) { _ = try load(all) }
        #expect(failure?.problems.contains { $0.description.contains(words) } == true)
    }

    @Test func `a port open to others without TLS is a warning`() throws {
        let open = try SettingsLoader.load(
            environment: ["WATCHWORD_SMPP_PORT": "2775", "WATCHWORD_SMPP_HOST": "0.0.0.0"])
        #expect(open.warnings.contains { $0.hasPrefix("smpp.host 0.0.0.0") })
        let closed = try SettingsLoader.load(environment: ["WATCHWORD_SMPP_PORT": "2775"])
        #expect(!closed.warnings.contains { $0.hasPrefix("smpp.host") })
    }
}
