package import Storage
import Verification
package import World

/// SMPP accounts of applications. An account's key sees and changes its own; the operator's, all of them. Whose messages
/// an application gets, the operator alone says: texts to a number may hold anybody's codes.
extension Gateway {
    /// How many applications one account may have.
    package static let esmesPerAccountMax = 100
    static let madePasswordLength = 8

    package func esmes(caller: Caller) async throws(GatewayError) -> [ESMEAccount] {
        directory.esmes(of: caller.isOperator ? nil : caller.account)
    }

    package func esme(_ id: ESMEID, caller: Caller) async throws(GatewayError) -> ESMEAccount {
        guard let esme = directory.esme(id), caller.isOperator || esme.account == caller.account else {
            throw .notFound(.esme)
        }
        return esme
    }

    /// The password is given only when one was made: it is kept as a hash.
    package func createESME(
        _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?) {
        try requireAccepting()
        guard let systemID = request.systemID else { throw .invalid(field: "system_id", problem: "is missing") }
        try ESMEAccount.requireSystemID(systemID)
        guard directory.esmes(of: caller.account).count < Self.esmesPerAccountMax else {
            throw .conflict(problem: "the account has \(Self.esmesPerAccountMax) applications already")
        }
        guard directory.esme(systemID: systemID) == nil else {
            throw .conflict(problem: "the system_id is taken")
        }
        let now = world.now
        var random = world.random
        var esme = ESMEAccount(
            id: ESMEID(at: now, using: &random), account: caller.account, systemID: systemID, createdAt: now)
        try await requireMayGet(request.addresses, besides: [], caller: caller)
        let hasProof = request.password?.isEmpty == false || request.certificateFingerprint?.isEmpty == false
        let password = try apply(request, to: &esme, makingPassword: request.makesPassword || !hasProof)
        try await storeESME([.put(esme, ifVersion: 0)])
        directory.put(esme)
        return (esme, password)
    }

    package func updateESME(
        _ id: ESMEID, _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?) {
        try requireAccepting()
        var esme = try await esme(id, caller: caller)
        if let systemID = request.systemID, systemID != esme.systemID {
            throw .invalid(field: "system_id", problem: "can't be changed: make another application")
        }
        try await requireMayGet(request.addresses, besides: esme.addresses, caller: caller)
        let password = try apply(request, to: &esme, makingPassword: request.makesPassword)
        esme.version += 1
        try await storeESME([.put(esme, ifVersion: esme.version - 1)])
        directory.put(esme)
        return (esme, password)
    }

    /// Its binds are ended, and what waits for it is not delivered any more.
    package func deleteESME(_ id: ESMEID, caller: Caller) async throws(GatewayError) {
        try requireAccepting()
        try await deleteESME(try await esme(id, caller: caller))
    }

    func deleteESME(_ esme: ESMEAccount) async throws(GatewayError) {
        try await storeESME([.delete(esme)])
        directory.remove(esme: esme.id)
    }

    /// Refuses numbers that are not the caller's to give, and those whose messages go to an inbox.
    private func requireMayGet(
        _ addresses: [String]?, besides held: [String], caller: Caller
    ) async throws(GatewayError) {
        let asked = (addresses ?? []).map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 }
        let now = world.now
        for digits in asked.prefix(ESMEAccount.addressesMax) where !held.contains(digits) {
            guard caller.isOperator else {
                throw .forbidden(problem: "Only the operator's key says whose messages an application gets.")
            }
            for number in ["+" + digits, digits] {
                let digest = keys.recipientDigest(of: number)
                let inbox = try await gatewayErrors { () async throws(StoreError) in
                    try await store.get(InboxNumber.self, digest.bytes, now: now)
                }
                guard inbox == nil else {
                    throw .conflict(problem: "an inbox gets the messages of one of the addresses")
                }
            }
        }
    }

    private func apply(
        _ request: ESMEAccountRequest, to esme: inout ESMEAccount, makingPassword: Bool
    ) throws(GatewayError) -> String? {
        var request = request
        var made: String?
        if makingPassword {
            var random = world.random
            // No letters or digits that look alike: it is typed from a page into a configuration file.
            let characters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
            made = String((0..<Self.madePasswordLength).map { _ in characters.randomElement(using: &random)! })
            request.password = made
        }
        try esme.apply(request, keys: keys)
        guard esme.passwordHash != nil || esme.certificateFingerprint != nil else {
            throw .invalid(field: "password", problem: "is needed where there is no certificate_fingerprint")
        }
        for digits in esme.addresses {
            if let holder = directory.esme(address: digits), holder.id != esme.id {
                throw .conflict(problem: "another application gets the messages of one of the addresses")
            }
        }
        return made
    }

    private func storeESME(_ operations: [WriteOperation]) async throws(GatewayError) {
        try await gatewayErrors { () async throws(StoreError) in
            try await store.commit(WriteBatch(operations, now: world.now))
        }
    }
}
