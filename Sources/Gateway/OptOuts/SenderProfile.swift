import Storage
import Synchronization
package import World

/// Who sends under an address, as recipients who answer to it are told.
package struct SenderProfile: Hashable, Sendable {
    package var account: AccountID
    package var brand: String
    /// BCP 47.
    package var locale: String

    init(_ service: Service) { (account, brand, locale) = (service.account, service.brand, service.locale) }
}

extension Directory {
    /// The oldest service that sends under a name, of one account or of any.
    fileprivate func service(sending canonical: String, account: AccountID?) -> Service? {
        content.withLock { content in
            content.services.values
                .filter { service in
                    (account ?? service.account) == service.account
                        && service.sender.map(OptOutKey.canonical) == canonical
                }
                .min { $0.id < $1.id }
        }
    }
}

extension Gateway {
    /// Whether the account is there and open.
    package func isOpen(_ account: AccountID) -> Bool { directory.account(account)?.isActive == true }

    /// The operator's own service.
    package var operatorProfile: SenderProfile? {
        directory.accounts().first.flatMap { directory.service(nil, account: $0.id) }.map(SenderProfile.init)
    }

    /// The service that sends under `sender`, or the account's default one; `nil` when the address is neither a service's
    /// nor `account`'s nor the gateway's own.
    package func profile(ofSender sender: String, account: AccountID?) -> SenderProfile? {
        let canonical = OptOutKey.canonical(sender)
        if let service = directory.service(sending: canonical, account: account) { return SenderProfile(service) }
        let isOwn = OptOutKey.canonical(configuration.sender) == canonical
        guard let owner = account ?? (isOwn ? directory.accounts().first?.id : nil),
            let service = directory.service(nil, account: owner)
        else { return nil }
        return SenderProfile(service)
    }
}
