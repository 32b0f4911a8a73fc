import Gateway

extension ESMEAccountRequest {
    static let fields = [
        "system_id", "password", "make_password", "certificate_fingerprint", "networks", "binds_max", "window_max",
        "rate_per_second", "default_alphabet", "senders", "addresses", "active",
    ]

    init(_ body: [UInt8]) throws(Problem) {
        let fields = try RequestFields(body, known: Self.fields)
        self.init()
        systemID = try fields.string("system_id")
        password = try fields.clearable("password")
        makesPassword = try fields.bool("make_password") ?? false
        certificateFingerprint = try fields.clearable("certificate_fingerprint")
        networks = try fields.strings("networks")
        bindsMax = try fields.integer("binds_max")
        windowMax = try fields.integer("window_max")
        // The gateway is told by 0 that the limit goes.
        ratePerSecond = fields.isNull("rate_per_second") ? 0 : try fields.integer("rate_per_second")
        defaultAlphabet = try fields.string("default_alphabet")
        senders = try fields.strings("senders")
        addresses = try fields.strings("addresses")
        isActive = try fields.bool("active")
    }
}
