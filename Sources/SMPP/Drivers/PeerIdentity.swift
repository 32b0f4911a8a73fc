/// Who is at the other end of a connection, as far as the network tells.
package struct PeerIdentity: Hashable, Sendable {
    /// The host's address alone, without port: `192.0.2.1`, `2001:db8::1`.
    package var address: String
    /// SHA-256 of the DER of the client certificate that was verified; `nil` without one.
    package var certificateFingerprint: [UInt8]?

    package init(address: String, certificateFingerprint: [UInt8]? = nil) {
        (self.address, self.certificateFingerprint) = (address, certificateFingerprint)
    }
}
