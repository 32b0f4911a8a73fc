import Routing
import SMPP

/// A carrier's fields as they were said, before they are judged.
struct CarrierDraft {
    /// How problems name it: `carriers[0]`.
    var label: String
    var place: Place
    private var said: [(field: CarrierField, texts: [String], place: Place)] = []
    private(set) var problems: [SettingsProblem] = []

    init(label: String, place: Place) { (self.label, self.place) = (label, place) }

    mutating func say(_ name: String, _ texts: [String], at place: Place) {
        guard let field = CarrierField.all.first(where: { $0.name == name }) else {
            let known = CarrierField.all.map(\.name)
            problems.append(
                .unknown(name, among: known, what: "field of a carrier (\(label))", at: place))
            return
        }
        guard !said.contains(where: { $0.field.name == name }) else {
            problems.append(SettingsProblem(place: place, text: "\(label).\(name) is said twice"))
            return
        }
        let isList = if case .prefixes = field.form { true } else { false }
        guard isList || texts.count == 1 else {
            problems.append(SettingsProblem(place: place, text: "\(label).\(name) must be \(field.form.allowed)"))
            return
        }
        if let wrong = texts.first(where: { !field.form.accepts($0) }) {
            problems.append(
                .value(wrong, key: "\(label).\(name)", form: field.form, isSecret: field.isSecret, at: place))
        }
        said.append((field, texts, place))
    }

    private func texts(_ name: String) -> [String]? { said.first { $0.field.name == name }?.texts }

    private func text(_ name: String) -> String? {
        texts(name)?.first ?? CarrierField.all.first { $0.name == name }?.standard
    }

    /// The carrier, or `nil` after adding to `problems`.
    func finish(_ problems: inout [SettingsProblem], readFile: SettingsLoader.FileReader) -> CarrierSettings? {
        var found = self.problems
        for name in ["name", "host", "system_id"] where text(name) == nil {
            found.append(SettingsProblem(place: place, text: "\(label) has no \(name), which every carrier needs"))
        }
        found += contradictions()
        let password = password(&found, readFile: readFile)
        problems += found
        guard found.isEmpty, let name = text("name"), let host = text("host"), let systemID = text("system_id") else {
            return nil
        }
        var carrier = CarrierSettings(
            name: name, endpoint: Endpoint(host: host, port: number("port")), systemID: systemID, password: password,
            window: number("window"), ratePerSecond: text("rate_per_second").flatMap(ValueForm.integer),
            route: Route(
                link: name, priority: number("priority"), prefixes: texts("prefixes") ?? [], sender: text("sender")),
            enquireLink: .seconds(number("enquire_link_seconds")))
        carrier.systemType = text("system_type") ?? ""
        carrier.bind = text("bind").flatMap(CarrierSettings.Bind.init) ?? carrier.bind
        carrier.binds = number("binds")
        carrier.addressRange = text("address_range") ?? ""
        carrier.interfaceVersion = Self.versions[text("interface_version") ?? ""] ?? carrier.interfaceVersion
        carrier.tls = tls
        carrier.dialect = dialect
        return carrier
    }

    private static let versions: [String: UInt8] = ["3.3": 0x33, "3.4": 0x34, "5.0": 0x50]

    private func number(_ name: String) -> Int { text(name).flatMap(ValueForm.integer) ?? 0 }

    private var tls: TLSSettings? {
        guard text("tls") == "on" else { return nil }
        return TLSSettings(
            caFile: text("tls_ca_file"), certificateFile: text("tls_certificate_file"),
            privateKeyFile: text("tls_key_file"), serverName: text("tls_server_name"),
            verifiesPeer: text("tls_verify") == "on")
    }

    private var dialect: CarrierSettings.Dialect {
        var dialect = CarrierSettings.Dialect()
        func kind(_ sender: String) -> CarrierSettings.AddressKind {
            CarrierSettings.AddressKind(
                ton: UInt8(clamping: number(sender + "_ton")), npi: UInt8(clamping: number(sender + "_npi")))
        }
        dialect.messageIDForm = text("message_id_form") ?? dialect.messageIDForm
        dialect.receiptKey = text("receipt_key") ?? dialect.receiptKey
        dialect.defaultAlphabet = text("default_alphabet") ?? dialect.defaultAlphabet
        dialect.deliveryMode = text("delivery_mode") ?? dialect.deliveryMode
        dialect.segmentation = text("segmentation") ?? dialect.segmentation
        (dialect.shortCode, dialect.number, dialect.name) = (kind("short_code"), kind("number"), kind("name"))
        dialect.tlvs = text("tlvs").flatMap(CarrierLists.tlvs) ?? []
        dialect.statuses = text("statuses").flatMap(CarrierLists.statuses) ?? []
        return dialect
    }

    /// Fields that are each right, and wrong together.
    private func contradictions() -> [SettingsProblem] {
        func problem(_ name: String, _ text: String) -> SettingsProblem {
            SettingsProblem(place: said.first { $0.field.name == name }?.place ?? place, text: "\(label).\(text)")
        }
        var problems: [SettingsProblem] = []
        if text("tls") != "on", let first = said.first(where: { $0.field.name.hasPrefix("tls_") }) {
            problems.append(problem(first.field.name, "\(first.field.name) needs tls: on"))
        }
        if (text("tls_certificate_file") == nil) != (text("tls_key_file") == nil) {
            problems.append(problem("tls_key_file", "tls_certificate_file and tls_key_file go together"))
        }
        if text("interface_version") == "3.3" {
            let wants = ["receipt_key": "user_message_reference", "segmentation": "sar"]
            for name in ["receipt_key", "segmentation"] where text(name) == wants[name] {
                problems.append(problem(name, "\(name) needs optional parameters, which SMPP 3.3 has not"))
            }
            if text("segmentation") == "payload" {
                problems.append(
                    problem("segmentation", "segmentation needs optional parameters, which SMPP 3.3 has not"))
            }
            if texts("tlvs") != nil {
                problems.append(problem("tlvs", "tlvs are optional parameters, which SMPP 3.3 has not"))
            }
        }
        return problems
    }

    private func password(_ problems: inout [SettingsProblem], readFile: SettingsLoader.FileReader) -> String {
        guard let file = said.first(where: { $0.field.name == "password_file" }), let path = file.texts.first else {
            return text("password") ?? ""
        }
        guard texts("password") == nil else {
            problems.append(
                SettingsProblem(place: file.place, text: "\(label) has both password and password_file: keep one"))
            return ""
        }
        do {
            var password = try readFile(path)[...]
            while password.last?.isNewline ?? false { password.removeLast() }
            if password.count > 8 {
                problems.append(
                    SettingsProblem(
                        place: file.place, text: "the password in \(path) must be a text of at most 8 characters"))
            }
            return String(password)
        } catch {
            problems.append(SettingsProblem(place: file.place, text: "\(label).password_file: \(error)"))
            return ""
        }
    }
}
