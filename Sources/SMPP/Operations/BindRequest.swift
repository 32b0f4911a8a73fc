/// Which directions a session has. Source: SMPP 3.4 §2.2.
package enum BindKind: String, CaseIterable, Sendable {
    case receiver, transmitter, transceiver

    package var commandID: CommandID {
        switch self {
        case .receiver: .bindReceiver
        case .transmitter: .bindTransmitter
        case .transceiver: .bindTransceiver
        }
    }
    /// May the ESME submit?
    package var submits: Bool { self != .receiver }
    /// May the SMSC deliver?
    package var delivers: Bool { self != .transmitter }
}

/// The body of the three bind requests. Source: SMPP 3.4 §4.1.
package struct BindRequest: Hashable, Sendable {
    package var kind: BindKind
    /// At most 15 characters.
    package var systemID: String
    /// At most 8 characters.
    package var password: String
    /// At most 12 characters.
    package var systemType: String
    /// 0x34 for SMPP 3.4; below it a peer must be sent no optional parameters.
    package var interfaceVersion: UInt8
    package var ton: Address.TypeOfNumber
    package var npi: Address.NumberingPlan
    /// At most 40 characters.
    package var addressRange: String
    /// SMPP names none here; some vendors have their own.
    package var tlvs: [TLV]

    package init(
        kind: BindKind = .transceiver, systemID: String = "", password: String = "", systemType: String = "",
        interfaceVersion: UInt8 = 0x34, ton: Address.TypeOfNumber = .unknown, npi: Address.NumberingPlan = .unknown,
        addressRange: String = "", tlvs: [TLV] = []
    ) {
        (self.kind, self.systemID, self.password, self.systemType) = (kind, systemID, password, systemType)
        (self.interfaceVersion, self.ton, self.npi, self.addressRange) = (interfaceVersion, ton, npi, addressRange)
        self.tlvs = tlvs
    }
}

extension BindRequest: PDUFields {
    init() { self.init(kind: .transceiver) }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&systemID, .systemID, octetsMax: 16)
        try visitor.cString(&password, .password, octetsMax: 9)
        try visitor.cString(&systemType, .systemType, octetsMax: 13)
        try visitor.octet(&interfaceVersion, .interfaceVersion)
        try visitor.octet(&ton.rawValue, .addressTON)
        try visitor.octet(&npi.rawValue, .addressNPI)
        try visitor.cString(&addressRange, .addressRange, octetsMax: 41)
        try visitor.tlvs(&tlvs)
    }
}

extension BindRequest: CustomStringConvertible, CustomReflectable {
    /// Never the password.
    package var description: String { "bind_\(kind.rawValue) \(systemID)" }
    package var customMirror: Mirror { Mirror(self, children: ["bind": description]) }
}

/// The body of the answers to the three bind requests. Source: SMPP 3.4 §4.1.2.
package struct BindResponse: Hashable, Sendable {
    package var kind: BindKind
    /// The SMSC's own name.
    package var systemID: String
    package var tlvs: [TLV]

    package init(kind: BindKind = .transceiver, systemID: String = "", tlvs: [TLV] = []) {
        (self.kind, self.systemID, self.tlvs) = (kind, systemID, tlvs)
    }
}

extension BindResponse: PDUFields {
    init() { self.init(kind: .transceiver) }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        guard !visitor.bodyIsAbsent(nothingToSay: systemID.isEmpty && tlvs.isEmpty) else { return }
        try visitor.cString(&systemID, .systemID, octetsMax: 16)
        try visitor.tlvs(&tlvs)
    }
}
