import Gateway

extension StartRequest {
    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(
            body, known: ["to", "channel", "service", "ttl_seconds", "code_length", "locale", "client_ip", "code"])
        self.init(
            to: try fields.required("to"), channel: try fields.string("channel"),
            service: try fields.string("service"), ttlSeconds: try fields.integer("ttl_seconds"),
            codeLength: try fields.integer("code_length"), locale: try fields.string("locale"),
            clientIP: try fields.string("client_ip"), code: try fields.string("code"))
    }
}

/// A check of a verification that the path names.
struct CheckRequest {
    let code: String

    init(_ body: [UInt8]) throws(Problem) {
        code = try RequestFields(body, known: ["code"]).required("code")
    }
}

/// A check of the one pending verification of a recipient.
struct RecipientCheckRequest {
    let reference: VerificationReference
    let code: String

    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: ["to", "service", "code"])
        reference = .recipient(to: try fields.required("to"), service: try fields.string("service"))
        code = try fields.required("code")
    }
}

extension MessageRequest {
    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: ["to", "text", "sender", "service", "ttl_seconds"])
        self.init(
            to: try fields.required("to"), text: try fields.required("text"), sender: try fields.string("sender"),
            service: try fields.string("service"), ttlSeconds: try fields.integer("ttl_seconds"))
    }
}

extension ServiceRequest {
    static let fields = [
        "name", "brand", "locale", "sender", "origin_host", "retriever_hash", "template", "allows_any_number_kind",
        "code_length", "code_length_max", "ttl_seconds", "ttl_seconds_max", "checks_max", "sends_max", "resend_mode",
        "restart", "resend_delays_seconds", "test_numbers",
    ]

    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: Self.fields)
        self.init()
        name = try fields.string("name")
        brand = try fields.string("brand")
        locale = try fields.string("locale")
        sender = try fields.clearable("sender")
        originHost = try fields.clearable("origin_host")
        retrieverHash = try fields.clearable("retriever_hash")
        template = try fields.clearable("template")
        allowsAnyNumberKind = try fields.bool("allows_any_number_kind")
        codeLength = try fields.integer("code_length")
        codeLengthMax = try fields.integer("code_length_max")
        ttlSeconds = try fields.integer("ttl_seconds")
        ttlSecondsMax = try fields.integer("ttl_seconds_max")
        checksMax = try fields.integer("checks_max")
        sendsMax = try fields.integer("sends_max")
        resendMode = try fields.string("resend_mode")
        restart = try fields.string("restart")
        resendDelaysSeconds = try fields.integers("resend_delays_seconds")
        testNumbers = try fields.objects("test_numbers", known: ["to", "code"])?.map { fields throws(Problem) in
            TestNumber(to: try fields.required("to"), code: try fields.required("code"))
        }
    }
}

extension RequestFields {
    /// `null` clears the field, which the gateway is told by an empty text. Source: RFC 7396.
    func clearable(_ name: String) throws(Problem) -> String? {
        isNull(name) ? "" : try string(name)
    }
}

struct AccountRequest {
    let name: String?
    let isActive: Bool?

    /// A new account has a name and is active.
    init(creating body: [UInt8]) throws(Problem) {
        name = try RequestFields(body, known: ["name"]).required("name")
        isActive = nil
    }

    init(changing body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: ["name", "active"])
        (name, isActive) = (try fields.string("name"), try fields.bool("active"))
    }
}

struct KeyRequest {
    let name: String
    /// Only the operator may name an account.
    let account: String?

    init(creating body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: ["name", "account"])
        (name, account) = (try fields.required("name"), try fields.string("account"))
    }

    init(changing body: [UInt8]) throws(Problem) {
        name = try RequestFields(body, known: ["name"]).required("name")
        account = nil
    }
}
