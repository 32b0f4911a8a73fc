import Logging
package import Storage
import Verification
package import World

/// Why an application may not bind.
package enum ESMERefusal: Error, Hashable, Sendable {
    /// No such system_id, another password, a certificate nobody named, or an account that is closed: not told apart,
    /// so that nothing is learned by asking.
    case unproven
    /// Proven, but its account names other networks.
    case network
}

/// Letting applications in.
extension Gateway {
    /// The application that a bind proves to be: by its password, or by the client certificate of its connection.
    package func authenticateESME(
        systemID: String, password: String, address: String, certificateFingerprint: [UInt8]?
    ) throws(ESMERefusal) -> ESMEAccount {
        let esme = directory.esme(systemID: systemID)
        let given = keys.esmePasswordHash(password, systemID: systemID)
        // The same work for an unknown system_id, so that time does not tell which exist.
        let nobody = [UInt8](repeating: 0, count: given.count)
        let byPassword = Self.isEqual(given, esme?.passwordHash ?? nobody) && esme?.passwordHash != nil
        let byCertificate = certificateFingerprint.map { Self.isEqual($0, esme?.certificateFingerprint ?? []) } ?? false
        guard let esme, byPassword || byCertificate, isOpen(esme) else { throw .unproven }
        guard esme.networks.isEmpty || esme.networks.contains(where: { IPNetwork($0)?.contains(address) == true })
        else { throw .network }
        return esme
    }

    /// The application as it is now; `nil` once it or its account is closed or deleted.
    package func openESME(_ id: ESMEID) -> ESMEAccount? { directory.esme(id).flatMap { isOpen($0) ? $0 : nil } }

    /// The application that gets what phones send to the number; digits alone.
    package func esme(ofAddress digits: String) -> ESMEAccount? {
        directory.esme(address: digits).flatMap { isOpen($0) ? $0 : nil }
    }

    private func isOpen(_ esme: ESMEAccount) -> Bool {
        esme.isActive && directory.account(esme.account)?.isActive == true
    }

    /// Takes as long whatever differs.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
