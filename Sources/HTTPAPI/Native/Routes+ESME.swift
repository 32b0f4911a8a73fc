import Gateway
import HTTPTypes
import Hummingbird
import Storage
import World

/// SMPP accounts of applications.
extension NativeRoutes {
    static let esmes = [
        Endpoint(.post, "/v1/esmes") { call, gateway in
            let request = try ESMEAccountRequest(call.body)
            guard request.systemID != nil else {
                throw Problem(.missingField, "system_id: is missing; it must be a string.", field: "system_id")
            }
            let made = try await gateway.createESME(request, caller: call.caller)
            return .json(.created, location: "/v1/esmes/\(made.esme.id)") { json in
                made.esme.write(to: &json)
                json.member("password", made.password)
            }
        },
        Endpoint(.get, "/v1/esmes") { call, gateway in
            let esmes = try await gateway.esmes(caller: call.caller)
            return .json { $0.array("esmes", esmes) }
        },
        Endpoint(.get, "/v1/esmes/{id}") { call, gateway in
            .json(try await gateway.esme(call.identifier(or: .esme), caller: call.caller))
        },
        Endpoint(.patch, "/v1/esmes/{id}") { call, gateway in
            let id: ESMEID = try call.identifier(or: .esme)
            let made = try await gateway.updateESME(id, ESMEAccountRequest(call.body), caller: call.caller)
            return .json { json in
                made.esme.write(to: &json)
                json.member("password", made.password)
            }
        },
        Endpoint(.delete, "/v1/esmes/{id}") { call, gateway in
            try await gateway.deleteESME(call.identifier(or: .esme), caller: call.caller)
            return Response(status: .noContent)
        },
    ]
}
