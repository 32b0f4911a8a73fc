package import Verification
package import World

extension LiveCodeIndex {
    /// Holds the codes of stored verifications again, those that live past `now`.
    package mutating func hold(_ pending: [Verification], now: Timestamp) {
        for verification in pending where verification.isLive(at: now) {
            for code in verification.codes where !code.tags.isEmpty {
                let scope = Scope(service: verification.service, codeLength: verification.codeLength)
                _ = reserve(code.tags, scope: scope, until: verification.expiresAt, now: now)
            }
        }
    }
}
