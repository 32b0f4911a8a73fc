import MessageTemplates
package import Storage
import Verification
package import World

/// Accounts, services and keys. An account's key sees and changes its own account; the operator's, all of them.
extension Gateway {
    /// How many services or keys one account may have.
    package static let perAccountMax = 1000
    package static let accountsMax = 10_000
    package static let nameLengthMax = 64

    // MARK: Accounts

    package func accounts(caller: Caller) async throws(GatewayError) -> [Account] {
        directory.accounts().filter { caller.isOperator || $0.id == caller.account }
    }

    package func createAccount(name: String, caller: Caller) async throws(GatewayError) -> Account {
        try requireAccepting()
        guard caller.isOperator else { throw .notFound(.account) }
        try Self.requireName(name)
        guard directory.accounts().count < Self.accountsMax else {
            throw .conflict(problem: "there are \(Self.accountsMax) accounts already")
        }
        let now = world.now
        var random = world.random
        let account = Account(id: AccountID(at: now, using: &random), name: name, createdAt: now)
        let service = Service(
            id: ServiceID(at: now, using: &random), account: account.id, name: "default", brand: name,
            createdAt: now)
        try await commit([.putAccount(account, ifVersion: 0), .putService(service, ifVersion: 0)])
        directory.put(account)
        directory.put(service)
        return account
    }

    package func renameAccount(
        _ id: AccountID, name: String?, isActive: Bool?, caller: Caller
    ) async throws(GatewayError) -> Account {
        try requireAccepting()
        guard caller.isOperator || id == caller.account, var account = directory.account(id) else {
            throw .notFound(.account)
        }
        if let name {
            try Self.requireName(name)
            account.name = name
        }
        if let isActive {
            guard caller.isOperator, isActive || id != caller.account else {
                throw .conflict(problem: "an account can't close itself")
            }
            account.isActive = isActive
        }
        account.version += 1
        try await commit([.putAccount(account, ifVersion: account.version - 1)])
        directory.put(account)
        return account
    }

    package func deleteAccount(_ id: AccountID, caller: Caller) async throws(GatewayError) {
        try requireAccepting()
        guard caller.isOperator, directory.account(id) != nil else { throw .notFound(.account) }
        guard id != caller.account else { throw .conflict(problem: "the operator's own account can't be deleted") }
        for key in directory.keys(of: id) { try await deleteKey(key.id, in: id) }
        for esme in directory.esmes(of: id) { try await deleteESME(esme) }
        for service in directory.services(of: id) {
            try await commit([.deleteService(service.id)])
            directory.remove(service: service.id)
        }
        try await commit([.deleteAccount(id)])
        directory.remove(account: id)
    }

    // MARK: Services

    package func services(caller: Caller) async throws(GatewayError) -> [Service] {
        directory.services(of: caller.account)
    }

    package func service(_ nameOrID: String, caller: Caller) async throws(GatewayError) -> Service {
        guard let service = directory.service(nameOrID, account: caller.account) else { throw .notFound(.service) }
        return service
    }

    package func createService(_ request: ServiceRequest, caller: Caller) async throws(GatewayError) -> Service {
        try requireAccepting()
        guard let name = request.name else { throw .invalid(field: "name", problem: "is missing") }
        guard directory.service(name, account: caller.account) == nil else {
            throw .conflict(problem: "the account has a service of that name")
        }
        guard directory.services(of: caller.account).count < Self.perAccountMax else {
            throw .conflict(problem: "the account has \(Self.perAccountMax) services already")
        }
        let now = world.now
        var random = world.random
        var service = Service(
            id: ServiceID(at: now, using: &random), account: caller.account, name: name, brand: name, createdAt: now)
        try service.apply(request)
        try apply(request.testNumbers, to: &service)
        try await commit([.putService(service, ifVersion: 0)])
        directory.put(service)
        return service
    }

    package func updateService(
        _ id: ServiceID, _ request: ServiceRequest, caller: Caller
    ) async throws(GatewayError) -> Service {
        try requireAccepting()
        guard var service = directory.service(id), service.account == caller.account else {
            throw .notFound(.service)
        }
        if let name = request.name, name != service.name,
            directory.service(name, account: caller.account) != nil
        {
            throw .conflict(problem: "the account has a service of that name")
        }
        try service.apply(request)
        try apply(request.testNumbers, to: &service)
        service.version += 1
        try await commit([.putService(service, ifVersion: service.version - 1)])
        directory.put(service)
        return service
    }

    package func deleteService(_ id: ServiceID, caller: Caller) async throws(GatewayError) {
        try requireAccepting()
        guard let service = directory.service(id), service.account == caller.account else {
            throw .notFound(.service)
        }
        guard service.name != "default" else { throw .conflict(problem: "the default service can't be deleted") }
        try await commit([.deleteService(id)])
        directory.remove(service: id)
    }

    // MARK: Keys

    package func keys(caller: Caller) async throws(GatewayError) -> [APIKey] { directory.keys(of: caller.account) }

    /// The secret is given once and kept only as a hash.
    package func createKey(
        name: String, account: AccountID? = nil, caller: Caller
    ) async throws(GatewayError) -> (key: APIKey, secret: String) {
        try requireAccepting()
        try Self.requireName(name)
        let owner = account ?? caller.account
        guard owner == caller.account || caller.isOperator, directory.account(owner) != nil else {
            throw .notFound(.account)
        }
        guard directory.keys(of: owner).count < Self.perAccountMax else {
            throw .conflict(problem: "the account has \(Self.perAccountMax) keys already")
        }
        let now = world.now
        var random = world.random
        let secret = "wwk_" + APIKeySecret.text(world.randomBytes(APIKeySecret.byteCount))
        let key = APIKey(
            id: APIKeyID(at: now, using: &random), account: owner, name: name, hash: keys.apiKeyHash(secret),
            createdAt: now)
        try await commit([.putKey(key, ifVersion: 0)])
        directory.put(key)
        return (key, secret)
    }

    package func renameKey(_ id: APIKeyID, name: String, caller: Caller) async throws(GatewayError) -> APIKey {
        try requireAccepting()
        try Self.requireName(name)
        guard var key = directory.key(id), key.account == caller.account else { throw .notFound(.key) }
        key.name = name
        key.version += 1
        try await commit([.putKey(key, ifVersion: key.version - 1)])
        directory.put(key)
        return key
    }

    package func deleteKey(_ id: APIKeyID, caller: Caller) async throws(GatewayError) {
        try requireAccepting()
        try await deleteKey(id, in: caller.account)
    }

    private func deleteKey(_ id: APIKeyID, in account: AccountID) async throws(GatewayError) {
        guard let key = directory.key(id), key.account == account else { throw .notFound(.key) }
        try await commit([.deleteKey(id)])
        directory.remove(key: id)
    }

    // MARK: Private

    private static func requireName(_ name: String) throws(GatewayError) {
        guard (1...nameLengthMax).contains(name.count), !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw .invalid(
                field: "name", problem: "must be 1 to \(nameLengthMax) characters without control characters")
        }
    }
}

extension Caller {
    /// The operator's key is no key of an account.
    package var isOperator: Bool { key == nil }
}

enum APIKeySecret {
    static let byteCount = 24
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
