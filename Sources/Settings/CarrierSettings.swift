package import Routing
package import SMPP

/// A carrier as it was configured.
package struct CarrierSettings: Hashable, Sendable {
    package var name: String
    package var endpoint: Endpoint
    package var systemID: String
    package var password: String
    package var systemType = ""
    package var bind = Bind.transceiver
    /// How many binds, or pairs of them.
    package var binds = 1
    /// `nil` without TLS.
    package var tls: TLSSettings?
    /// What is said in the bind: 0x33, 0x34 or 0x50.
    package var interfaceVersion: UInt8 = 0x34
    /// Which destinations a receiver takes, as the carrier writes it; mostly nothing.
    package var addressRange = ""
    /// Submissions without answer at once, on each bind.
    package var window: Int
    /// Segments a second; `nil` is unlimited.
    package var ratePerSecond: Int?
    package var route: Route
    package var enquireLink: Duration
    package var dialect = Dialect()

    package init(
        name: String, endpoint: Endpoint, systemID: String, password: String, window: Int = 100,
        ratePerSecond: Int? = nil, route: Route, enquireLink: Duration = .seconds(30)
    ) {
        (self.name, self.endpoint, self.systemID, self.password) = (name, endpoint, systemID, password)
        (self.window, self.ratePerSecond, self.route) = (window, ratePerSecond, route)
        self.enquireLink = enquireLink
    }

    package enum Bind: String, Hashable, Sendable, CaseIterable {
        case transceiver
        /// One of each: for carriers that take no transceiver.
        case transmitterReceiver = "transmitter_receiver"
        /// Sends only: receipts come by another bind, or not at all.
        case transmitter
        /// Receives only.
        case receiver
    }

    /// How the carrier wants messages written and reports on them. The words are those of the gateway's dialect.
    package struct Dialect: Hashable, Sendable {
        package var messageIDForm = "learn"
        package var receiptKey = "message_id"
        package var defaultAlphabet = "gsm"
        package var deliveryMode = "default"
        package var segmentation = "udh8"
        package var shortCode = AddressKind(ton: 3, npi: 0)
        package var number = AddressKind(ton: 1, npi: 1)
        package var name = AddressKind(ton: 5, npi: 0)
        package var tlvs: [TLV] = []
        /// In the order they were said.
        package var statuses: [Status] = []

        package init() {}
    }

    package struct AddressKind: Hashable, Sendable {
        package var ton: UInt8
        package var npi: UInt8

        package init(ton: UInt8, npi: UInt8) { (self.ton, self.npi) = (ton, npi) }
    }

    /// What a command_status means to this carrier.
    package struct Status: Hashable, Sendable {
        package var value: UInt32
        package var meaning: String

        package init(_ value: UInt32, _ meaning: String) { (self.value, self.meaning) = (value, meaning) }
    }

    /// What the SMPP clients are to be told, one for each bind; `window` is each one's.
    package var clients: [ESMEConfiguration] {
        let kinds: [BindKind] =
            switch bind {
            case .transceiver: [.transceiver]
            case .transmitterReceiver: [.transmitter, .receiver]
            case .transmitter: [.transmitter]
            case .receiver: [.receiver]
            }
        return (0..<binds).flatMap { _ in kinds.map(client) }
    }

    private func client(_ kind: BindKind) -> ESMEConfiguration {
        var client = ESMEConfiguration(
            endpoint: endpoint,
            bind: BindRequest(
                kind: kind, systemID: systemID, password: password, systemType: systemType,
                interfaceVersion: interfaceVersion, addressRange: addressRange))
        client.tls = tls
        client.windowMax = window
        client.timers.enquireLink = enquireLink
        return client
    }
}

extension CarrierSettings: CustomStringConvertible, CustomReflectable {
    /// What differs from the default; never the password.
    package var description: String {
        var parts = ["\(systemID) at \(endpoint)", "priority \(route.priority)"]
        if tls != nil { parts.append("TLS") }
        if bind != .transceiver || binds > 1 { parts.append("\(binds) × \(bind.rawValue)") }
        let standard = Dialect()
        for (name, value, usual) in [
            ("message_id_form", dialect.messageIDForm, standard.messageIDForm),
            ("receipt_key", dialect.receiptKey, standard.receiptKey),
            ("default_alphabet", dialect.defaultAlphabet, standard.defaultAlphabet),
            ("delivery_mode", dialect.deliveryMode, standard.deliveryMode),
            ("segmentation", dialect.segmentation, standard.segmentation),
        ] where value != usual { parts.append("\(name) \(value)") }
        if !dialect.tlvs.isEmpty { parts.append("\(dialect.tlvs.count) TLVs") }
        if !dialect.statuses.isEmpty { parts.append("\(dialect.statuses.count) statuses") }
        return "\(name) (\(parts.joined(separator: ", ")))"
    }
    package var customMirror: Mirror { Mirror(self, children: ["carrier": description]) }
}
