import World

/// Field values in words.
enum Meaning {
    static func of(_ value: UInt8, _ field: Field) -> String {
        switch field {
        case .addressTON, .sourceTON, .destinationTON, .esmeTON: ValueNames.typesOfNumber.words(value)
        case .addressNPI, .sourceNPI, .destinationNPI, .esmeNPI: ValueNames.numberingPlans.words(value)
        case .interfaceVersion: SMPPVersion(rawValue: value).description
        case .esmClass: esmClass(ESMClass(rawValue: value))
        case .registeredDelivery: registeredDelivery(value)
        case .dataCoding: dataCoding(value)
        case .priorityFlag: ValueNames.priorities.words(value)
        case .protocolID: protocolID(value)
        case .defaultMessageID: value == 0 ? "0, none" : "\(value), a text the SMSC keeps"
        case .errorCode: value == 0 ? "0, none" : "\(value)"
        case .messageState: ValueNames.messageStates.words(value)
        case .replaceIfPresent: ValueNames.replaceFlags.words(value)
        case .destinationFlag: ValueNames.destinationFlags.words(value)
        case .commandLength, .commandID, .commandStatus, .sequenceNumber, .systemID, .password, .systemType,
            .addressRange, .serviceType, .sourceAddress, .destinationAddress, .esmeAddress,
            .scheduleDeliveryTime, .validityPeriod, .shortMessageLength,
            .shortMessage, .messageID, .finalDate, .numberOfDestinations, .distributionListName,
            .unsuccessfulCount, .errorStatusCode, .tlvs:
            "\(value)"
        }
    }

    static func of(_ value: UInt32, _ field: Field) -> String {
        field == .errorStatusCode ? CommandStatus(rawValue: value).name : "\(value)"
    }

    static func of(_ value: String, _ field: Field) -> String {
        guard !value.isEmpty else { return "none" }
        switch field {
        case .scheduleDeliveryTime, .validityPeriod, .finalDate:
            switch SMPPTime(value) {
            case .absolute(let moment): return "\(quoted(value)), \(moment.rfc3339)"
            case .relative(let wait): return "\(quoted(value)), \(wait) from acceptance"
            case nil: return "\(quoted(value)), not a time"
            }
        case .serviceType: return quoted(value) + (services.first { $0.0 == value }.map { ", " + $0.1 } ?? "")
        default: return quoted(value)
        }
    }

    /// Source: SMPP 3.4 §5.2.11, SMPP 5.0 §4.7.25.
    private static let services = [
        ("CMT", "cellular messaging"), ("CPT", "cellular paging"), ("VMN", "voice mail notification"),
        ("VMA", "voice mail alerting"), ("WAP", "wireless application protocol"), ("USSD", "USSD"),
        ("CBS", "cell broadcast"), ("GUTS", "generic UDP transport"),
    ]

    /// Control characters escaped, so that a terminal does not obey them.
    static func quoted(_ text: String) -> String {
        var shown = "\""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isControl {
                shown += "\\x" + Hex.text([UInt8(scalar.value)])
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown + "\""
    }

    private static func esmClass(_ value: ESMClass) -> String {
        var parts: [String] = []
        switch value.rawValue & 0x03 {
        case 0: parts.append("default mode")
        case 1: parts.append("datagram")
        case 2: parts.append("forward (transaction)")
        default: parts.append("store and forward")
        }
        switch value.rawValue & 0x3C {
        case 0x00: break
        case 0x04: parts.append("delivery receipt")
        case 0x08: parts.append("delivery acknowledgement")
        case 0x10: parts.append("user acknowledgement")
        case 0x18: parts.append("conversation abort")
        case 0x20: parts.append("intermediate notification")
        default: parts.append("reserved type")
        }
        if value.hasUserDataHeader { parts.append("user data header") }
        if value.rawValue & 0x80 != 0 { parts.append("reply path") }
        return "\(value.rawValue), " + parts.joined(separator: ", ")
    }

    /// Bits 1–0 receipts, 3–2 acknowledgements of the handset, 4 intermediate notification.
    /// Source: SMPP 3.4 §5.2.17, SMPP 5.0 Table 4-52.
    private static func registeredDelivery(_ value: UInt8) -> String {
        var parts = [["no receipt", "receipt", "receipt on failure", "receipt on success"][Int(value & 3)]]
        switch value >> 2 & 3 {
        case 1: parts.append("delivery acknowledgement")
        case 2: parts.append("user acknowledgement")
        case 3: parts.append("delivery and user acknowledgement")
        default: break
        }
        if value & 0x10 != 0 { parts.append("intermediate notification") }
        if value & 0xE0 != 0 { parts.append("reserved bits") }
        return "\(value), " + parts.joined(separator: ", ")
    }

    /// The values above 15 are GSM's: groups 1100–1110 and 1111. Source: SMPP 3.4 §5.2.19, 3GPP TS 23.038 §4.
    static func dataCoding(_ value: UInt8) -> String {
        switch value >> 4 {
        case 0xC: return "\(value), message waiting, discard"
        case 0xD: return "\(value), message waiting, store"
        case 0xE: return "\(value), message waiting, UCS-2"
        case 0xF: return "\(value), \(value & 4 == 0 ? "GSM 7-bit" : "8-bit"), class \(value & 3)"
        default: return ValueNames.dataCodings.words(value)
        }
    }

    /// As GSM uses it. Source: 3GPP TS 23.040 §9.2.3.9.
    private static func protocolID(_ value: UInt8) -> String {
        switch value {
        case 0: "0, plain"
        case 0x40: "64, silent (type 0)"
        case 0x41...0x47: "\(value), replaces type \(value - 0x40)"
        case 0x5F: "95, return call"
        case 0x7D: "125, to the handset's own store"
        case 0x7F: "127, to the SIM"
        default: "\(value)"
        }
    }
}
