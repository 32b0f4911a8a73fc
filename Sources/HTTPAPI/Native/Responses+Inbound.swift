import Gateway
import Inbound
import World

extension InboxView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("account", account.description)
        json.member("number", number)
        json.member("webhook_url", webhookURL)
        json.member("created_at", createdAt)
    }
}

extension InboxMessageView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("inbox", inbox.description)
        json.member("from", from)
        json.member("text", text)
        json.member("octets", octets.isEmpty ? nil : Base64.text(octets))
        json.member("code", code)
        json.member("parts", parts)
        json.member("missing", missing)
        json.member("received_at", receivedAt)
        json.member("expires_at", expiresAt)
    }
}

extension OptOutView: JSONObject {
    func write(to json: inout JSONWriter) {
        json.member("id", id.description)
        json.member("account", account?.description)
        json.member("sender", sender)
        json.member("recipient", recipient)
        json.member("keyword", keyword)
        json.member("opted_out_at", at)
    }
}
