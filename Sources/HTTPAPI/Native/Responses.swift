import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Storage
import Verification
import World

extension Response {
    static func json(
        _ status: HTTPResponse.Status = .ok, location: String? = nil, members: (inout JSONWriter) -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let location { headers[.location] = location }
        let body = ByteBuffer(bytes: JSONWriter.object(members))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    static func json(
        _ object: some JSONObject, status: HTTPResponse.Status = .ok, location: String? = nil
    ) -> Response {
        .json(status, location: location) { object.write(to: &$0) }
    }
}

extension VerificationView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("status", status)
        json.member("service", service)
        json.member("to", to)
        json.member("channel", channel)
        json.member("code_length", codeLength)
        json.member("created_at", createdAt)
        json.member("expires_at", expiresAt)
        json.member("resend_at", resendAt)
        json.member("checks_left", checksLeft)
        json.member("sends_left", sendsLeft)
    }
}

extension CheckView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", verification.id.description)
        json.member("status", verification.status)
        json.member("valid", valid)
        json.member("reason", valid ? nil : reason)
        json.member("checks_left", verification.checksLeft)
        json.member("expires_at", verification.expiresAt)
    }
}

extension HopView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("hop", hop)
        json.member("at", at)
        json.member("since_start_ms", milliseconds: sinceStart)
        json.member("gap_ms", milliseconds: gap)
        json.member("message", message?.description)
        json.member("attempt", attempt)
        json.member("detail", detail)
    }
}

extension TimelineView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("status", status)
        json.array("hops", hops)
    }
}

extension MessageView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("status", status)
        json.member("to", to)
        json.member("sender", sender)
        json.member("verification", verification?.description)
        json.member("created_at", createdAt)
        json.member("expires_at", expiresAt)
        json.array("hops", hops)
    }
}

extension Account: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("name", name)
        json.member("active", isActive)
        json.member("created_at", createdAt)
    }
}

extension Service: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("account", account.description)
        json.member("name", name)
        json.member("brand", brand)
        json.member("locale", locale)
        json.member("sender", sender)
        json.member("origin_host", originHost)
        json.member("retriever_hash", retrieverHash)
        json.member("template", template)
        json.member("allows_any_number_kind", allowsAnyNumberKind)
        json.member("code_length", policy.codeLength)
        json.member("code_length_max", policy.codeLengthMax)
        json.member("ttl_seconds", policy.lifeSeconds)
        json.member("ttl_seconds_max", policy.lifeSecondsMax)
        json.member("checks_max", policy.checksMax)
        json.member("sends_max", policy.sendsMax)
        json.member("resend_mode", policy.resendMode.rawValue)
        json.member("restart", policy.restart.rawValue)
        json.array("resend_delays_seconds", policy.resendSchedule.delaysSeconds) { $0.element($1) }
        json.array("test_numbers", testNumbers)
        json.member("created_at", createdAt)
    }
}

extension TestNumber: JSONObject {
    func write(to json: inout JSONWriter) { json.member("to", masked) }
}

extension GatewayStatus: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("accepting", isAccepting)
        json.member("unfinished_messages", unfinishedMessages)
        json.array("links", links)
        json.member("receipts", receipts)
        json.member("codes", codes)
    }
}

extension ReceiptCounts: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("credited", credited)
        json.member("duplicate", duplicate)
        json.member("unattributed", unattributed)
        json.member("late", late)
        json.member("held", held)
    }
}

extension CodeCounts: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("made", made)
        json.member("brought", brought)
        json.member("test", test)
    }
}

extension GatewayStatus.Link: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("name", name)
        json.member("bound", isBound)
        json.member("in_flight", inFlight)
        json.member("queued", queued)
    }
}

extension APIKey: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("account", account.description)
        json.member("name", name)
        json.member("created_at", createdAt)
    }
}
