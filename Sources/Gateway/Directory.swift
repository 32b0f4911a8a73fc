import Storage
import Synchronization
import Verification
import World

/// Accounts, services and keys, whole in memory: every request asks for them, few change them.
final class Directory: Sendable {
    struct Content {
        var accounts: [AccountID: Account] = [:]
        var services: [ServiceID: Service] = [:]
        var servicesByName: [AccountID: [String: ServiceID]] = [:]
        var keys: [APIKeyID: APIKey] = [:]
        var keysByHash: [[UInt8]: APIKeyID] = [:]
        var firstAccount: AccountID?
        var esmes = ESMEContent()
    }

    let content = Mutex(Content())
    let keyRing: KeyRing
    /// The operator's key from the environment, hashed as any other.
    private let operatorKeyHash: [UInt8]?

    init(keys: KeyRing, operatorKey: String?) {
        keyRing = keys
        operatorKeyHash = operatorKey.map(keys.apiKeyHash)
    }

    /// Reads everything, and makes the first account with its `default` service where there is none.
    func load(from store: any Store, now: Timestamp, random: inout WorldRandom) async throws(StoreError) {
        if try await store.accounts().isEmpty {
            let account = Account(id: AccountID(at: now, using: &random), name: "default", createdAt: now)
            let service = Service(
                id: ServiceID(at: now, using: &random), account: account.id, name: "default", brand: "Watchword",
                createdAt: now)
            try await store.commit(
                WriteBatch([.putAccount(account, ifVersion: 0), .putService(service, ifVersion: 0)], now: now))
        }
        for account in try await store.accounts() {
            put(account)
            for service in try await store.services(account: account.id) { put(service) }
            for key in try await store.keys(account: account.id) { put(key) }
        }
        try await loadESMEs(from: store, now: now)
    }

    func caller(bearer: String) -> Caller? {
        let hash = keyRing.apiKeyHash(bearer)
        return content.withLock { content in
            if let operatorKeyHash, operatorKeyHash == hash, let first = content.firstAccount {
                return Caller(account: first, key: nil)
            }
            guard let id = content.keysByHash[hash], let key = content.keys[id],
                content.accounts[key.account]?.isActive == true
            else { return nil }
            return Caller(account: key.account, key: id)
        }
    }

    /// A service by name or identifier within an account.
    func service(_ nameOrID: String?, account: AccountID) -> Service? {
        content.withLock { content in
            let name = nameOrID ?? "default"
            if let id = content.servicesByName[account]?[name] { return content.services[id] }
            guard let id = ServiceID(name), let service = content.services[id], service.account == account else {
                return nil
            }
            return service
        }
    }

    func service(_ id: ServiceID) -> Service? { content.withLock { $0.services[id] } }
    func account(_ id: AccountID) -> Account? { content.withLock { $0.accounts[id] } }
    func key(_ id: APIKeyID) -> APIKey? { content.withLock { $0.keys[id] } }

    func accounts() -> [Account] { content.withLock { $0.accounts.values.sorted { $0.id < $1.id } } }
    func services(of account: AccountID) -> [Service] {
        content.withLock { $0.services.values.filter { $0.account == account }.sorted { $0.id < $1.id } }
    }
    func keys(of account: AccountID) -> [APIKey] {
        content.withLock { $0.keys.values.filter { $0.account == account }.sorted { $0.id < $1.id } }
    }

    // MARK: Changes, after they were stored

    func put(_ account: Account) {
        content.withLock { content in
            content.accounts[account.id] = account
            content.firstAccount = min(content.firstAccount ?? account.id, account.id)
        }
    }

    func put(_ service: Service) {
        content.withLock { content in
            if let earlier = content.services[service.id] {
                content.servicesByName[earlier.account]?[earlier.name] = nil
            }
            content.services[service.id] = service
            content.servicesByName[service.account, default: [:]][service.name] = service.id
        }
    }

    func put(_ key: APIKey) {
        content.withLock { content in
            content.keys[key.id] = key
            content.keysByHash[key.hash] = key.id
        }
    }

    func remove(account id: AccountID) {
        content.withLock { content in
            content.accounts[id] = nil
            if content.firstAccount == id { content.firstAccount = content.accounts.keys.min() }
        }
    }

    func remove(service id: ServiceID) {
        content.withLock { content in
            guard let gone = content.services.removeValue(forKey: id) else { return }
            content.servicesByName[gone.account]?[gone.name] = nil
        }
    }

    func remove(key id: APIKeyID) {
        content.withLock { content in
            guard let gone = content.keys.removeValue(forKey: id) else { return }
            content.keysByHash[gone.hash] = nil
        }
    }
}
