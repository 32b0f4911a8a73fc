/// What to make of an application's SMPP account, or to change; `nil` leaves a field as it is (or at its default).
package struct ESMEAccountRequest: Hashable, Sendable {
    /// Only when it is made: binds go by it.
    package var systemID: String?
    /// 1–8 characters; empty takes password binds back.
    package var password: String?
    /// Makes a password, to be shown once; done by itself when an account is made with neither proof.
    package var makesPassword = false
    /// SHA-256 of the DER client certificate, 64 hexadecimal digits, colons allowed; empty takes it back.
    package var certificateFingerprint: String?
    /// CIDR; empty is anywhere.
    package var networks: [String]?
    package var bindsMax: Int?
    package var windowMax: Int?
    /// 0 takes the limit away.
    package var ratePerSecond: Int?
    /// `gsm`, `latin1` or `ascii`.
    package var defaultAlphabet: String?
    /// Empty is any.
    package var senders: [String]?
    /// Numbers whose messages it gets, in international form.
    package var addresses: [String]?
    package var isActive: Bool?

    package init() {}
}

extension ESMEAccountRequest: CustomStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "ESMEAccountRequest(\(systemID ?? "-"))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
