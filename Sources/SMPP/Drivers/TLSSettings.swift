/// How a connection is secured, as plain values; the network that has TLS reads the files. PEM throughout.
package struct TLSSettings: Hashable, Sendable {
    /// Whom to trust as issuer. A connecting side trusts the system's list without it; a listening side asks for a
    /// client certificate only with it, takes none that it does not verify, and lets in who has none.
    package var caFile: String?
    /// This side's certificate, its chain after it. A listening side needs one.
    package var certificateFile: String?
    package var privateKeyFile: String?
    /// The name the peer's certificate must hold, also sent as SNI; the endpoint's host when `nil`. One that holds the
    /// address connected to will do as well, and must where the host is an address. Of no use to a listening side.
    package var serverName: String?
    /// Whether the SMSC's certificate must be valid. Off, anybody on the way can read and change everything.
    package var verifiesPeer: Bool

    package init(
        caFile: String? = nil, certificateFile: String? = nil, privateKeyFile: String? = nil,
        serverName: String? = nil, verifiesPeer: Bool = true
    ) {
        (self.caFile, self.certificateFile, self.privateKeyFile) = (caFile, certificateFile, privateKeyFile)
        (self.serverName, self.verifiesPeer) = (serverName, verifiesPeer)
    }
}
