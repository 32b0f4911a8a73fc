import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Storage
import World

/// The API under `/v1`, and what is asked of the program itself. `openapi.json` beside this file describes it.
enum NativeRoutes {
    static let all =
        probes + verifications + messages + accounts + services + keys + esmes + optOuts + inboxes + inboxPage

    private static let probes = [
        Endpoint(open: .get, "/healthz") { _ in .json { $0.member("status", "ok") } },
        Endpoint(open: .get, "/readyz") { gateway in
            guard gateway.isReady else {
                throw Problem(.notReady, "The gateway takes no requests: it is starting, stopping, or can't store.")
            }
            return .json { $0.member("status", "ready") }
        },
        Endpoint(open: .get, "/openapi.json") { _ in
            let document = ByteBuffer(bytes: PackageResources.openapi_json)
            return Response(
                status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: document))
        },
        Endpoint(.get, "/v1/status") { call, gateway in .json(try await gateway.status(caller: call.caller)) },
    ]

    private static let verifications = [
        Endpoint(.post, "/v1/verifications") { call, gateway in
            let view = try await gateway.start(
                StartRequest(call.body), caller: call.caller, idempotency: call.idempotencyKey())
            return .json(view, status: .created, location: "/v1/verifications/\(view.id)")
        },
        Endpoint(.post, "/v1/verifications/check") { call, gateway in
            let request = try RecipientCheckRequest(call.body)
            let key = try call.idempotencyKey()
            let view = try await gateway.check(
                request.reference, code: request.code, caller: call.caller, idempotency: key)
            return .json(view)
        },
        Endpoint(.post, "/v1/verifications/{id}/check") { call, gateway in
            let (id, request) = (try call.verificationID(), try CheckRequest(call.body))
            let key = try call.idempotencyKey()
            let view = try await gateway.check(.id(id), code: request.code, caller: call.caller, idempotency: key)
            return .json(view)
        },
        Endpoint(.post, "/v1/verifications/{id}/resend") { call, gateway in
            let id = try call.verificationID()
            _ = try RequestFields(call.body, known: [])
            let view = try await gateway.resend(id, caller: call.caller, idempotency: call.idempotencyKey())
            return .json(view)
        },
        Endpoint(.delete, "/v1/verifications/{id}") { call, gateway in
            .json(try await gateway.cancel(call.verificationID(), caller: call.caller))
        },
        Endpoint(.get, "/v1/verifications/{id}") { call, gateway in
            .json(try await gateway.verification(call.verificationID(), caller: call.caller))
        },
        Endpoint(.get, "/v1/verifications/{id}/timeline") { call, gateway in
            .json(try await gateway.timeline(call.verificationID(), caller: call.caller))
        },
    ]

    private static let messages = [
        Endpoint(.post, "/v1/messages") { call, gateway in
            let view = try await gateway.sendMessage(
                MessageRequest(call.body), caller: call.caller, idempotency: call.idempotencyKey())
            return .json(view, status: .created, location: "/v1/messages/\(view.id)")
        },
        Endpoint(.get, "/v1/messages/{id}") { call, gateway in
            let id: MessageID = try call.identifier(or: .message)
            return .json(try await gateway.message(id, caller: call.caller))
        },
    ]

    private static let accounts = [
        Endpoint(.post, "/v1/accounts") { call, gateway in
            let request = try AccountRequest(creating: call.body)
            let account = try await gateway.createAccount(name: request.name ?? "", caller: call.caller)
            return .json(account, status: .created, location: "/v1/accounts/\(account.id)")
        },
        Endpoint(.get, "/v1/accounts") { call, gateway in
            let accounts = try await gateway.accounts(caller: call.caller)
            return .json { $0.array("accounts", accounts) }
        },
        Endpoint(.get, "/v1/accounts/{id}") { call, gateway in
            let id: AccountID = try call.identifier(or: .account)
            guard let account = try await gateway.accounts(caller: call.caller).first(where: { $0.id == id }) else {
                throw GatewayError.notFound(.account)
            }
            return .json(account)
        },
        Endpoint(.patch, "/v1/accounts/{id}") { call, gateway in
            let id: AccountID = try call.identifier(or: .account)
            let request = try AccountRequest(changing: call.body)
            let account = try await gateway.renameAccount(
                id, name: request.name, isActive: request.isActive, caller: call.caller)
            return .json(account)
        },
        Endpoint(.delete, "/v1/accounts/{id}") { call, gateway in
            try await gateway.deleteAccount(call.identifier(or: .account), caller: call.caller)
            return Response(status: .noContent)
        },
    ]

    private static let services = [
        Endpoint(.post, "/v1/services") { call, gateway in
            let request = try ServiceRequest(call.body)
            guard request.name != nil else {
                throw Problem(.missingField, "name: is missing; it must be a string.", field: "name")
            }
            let service = try await gateway.createService(request, caller: call.caller)
            return .json(service, status: .created, location: "/v1/services/\(service.id)")
        },
        Endpoint(.get, "/v1/services") { call, gateway in
            let services = try await gateway.services(caller: call.caller)
            return .json { $0.array("services", services) }
        },
        Endpoint(.get, "/v1/services/{id}") { call, gateway in
            .json(try await gateway.service(call.parameter("id"), caller: call.caller))
        },
        Endpoint(.patch, "/v1/services/{id}") { call, gateway in
            let request = try ServiceRequest(call.body)
            let id = try await gateway.service(call.parameter("id"), caller: call.caller).id
            return .json(try await gateway.updateService(id, request, caller: call.caller))
        },
        Endpoint(.delete, "/v1/services/{id}") { call, gateway in
            let id = try await gateway.service(call.parameter("id"), caller: call.caller).id
            try await gateway.deleteService(id, caller: call.caller)
            return Response(status: .noContent)
        },
    ]

    private static let keys = [
        Endpoint(.post, "/v1/keys") { call, gateway in
            let request = try KeyRequest(creating: call.body)
            let account = try request.account.map { (text) throws(GatewayError) in
                guard let id = AccountID(text) else { throw GatewayError.notFound(.account) }
                return id
            }
            let made = try await gateway.createKey(name: request.name, account: account, caller: call.caller)
            return .json(.created, location: "/v1/keys/\(made.key.id)") { json in
                made.key.write(to: &json)
                json.member("secret", made.secret)
            }
        },
        Endpoint(.get, "/v1/keys") { call, gateway in
            let keys = try await gateway.keys(caller: call.caller)
            return .json { $0.array("keys", keys) }
        },
        Endpoint(.get, "/v1/keys/{id}") { call, gateway in
            let id: APIKeyID = try call.identifier(or: .key)
            guard let key = try await gateway.keys(caller: call.caller).first(where: { $0.id == id }) else {
                throw GatewayError.notFound(.key)
            }
            return .json(key)
        },
        Endpoint(.patch, "/v1/keys/{id}") { call, gateway in
            let id: APIKeyID = try call.identifier(or: .key)
            let request = try KeyRequest(changing: call.body)
            return .json(try await gateway.renameKey(id, name: request.name, caller: call.caller))
        },
        Endpoint(.delete, "/v1/keys/{id}") { call, gateway in
            try await gateway.deleteKey(call.identifier(or: .key), caller: call.caller)
            return Response(status: .noContent)
        },
    ]
}

extension Call {
    fileprivate func verificationID() throws(GatewayError) -> VerificationID { try identifier(or: .verification) }

    /// The path's identifier. One that is malformed names nothing, as one that is unknown.
    func identifier<Kind>(or resource: GatewayError.Resource) throws(GatewayError) -> Identifier<Kind> {
        guard let id = Identifier<Kind>(parameter("id")) else { throw .notFound(resource) }
        return id
    }
}
