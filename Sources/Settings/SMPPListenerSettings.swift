package import SMPP

/// How applications bind to the gateway over SMPP.
package struct SMPPListenerSettings: Hashable, Sendable {
    package var endpoint: Endpoint
    package var systemID: String
    /// With a certificate every bind is over TLS.
    package var certificateFile: String?
    package var keyFile: String?
    /// Who signs the applications' certificates; `nil` asks them for none.
    package var caFile: String?

    init(endpoint: Endpoint, systemID: String, certificateFile: String?, keyFile: String?, caFile: String?) {
        (self.endpoint, self.systemID) = (endpoint, systemID)
        (self.certificateFile, self.keyFile, self.caFile) = (certificateFile, keyFile, caFile)
    }

    /// What is missing beside what was said.
    var problem: String? {
        switch (certificateFile, keyFile, caFile) {
        case (.some, nil, _): "smpp.tls_certificate_file needs smpp.tls_key_file beside it"
        case (nil, .some, _): "smpp.tls_key_file needs smpp.tls_certificate_file beside it"
        case (nil, nil, .some):
            "smpp.tls_ca_file needs smpp.tls_certificate_file: without TLS nobody shows a certificate"
        case (nil, nil, nil), (.some, .some, _): nil
        }
    }
}
