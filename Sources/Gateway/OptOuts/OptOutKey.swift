import Numbering
import Verification
import World

/// What opt-outs are kept under: keyed digests, so that the store tells nobody who opted out.
enum OptOutKey {
    /// Stands for every sender of an account.
    static let everySender = "*"

    /// A sender as recipients see it: digits alone for numbers, names without letter case.
    static func canonical(_ sender: String) -> String {
        let digits = sender.hasPrefix("+") ? sender.dropFirst() : sender[...]
        if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return String(digits) }
        return sender.lowercased()
    }

    static func digest(sender: String, recipient: E164, keys: KeyRing) -> RecipientDigest {
        // A number starts with "+", so that this is never the digest of one.
        keys.recipientDigest(of: "opt-out\n\(canonical(sender))\n\(recipient.text)")
    }

    static func digest(everySenderOf account: AccountID, recipient: E164, keys: KeyRing) -> RecipientDigest {
        keys.recipientDigest(of: "opt-out\n\(everySender)\n\(account)\n\(recipient.text)")
    }
}
