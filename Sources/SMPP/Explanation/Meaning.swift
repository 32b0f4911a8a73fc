import World

/// Field values in words.
enum Meaning {
    static func of(_ value: UInt8, _ field: Field) -> String {
        switch field {
        case .addressTON, .sourceTON, .destinationTON, .esmeTON: name(value, typesOfNumber)
        case .addressNPI, .sourceNPI, .destinationNPI, .esmeNPI: name(value, numberingPlans)
        case .interfaceVersion: "SMPP \(value >> 4).\(value & 15)"
        case .esmClass: esmClass(ESMClass(rawValue: value))
        case .registeredDelivery: registeredDelivery(value)
        case .dataCoding: name(value, dataCodings)
        case .messageState: MessageState(rawValue: value).map { "\($0)" } ?? "\(value), reserved"
        case .replaceIfPresent: value == 0 ? "do not replace" : "replace"
        case .destinationFlag: name(value, [(1, "SME address"), (2, "distribution list")])
        case .commandLength, .commandID, .commandStatus, .sequenceNumber, .systemID, .password, .systemType,
            .addressRange, .serviceType, .sourceAddress, .destinationAddress, .esmeAddress, .protocolID,
            .priorityFlag, .scheduleDeliveryTime, .validityPeriod, .defaultMessageID, .shortMessageLength,
            .shortMessage, .messageID, .finalDate, .errorCode, .numberOfDestinations, .distributionListName,
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
        default: return quoted(value)
        }
    }

    static func of(_ tlv: TLV) -> String {
        switch tlv.tag {
        case .receiptedMessageID, .additionalStatusInfoText: quoted(tlv.cString)
        case .messageState: tlv.octet.map { of($0, .messageState) } ?? "error: not one octet"
        case .networkErrorCode:
            NetworkErrorCode(tlv.value).map { "network type \($0.networkType), code \($0.code)" }
                ?? "error: not three octets"
        case .scInterfaceVersion: tlv.octet.map { of($0, .interfaceVersion) } ?? "error: not one octet"
        default: tlv.octet.map { "\($0)" } ?? tlv.short.map { "\($0)" } ?? "\(tlv.value.count) octets"
        }
    }

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
        return parts.joined(separator: ", ")
    }

    private static func registeredDelivery(_ value: UInt8) -> String {
        let receipts = ["no receipt", "receipt", "receipt on failure", "receipt on success"][Int(value & 3)]
        return value & 0x10 == 0 ? receipts : receipts + ", intermediate notification"
    }

    private static func name(_ value: UInt8, _ names: [(UInt8, String)]) -> String {
        names.first { $0.0 == value }.map { "\(value), \($0.1)" } ?? "\(value)"
    }

    private static let typesOfNumber: [(UInt8, String)] = [
        (0, "unknown"), (1, "international"), (2, "national"), (3, "network specific"), (4, "subscriber number"),
        (5, "alphanumeric"), (6, "abbreviated"),
    ]
    private static let numberingPlans: [(UInt8, String)] = [
        (0, "unknown"), (1, "ISDN (E.164)"), (3, "data (X.121)"), (4, "telex"), (6, "land mobile (E.212)"),
        (8, "national"), (9, "private"), (10, "ERMES"), (14, "Internet"), (18, "WAP"),
    ]
    /// Source: SMPP 3.4 §5.2.19.
    private static let dataCodings: [(UInt8, String)] = [
        (0, "SMSC default alphabet"), (1, "IA5"), (2, "8-bit"), (3, "Latin-1"), (4, "8-bit"), (5, "JIS"),
        (6, "Cyrillic"), (7, "Latin/Hebrew"), (8, "UCS-2"), (9, "pictogram"), (10, "ISO-2022-JP"),
        (13, "extended Kanji"), (14, "KS C 5601"),
    ]
}
