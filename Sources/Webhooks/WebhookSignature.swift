import Crypto
import Inbound
import World

/// Signs events as Standard Webhooks says, so that receivers can check them with its libraries.
///
/// `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base 64. Source: Standard Webhooks 1.0, "Signature scheme".
enum WebhookSignature {
    static let idHeader = "webhook-id"
    static let timestampHeader = "webhook-timestamp"
    static let signatureHeader = "webhook-signature"

    /// `nil` when the secret is not `whsec_` and base 64.
    static func headers(
        id: String, body: [UInt8], secret: String, now: Timestamp
    ) -> [(name: String, value: String)]? {
        guard secret.hasPrefix(WebhookSecret.prefix),
            let key = Base64.bytes(String(secret.dropFirst(WebhookSecret.prefix.count)))
        else { return nil }
        var mac = HMAC<SHA256>(key: SymmetricKey(data: key))
        mac.update(data: Array("\(id).\(now.seconds).".utf8))
        mac.update(data: body)
        return [
            (idHeader, id), (timestampHeader, String(now.seconds)),
            (signatureHeader, "v1," + Base64.text(Array(mac.finalize()))),
        ]
    }
}
