/// A new inbox number.
struct InboxRequest {
    let number: String
    let webhookURL: String?
    /// Whose it is to be; the caller's own without it.
    let account: String?

    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: ["number", "webhook_url", "account"])
        number = try fields.required("number")
        webhookURL = try fields.string("webhook_url")
        account = try fields.string("account")
    }
}
