import Gateway
import Storage
import World

extension ESMEAccount: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("account", account.description)
        json.member("system_id", systemID)
        json.member("has_password", passwordHash != nil)
        json.member("certificate_fingerprint", certificateFingerprint.map(Self.hexadecimal))
        json.array("networks", networks) { $0.element($1) }
        json.member("binds_max", bindsMax)
        json.member("window_max", windowMax)
        json.member("rate_per_second", ratePerSecond)
        json.member("default_alphabet", defaultAlphabet.name)
        json.array("senders", senders) { $0.element($1) }
        json.array("addresses", addresses) { $0.element($1) }
        json.member("active", isActive)
        json.member("created_at", createdAt)
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
