import Gateway
import HTTPTypes
import Hummingbird
import Inbound
import NIOCore
import World

/// What phones send: opt-outs, inbox numbers and their messages, and the page that shows them as they come.
extension NativeRoutes {
    private static let pageLength = 50

    static let optOuts = [
        Endpoint(.get, "/v1/opt-outs") { call, gateway in
            let query = try QueryFields(call.request, known: ["after", "limit"])
            let limit = try query.integer("limit") ?? pageLength
            let page = try await gateway.optOuts(
                after: query.identifier("after"), limit: limit, caller: call.caller)
            return .json { json in
                json.array("opt_outs", page)
                json.member("next", page.count == limit ? page.last?.id.description : nil)
            }
        },
        Endpoint(.delete, "/v1/opt-outs/{id}") { call, gateway in
            try await gateway.deleteOptOut(call.identifier(or: .optOut), caller: call.caller)
            return Response(status: .noContent)
        },
    ]

    static let inboxes = [
        Endpoint(inbox: .post, "/v1/inboxes") { call, inboxes in
            let request = try InboxRequest(call.body)
            let account = try request.account.map { text throws(GatewayError) in
                guard let id = AccountID(text) else { throw GatewayError.notFound(.account) }
                return id
            }
            let made = try await inboxes.createInbox(
                number: request.number, webhookURL: request.webhookURL, account: account, caller: call.caller)
            return .json(.created, location: "/v1/inboxes/\(made.inbox.id)") { json in
                made.inbox.write(to: &json)
                json.member("webhook_secret", made.webhookSecret)
            }
        },
        Endpoint(inbox: .get, "/v1/inboxes") { call, inboxes in
            let list = try await inboxes.inboxes(caller: call.caller)
            return .json { $0.array("inboxes", list) }
        },
        Endpoint(inbox: .get, "/v1/inboxes/{id}") { call, inboxes in
            .json(try await inboxes.inbox(call.identifier(or: .inbox), caller: call.caller))
        },
        Endpoint(inbox: .delete, "/v1/inboxes/{id}") { call, inboxes in
            try await inboxes.deleteInbox(call.identifier(or: .inbox), caller: call.caller)
            return Response(status: .noContent)
        },
        Endpoint(inbox: .get, "/v1/inboxes/{id}/messages") { call, inboxes in
            let id: InboxID = try call.identifier(or: .inbox)
            let query = try QueryFields(call.request, known: ["after", "limit"])
            let limit = try query.integer("limit") ?? pageLength
            let page = try await inboxes.messages(
                of: id, after: query.identifier("after"), limit: limit, caller: call.caller)
            return .json { json in
                json.array("messages", page)
                json.member("next", page.count == limit ? page.last?.id.description : nil)
            }
        },
        Endpoint(inbox: .get, "/v1/inboxes/{id}/events") { call, inboxes in
            events(try await inboxes.events(of: call.identifier(or: .inbox), caller: call.caller))
        },
    ]

    /// Server-sent events until the listener goes or the inbox does. Source: WHATWG HTML §9.2.
    private static func events(_ events: AsyncStream<InboxEvent>) -> Response {
        let body = ResponseBody { writer in
            // Says at once that it listens: what comes from now on is not missed.
            try await writer.write(ByteBuffer(string: ": listening\n\n"))
            for await event in events {
                switch event {
                case .message(let message):
                    let json = JSONWriter.object { message.write(to: &$0) }
                    // JSON holds no line ends, so one data line carries it.
                    var line = ByteBuffer(string: "event: message\nid: \(message.id)\ndata: ")
                    line.writeBytes(json)
                    line.writeString("\n\n")
                    try await writer.write(line)
                case .beat: try await writer.write(ByteBuffer(string: ": beat\n\n"))
                }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// The page asks for a key and keeps it in memory; what it shows comes over the API, as for anyone.
    static let inboxPage = [
        Endpoint(open: .get, "/inboxes/{id}") { _ in asset(PackageResources.inbox_html, "text/html; charset=utf-8") },
        Endpoint(open: .get, "/assets/inbox.js") { _ in
            asset(PackageResources.inbox_js, "text/javascript; charset=utf-8")
        },
        Endpoint(open: .get, "/assets/inbox.css") { _ in asset(PackageResources.inbox_css, "text/css; charset=utf-8") },
    ]

    private static func asset(_ octets: [UInt8], _ type: String) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-cache"]
        // A key is typed here: nothing from elsewhere runs, nobody frames it, and its address goes nowhere.
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "no-referrer"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
