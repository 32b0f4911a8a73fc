package import Gateway
package import Storage
package import World

/// What the API dialects ask of the gateway, so that they can be tested without one.
package protocol GatewayPort: Sendable {
    /// Whether requests are taken and the store works.
    var isReady: Bool { get }
    /// Whose key it is; `nil` when nobody's.
    func authenticate(bearer: String) -> Caller?
    /// How the whole gateway stands: for the operator's key only.
    func status(caller: Caller) async throws(GatewayError) -> GatewayStatus

    func start(
        _ request: StartRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView
    func check(
        _ reference: VerificationReference, code: String, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> CheckView
    func resend(
        _ id: VerificationID, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView
    func cancel(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView
    func verification(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView
    func timeline(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> TimelineView

    func sendMessage(
        _ request: MessageRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> MessageView
    func message(_ id: MessageID, caller: Caller) async throws(GatewayError) -> MessageView

    func esmes(caller: Caller) async throws(GatewayError) -> [ESMEAccount]
    func esme(_ id: ESMEID, caller: Caller) async throws(GatewayError) -> ESMEAccount
    func createESME(
        _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?)
    func updateESME(
        _ id: ESMEID, _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?)
    func deleteESME(_ id: ESMEID, caller: Caller) async throws(GatewayError)

    func optOuts(after: OptOutID?, limit: Int, caller: Caller) async throws(GatewayError) -> [OptOutView]
    func deleteOptOut(_ id: OptOutID, caller: Caller) async throws(GatewayError)

    func accounts(caller: Caller) async throws(GatewayError) -> [Account]
    func createAccount(name: String, caller: Caller) async throws(GatewayError) -> Account
    func renameAccount(
        _ id: AccountID, name: String?, isActive: Bool?, caller: Caller
    ) async throws(GatewayError) -> Account
    func deleteAccount(_ id: AccountID, caller: Caller) async throws(GatewayError)

    func services(caller: Caller) async throws(GatewayError) -> [Service]
    func service(_ nameOrID: String, caller: Caller) async throws(GatewayError) -> Service
    func createService(_ request: ServiceRequest, caller: Caller) async throws(GatewayError) -> Service
    func updateService(
        _ id: ServiceID, _ request: ServiceRequest, caller: Caller
    ) async throws(GatewayError) -> Service
    func deleteService(_ id: ServiceID, caller: Caller) async throws(GatewayError)

    func keys(caller: Caller) async throws(GatewayError) -> [APIKey]
    func createKey(
        name: String, account: AccountID?, caller: Caller
    ) async throws(GatewayError) -> (key: APIKey, secret: String)
    func renameKey(_ id: APIKeyID, name: String, caller: Caller) async throws(GatewayError) -> APIKey
    func deleteKey(_ id: APIKeyID, caller: Caller) async throws(GatewayError)
}
