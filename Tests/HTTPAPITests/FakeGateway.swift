import HTTPAPI
import Storage
import Synchronization
import Verification
import World

@testable import Gateway

/// Answers every request with the same things, or with the error it was given, and remembers what it was asked.
final class FakeGateway: GatewayPort {
    static let verificationID = VerificationID(high: 0x0199_0000_0000_0001, low: 2)
    static let messageID = MessageID(high: 0x0199_0000_0000_0003, low: 4)
    static let account = Account(id: AccountID(high: 5, low: 6), name: "default", createdAt: start)
    static let start = Timestamp(milliseconds: 1_795_464_000_042)
    static let caller = Caller(account: account.id, key: APIKeyID(high: 9, low: 10))
    static let bearer = "wwk_0123456789abcdef"

    static let view = VerificationView(
        id: verificationID, status: "pending", service: "default", to: "+4479*****456", channel: "sms", codeLength: 6,
        createdAt: start, expiresAt: start + .seconds(120), resendAt: start + .seconds(15), checksLeft: 5,
        sendsLeft: 4)
    static let hop = HopView(
        hop: "submitted", at: start + .milliseconds(12), sinceStart: .microseconds(12_345), gap: .milliseconds(3),
        message: messageID, attempt: 1, detail: "link \"a\"\n")
    static let message = MessageView(
        id: messageID, status: "queued", to: "+4479*****456", sender: "Watchword", verification: nil,
        createdAt: start, expiresAt: start + .seconds(60), hops: [])
    static let key = APIKey(
        id: APIKeyID(high: 9, low: 10), account: account.id, name: "ci", hash: [1, 2], createdAt: start)
    static let service = Service(
        id: ServiceID(high: 7, low: 8), account: account.id, name: "shop", brand: "Shop", createdAt: start)

    struct State {
        var asked: [String] = []
        var idempotency: IdempotencyKey?
        var start: StartRequest?
        var message: MessageRequest?
        var service: ServiceRequest?
        var esme: ESMEAccountRequest?
        var error: GatewayError?
        var isReady = true
        var valid = true
    }
    let state = Mutex(State())

    var isReady: Bool { state.withLock { $0.isReady } }
    var asked: [String] { state.withLock { $0.asked } }

    func status(caller: Caller) async throws(GatewayError) -> GatewayStatus {
        try note("status")
        return GatewayStatus(
            links: [GatewayStatus.Link(name: "a", isBound: true, inFlight: 1, queued: 2)], unfinishedMessages: 3,
            isAccepting: true, receipts: ReceiptCounts(), codes: CodeCounts(made: 4, brought: 5, test: 6))
    }

    func authenticate(bearer: String) -> Caller? { bearer == Self.bearer ? Self.caller : nil }

    private func note(_ text: String, _ idempotency: IdempotencyKey? = nil) throws(GatewayError) {
        let error = state.withLock { state in
            state.asked.append(text)
            state.idempotency = idempotency
            return state.error
        }
        if let error { throw error }
    }

