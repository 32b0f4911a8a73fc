import Storage
import Synchronization
import World

/// SMPP accounts: every bind, submit and received message asks for one.
extension Directory {
    struct ESMEContent {
        fileprivate var all: [ESMEID: ESMEAccount] = [:]
        fileprivate var bySystemID: [String: ESMEID] = [:]
        fileprivate var byAddress: [String: ESMEID] = [:]
    }

    static let esmePage = 500

    func loadESMEs(from store: any Store, now: Timestamp) async throws(StoreError) {
        var after: [UInt8]?
        while true {
            let page = try await store.listAll(ESMEAccount.self, after: after, limit: Self.esmePage, now: now)
            for esme in page { put(esme) }
            guard page.count == Self.esmePage, let last = page.last else { return }
            after = last.itemKey
        }
    }

    func esme(_ id: ESMEID) -> ESMEAccount? { content.withLock { $0.esmes.all[id] } }
    func esme(systemID: String) -> ESMEAccount? {
        content.withLock { content in content.esmes.bySystemID[systemID].flatMap { content.esmes.all[$0] } }
    }
    /// Who gets what phones send to the number, digits alone.
    func esme(address digits: String) -> ESMEAccount? {
        content.withLock { content in content.esmes.byAddress[digits].flatMap { content.esmes.all[$0] } }
    }
    /// By identifier; of every account when it is `nil`.
    func esmes(of account: AccountID?) -> [ESMEAccount] {
        content.withLock { content in
            content.esmes.all.values.filter { account == nil || $0.account == account }.sorted { $0.id < $1.id }
        }
    }

    func put(_ esme: ESMEAccount) {
        content.withLock { content in
            Self.forgetNames(of: esme.id, in: &content.esmes)
            content.esmes.all[esme.id] = esme
            content.esmes.bySystemID[esme.systemID] = esme.id
            for digits in esme.addresses { content.esmes.byAddress[digits] = esme.id }
        }
    }

    func remove(esme id: ESMEID) {
        content.withLock { content in
            Self.forgetNames(of: id, in: &content.esmes)
            content.esmes.all[id] = nil
        }
    }

    private static func forgetNames(of id: ESMEID, in content: inout ESMEContent) {
        guard let former = content.all[id] else { return }
        content.bySystemID[former.systemID] = nil
        for digits in former.addresses { content.byAddress[digits] = nil }
    }
}
