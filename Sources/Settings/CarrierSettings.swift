package import Routing
package import SMPP

/// A carrier as it was configured.
package struct CarrierSettings: Hashable, Sendable {
    package var name: String
    package var endpoint: Endpoint
    package var systemID: String
    package var password: String
    package var systemType = ""
    /// Submissions without answer at once.
    package var window: Int
    /// Segments a second; `nil` is unlimited.
    package var ratePerSecond: Int?
    package var route: Route
    /// How its receipts write message IDs: a raw value of the gateway's `MessageIDForm`.
    package var messageIDForm: String
    package var enquireLink: Duration

    package init(
        name: String, endpoint: Endpoint, systemID: String, password: String, systemType: String = "", window: Int,
        ratePerSecond: Int?, route: Route, messageIDForm: String, enquireLink: Duration
    ) {
        (self.name, self.endpoint, self.systemID, self.password) = (name, endpoint, systemID, password)
        (self.systemType, self.window, self.ratePerSecond) = (systemType, window, ratePerSecond)
        (self.route, self.messageIDForm, self.enquireLink) = (route, messageIDForm, enquireLink)
    }

    /// What the SMPP client is to be told.
    package var client: ESMEConfiguration {
        var client = ESMEConfiguration(
            endpoint: endpoint,
            bind: BindRequest(kind: .transceiver, systemID: systemID, password: password, systemType: systemType))
        client.windowMax = window
        client.timers.enquireLink = enquireLink
        return client
    }
}

extension CarrierSettings: CustomStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "\(name) (\(systemID) at \(endpoint), priority \(route.priority))" }
    package var customMirror: Mirror { Mirror(self, children: ["carrier": description]) }
}

/// One field of a carrier, in the file or behind `?` in `WATCHWORD_CARRIERS`.
package struct CarrierField: Sendable {
    package var name: String
    package var form: ValueForm
    package var standard: String?
    package var meaning: String
    package var isSecret = false

    package static let messageIDForms = ["same", "hex_in_response", "dec_in_response"]

    package static let all: [CarrierField] = [
        CarrierField(
            name: "name", form: .text(1...32), standard: nil, meaning: "What logs, routes and pages call it; unique."),
        CarrierField(name: "host", form: .host, standard: nil, meaning: "The SMSC's host name or address."),
        CarrierField(name: "port", form: .port(1...65_535), standard: "2775", meaning: "The SMSC's port."),
        CarrierField(name: "system_id", form: .text(1...15), standard: nil, meaning: "The account at the carrier."),
        CarrierField(
            name: "password", form: .text(0...8), standard: "", meaning: "Its password, at most 8 characters.",
            isSecret: true),
        CarrierField(
            name: "password_file", form: .path, standard: nil, meaning: "A file with the password, instead of it."),
        CarrierField(
            name: "system_type", form: .text(0...12), standard: "",
            meaning: "What the carrier asks for, mostly nothing."),
        CarrierField(
            name: "bind", form: .choice(["transceiver"]), standard: "transceiver", meaning: "The kind of bind."),
        CarrierField(
            name: "window", form: .integer(1...1000), standard: "100", meaning: "Submissions without answer at once."),
        CarrierField(
            name: "rate_per_second", form: .integer(1...100_000), standard: nil,
            meaning: "Segments a second at most; unlimited when not said."),
        CarrierField(
            name: "priority", form: .integer(0...1000), standard: "100", meaning: "Lower goes first."),
        CarrierField(
            name: "prefixes", form: .prefixes, standard: nil,
            meaning: "International prefixes it reaches, without +; everything when not said."),
        CarrierField(
            name: "sender", form: .sender, standard: nil, meaning: "The sender to use on it instead of the message's."),
        CarrierField(
            name: "message_id_form", form: .choice(messageIDForms), standard: "same",
            meaning: "How receipts write message IDs, seen from the responses."),
        CarrierField(
            name: "enquire_link_seconds", form: .integer(1...3600), standard: "30",
            meaning: "Silence before the peer is asked whether it lives."),
    ]
}

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
        let password = password(&found, readFile: readFile)
        problems += found
        guard found.isEmpty, let name = text("name"), let host = text("host"), let systemID = text("system_id") else {
            return nil
        }
        func number(_ name: String) -> Int { text(name).flatMap(ValueForm.integer) ?? 0 }
        return CarrierSettings(
            name: name, endpoint: Endpoint(host: host, port: number("port")), systemID: systemID, password: password,
            systemType: text("system_type") ?? "", window: number("window"),
            ratePerSecond: text("rate_per_second").flatMap(ValueForm.integer),
            route: Route(
                link: name, priority: number("priority"), prefixes: texts("prefixes") ?? [], sender: text("sender")),
            messageIDForm: text("message_id_form") ?? "same", enquireLink: .seconds(number("enquire_link_seconds")))
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
