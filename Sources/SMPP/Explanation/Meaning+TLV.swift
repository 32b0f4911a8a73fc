import World

/// Optional parameters in words.
extension Meaning {
    static func of(_ tlv: TLV) -> String {
        guard let definition = tlv.tag.definition else {
            return "\(tlv.tag.isVendors ? "a vendor's own" : "not named by SMPP"), \(octets(tlv.value))"
        }
        switch tlv.problem {
        case .length(let lengths):
            let allowed = lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)–\(lengths.upperBound)"
            return "error: \(octets(tlv.value)), not \(allowed)"
        // Some peers leave the NUL out; what they mean is plain.
        case .notTerminated: return quoted(tlv.cString) + ", not ended by one NUL"
        case nil: break
        }
        return switch definition.form {
        case .number: "\(tlv.value.reduce(0) { $0 << 8 | Int($1) })"
        case .named(let names): names.words(tlv.value[0])
        case .cString: quoted(tlv.cString)
        case .octets, .text: octets(tlv.value)
        case .structured: structured(tlv)
        }
    }

    /// The tags whose form is `.structured`; lengths are those the table allows.
    private static func structured(_ tlv: TLV) -> String {
        let value = tlv.value
        return switch tlv.tag {
        case .scInterfaceVersion: SMPPVersion(rawValue: value[0]).description
        case .qosTimeToLive: "\(tlv.word ?? 0) seconds"
        case .msMsgWaitFacilities:
            ValueNames.waitingKinds.words(value[0] & 0x03) + (value[0] & 0x80 == 0 ? ", none waiting" : ", waiting")
        case .sourceSubaddress, .destSubaddress:
            (ValueNames.subaddressKinds.name(value[0]) ?? "reserved kind") + ", " + octets(value.dropFirst())
        case .msValidity: validity(value)
        case .networkErrorCode:
            networkError(NetworkErrorCode(networkType: value[0], code: UInt16(value[1]) << 8 | UInt16(value[2])))
        case .callbackNum: callback(value)
        case .callbackNumPresInd:
            (ValueNames.presentations.name(value[0] >> 2 & 3) ?? "reserved") + ", "
                + (ValueNames.screenings.name(value[0] & 3) ?? "reserved")
        case .callbackNumAtag:
            "\(dataCoding(value[0])), " + quoted(Latin1.string(value.dropFirst()))
        case .alertOnMessageDelivery: value.first.map(ValueNames.alerts.words) ?? "default alert"
        case .itsSessionInfo:
            "session \(value[0]), dialogue \(value[1] >> 1)" + (value[1] & 1 == 1 ? ", end of session" : "")
        case .congestionState: congestion(value[0])
        case .sourceNodeID, .destNodeID, .destAddrNPInformation, .destAddrNPCountry: digits(value)
        case .billingIdentification:
            (value[0] & 0x80 == 0 ? "reserved format" : "a vendor's format") + " \(value[0]), "
                + octets(value.dropFirst())
        default: broadcast(tlv)
        }
    }

    private static func broadcast(_ tlv: TLV) -> String {
        let value = tlv.value
        switch tlv.tag {
        case .broadcastContentType:
            let service = UInt16(value[1]) << 8 | UInt16(value[2])
            return (ValueNames.contentNetworks.name(value[0]) ?? "reserved network") + ", "
                + "\(service), \(BroadcastContent.name(service) ?? "reserved")"
        case .broadcastFrequencyInterval:
            let count = UInt16(value[1]) << 8 | UInt16(value[2])
            let unit = ValueNames.broadcastUnits.name(value[0]) ?? "reserved unit"
            return value[0] == 0 ? unit : "every \(count) \(unit)"
        case .broadcastAreaIdentifier:
            let kind = ValueNames.broadcastAreas.words(value[0])
            return value[0] == 0
                ? "\(kind) \(quoted(Latin1.string(value.dropFirst())))" : "\(kind), \(octets(value.dropFirst()))"
        case .broadcastErrorStatus: return CommandStatus(rawValue: tlv.word ?? 0).name
        case .broadcastAreaSuccess:
            return value[0] == 255 ? "not known" : value[0] <= 100 ? "\(value[0]) %" : "\(value[0]), reserved"
        case .broadcastEndTime: return of(tlv.cString, .finalDate)
        default: return octets(value)
        }
    }

    /// Source: SMPP 3.4 §5.3.2.31, SMPP 5.0 §4.8.4.42.
    private static func networkError(_ error: NetworkErrorCode) -> String {
        let words = ValueNames.errorNetworks.words(error.networkType) + ", code \(error.code)"
        let name: String? =
            switch error.networkType {
            case 3: UInt8(exactly: error.code).flatMap(ValueNames.mapErrors.name)
            case 7: CommandStatus(rawValue: UInt32(error.code)).name
            default: nil
            }
        return name.map { "\(words), \($0)" } ?? words
    }

    /// Source: SMPP 3.4 §5.3.2.27, SMPP 5.0 §4.8.4.41.
    private static func validity(_ value: [UInt8]) -> String {
        let behaviour = ValueNames.validityBehaviours.words(value[0])
        guard value.count == 4 else { return behaviour }
        let count = UInt16(value[2]) << 8 | UInt16(value[3])
        return "\(behaviour), \(count) \(ValueNames.validityUnits.name(value[1]) ?? "of a reserved unit")"
    }

    /// Digit mode, type of number, plan, digits: two to an octet in mode 0. Source: SMPP 3.4 §5.3.2.36.
    private static func callback(_ value: [UInt8]) -> String {
        let kind = "\(ValueNames.typesOfNumber.words(value[1])); \(ValueNames.numberingPlans.words(value[2])); "
        guard value[0] & 1 == 0 else { return kind + quoted(Latin1.string(value.dropFirst(3))) }
        return kind + Hex.text(value.dropFirst(3).map { $0 << 4 | $0 >> 4 }) + ", two digits an octet"
    }

    /// Source: SMPP 5.0 §4.8.4.18.
    private static func congestion(_ value: UInt8) -> String {
        switch value {
        case 0: "0, idle"
        case 1...29: "\(value), low load"
        case 30...49: "\(value), medium load"
        case 50...79: "\(value), high load"
        case 80...89: "\(value), optimum load"
        case 90...99: "\(value), nearing congestion"
        case 100: "100, congested"
        default: "\(value), reserved"
        }
    }

    private static func digits(_ value: [UInt8]) -> String {
        value.allSatisfy { SMPPTime.digit($0) != nil } ? quoted(Latin1.string(value)) : octets(value)
    }

    private static func octets(_ value: some Collection<UInt8>) -> String {
        value.count == 1 ? "1 octet" : "\(value.count) octets"
    }
}
