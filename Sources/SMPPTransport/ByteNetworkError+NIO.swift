import NIOCore
import NIOPosix
import NIOSSL
import SMPP

extension ByteNetworkError {
    /// NIO's error in words for whoever runs the program.
    init(_ error: any Error, endpoint: Endpoint, tls: TLSSettings?) {
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE: self = .addressInUse(endpoint)
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EADDRNOTAVAIL:
            self = .notPermitted(endpoint)
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused(endpoint)
        case let error as IOError: self = .failed(endpoint, "\(error)")
        case ChannelError.connectTimeout: self = .timedOut(endpoint)
        case let error as NIOConnectionError: self.init(error, endpoint: endpoint, tls: tls)
        case let error as TLSContext.Problem: self = .insecure(endpoint, error.description)
        default:
            if let tls {
                self = .insecure(endpoint, Self.handshakeProblem(error, endpoint: endpoint, tls: tls))
            } else {
                self = .failed(endpoint, "\(error)")
            }
        }
    }

    private init(_ error: NIOConnectionError, endpoint: Endpoint, tls: TLSSettings?) {
        if let first = error.connectionErrors.first {
            self.init(first.error, endpoint: endpoint, tls: tls)
        } else {
            self = .unresolvable(endpoint)
        }
    }

    /// BoringSSL names its reasons only in text, and that a certificate is wrong without why.
    private static func handshakeProblem(_ error: any Error, endpoint: Endpoint, tls: TLSSettings) -> String {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return "the peer's certificate is for another name than \(tls.serverName ?? endpoint.host)"
        }
        let text = "\(error)"
        let reasons = [
            (
                "CERTIFICATE_VERIFY_FAILED",
                "the peer's certificate has expired or is of nobody trusted by "
                    + (tls.caFile ?? "this system: name the CA's file if it has one of its own")
            ),
            ("WRONG_VERSION_NUMBER", "the peer does not speak TLS on this port"),
            ("CERTIFICATE_REQUIRED", "the peer asks for a client certificate"),
            ("ALERT_UNKNOWN_CA", "the peer does not trust the issuer of this side's certificate"),
            ("ALERT_CERTIFICATE_EXPIRED", "the peer says that this side's certificate has expired"),
            ("ALERT_BAD_CERTIFICATE", "the peer does not take this side's certificate"),
            ("ALERT_PROTOCOL_VERSION", "the peer speaks no version of TLS from 1.2 on"),
            ("HANDSHAKE_FAILURE", "the peer and this side have no cipher in common, or it asks for a certificate"),
        ]
        if let reason = reasons.first(where: { text.contains($0.0) }) { return reason.1 }
        if error as? ChannelError == .eof || text.contains("EOF") || text.contains("uncleanShutdown") {
            return "the peer closed the connection during the handshake: does it speak TLS on this port?"
        }
        return "the handshake failed: \(text)"
    }
}