    func start(
        _ request: StartRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView {
        state.withLock { $0.start = request }
        try note("start", idempotency)
        return Self.view
    }

    func check(
        _ reference: VerificationReference, code: String, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> CheckView {
        switch reference {
        case .id(let id): try note("check \(id) \(code)", idempotency)
        case .recipient(let to, let service): try note("check \(to) \(service ?? "-") \(code)", idempotency)
        }
        let valid = state.withLock { $0.valid }
        return CheckView(verification: Self.view, valid: valid, reason: "wrong_code")
    }

    func resend(
        _ id: VerificationID, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView {
        try note("resend \(id)", idempotency)
        return Self.view
    }

    func cancel(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView {
        try note("cancel \(id)")
        var view = Self.view
        (view.status, view.resendAt) = ("canceled", nil)
        return view
    }

    func verification(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView {
        try note("verification \(id)")
        return Self.view
    }

    func timeline(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> TimelineView {
        try note("timeline \(id)")
        return TimelineView(id: id, status: "pending", hops: [Self.hop])
    }

    func sendMessage(
        _ request: MessageRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> MessageView {
        state.withLock { $0.message = request }
        try note("message", idempotency)
        return Self.message
    }

    func message(_ id: MessageID, caller: Caller) async throws(GatewayError) -> MessageView {
        try note("message \(id)")
        return Self.message
    }

    static let esme = ESMEAccount(
        id: ESMEID(high: 13, low: 14), account: account.id, systemID: "shop", passwordHash: [1, 2],
        certificateFingerprint: [0x0A, 0xFF], networks: ["192.0.2.0/24"], ratePerSecond: 10, senders: ["Shop"],
        addresses: ["46700000001"], createdAt: start)

    func esmes(caller: Caller) async throws(GatewayError) -> [ESMEAccount] {
        try note("esmes")
        return [Self.esme]
    }

    func esme(_ id: ESMEID, caller: Caller) async throws(GatewayError) -> ESMEAccount {
        try note("esme \(id)")
        return Self.esme
    }

    func createESME(
        _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?) {
        state.withLock { $0.esme = request }
        try note("createESME")
        return (Self.esme, request.password == nil ? "made1234" : nil)
    }

    func updateESME(
        _ id: ESMEID, _ request: ESMEAccountRequest, caller: Caller
    ) async throws(GatewayError) -> (esme: ESMEAccount, password: String?) {
        state.withLock { $0.esme = request }
        try note("updateESME \(id)")
        return (Self.esme, nil)
    }

    func deleteESME(_ id: ESMEID, caller: Caller) async throws(GatewayError) { try note("deleteESME \(id)") }

    static let optOut = OptOutView(
        id: OptOutID(high: 11, low: 12), account: account.id, sender: "46700000002", recipient: "+46•••••4567",
        keyword: "STOP", at: start)

    func optOuts(after: OptOutID?, limit: Int, caller: Caller) async throws(GatewayError) -> [OptOutView] {
        try note("optOuts \(after.map(\.description) ?? "-") \(limit)")
        return [Self.optOut]
    }

    func deleteOptOut(_ id: OptOutID, caller: Caller) async throws(GatewayError) { try note("deleteOptOut \(id)") }

    func accounts(caller: Caller) async throws(GatewayError) -> [Account] {
        try note("accounts")
        return [Self.account]
    }

    func createAccount(name: String, caller: Caller) async throws(GatewayError) -> Account {
        try note("createAccount \(name)")
        return Self.account
    }

    func renameAccount(
        _ id: AccountID, name: String?, isActive: Bool?, caller: Caller
    ) async throws(GatewayError) -> Account {
        try note("renameAccount \(id) \(name ?? "-") \(isActive.map { "\($0)" } ?? "-")")
        return Self.account
    }

    func deleteAccount(_ id: AccountID, caller: Caller) async throws(GatewayError) { try note("deleteAccount \(id)") }

    func services(caller: Caller) async throws(GatewayError) -> [Service] {
        try note("services")
        return [Self.service]
    }

    func service(_ nameOrID: String, caller: Caller) async throws(GatewayError) -> Service {
        try note("service \(nameOrID)")
        return Self.service
    }

    func createService(_ request: ServiceRequest, caller: Caller) async throws(GatewayError) -> Service {
        state.withLock { $0.service = request }
        try note("createService")
        return Self.service
    }

    func updateService(
        _ id: ServiceID, _ request: ServiceRequest, caller: Caller
    ) async throws(GatewayError) -> Service {
        state.withLock { $0.service = request }
        try note("updateService \(id)")
        return Self.service
    }

    func deleteService(_ id: ServiceID, caller: Caller) async throws(GatewayError) { try note("deleteService \(id)") }

    func keys(caller: Caller) async throws(GatewayError) -> [APIKey] {
        try note("keys")
        return [Self.key]
    }

    func createKey(
        name: String, account: AccountID?, caller: Caller
    ) async throws(GatewayError) -> (key: APIKey, secret: String) {
        try note("createKey \(name) \(account.map(\.description) ?? "-")")
        return (Self.key, "wwk_made")
    }

    func renameKey(_ id: APIKeyID, name: String, caller: Caller) async throws(GatewayError) -> APIKey {
        try note("renameKey \(id) \(name)")
        return Self.key
    }

    func deleteKey(_ id: APIKeyID, caller: Caller) async throws(GatewayError) { try note("deleteKey \(id)") }
}
