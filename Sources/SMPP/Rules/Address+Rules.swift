/// What an address may be. Source: SMPP 3.4 §5.2.5–9; 3GPP TS 23.040 §9.1.2.5; ITU-T E.164 §6.
extension Address {
    package enum Role: Sendable { case source, destination }

    /// The address as the text wants it, of one as applications write it: without `+` or `00` before a number in
    /// full, and with a type where it was left unknown and the digits show it.
    package func normalized(as role: Role) -> Address {
        var address = self
        switch ton {
        case .unknown where digits.hasPrefix("+"), .international where digits.hasPrefix("+"):
            address.digits.removeFirst()
            (address.ton, address.npi) = (.international, .e164)
        case .international where digits.hasPrefix("00") && npi == .e164:
            address.digits.removeFirst(2)
        // Jasmin 0.11.1 calls every sender national unless it is told otherwise, names too.
        case .unknown, .national:
            guard role == .source, npi != .internet, npi != .wap, digits.utf8.contains(where: \.isLetter) else { break }
            (address.ton, address.npi) = (.alphanumeric, .unknown)
        default: break
        }
        return address
    }

    /// What an SMSC answers to the address; `nil` where nothing is wrong with it. An empty source leaves the sender
    /// to the SMSC. Source: SMPP 3.4 §4.4.1, §5.1.3.
    package func problem(as role: Role) -> CommandStatus? {
        let isSource = role == .source
        guard ton.rawValue <= 6 else { return isSource ? .invalidSourceTON : .invalidDestinationTON }
        guard ValueNames.numberingPlans.name(npi.rawValue) != nil else {
            return isSource ? .invalidSourceNPI : .invalidDestinationNPI
        }
        if ton == .alphanumeric, !isSource { return .invalidDestinationTON }
        guard !digits.isEmpty else { return isSource ? nil : .invalidDestinationAddress }
        return hasRightDigits ? nil : isSource ? .invalidSourceAddress : .invalidDestinationAddress
    }

    private var hasRightDigits: Bool {
        let characters = digits.unicodeScalars
        if ton == .alphanumeric {
            // Eleven characters of seven bits fill the ten octets a handset is sent.
            return characters.count <= 11
                && characters.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        }
        switch npi {
        case .internet, .wap, .private, .ermes: return characters.count <= 64
        default: break
        }
        guard digits.utf8.allSatisfy(\.isAddressDigit) else { return false }
        return switch (ton, npi) {
        // Fifteen digits at most, and no country code begins with 0.
        case (.international, .e164), (.international, .unknown):
            characters.count <= 15 && digits.utf8.first != UInt8(ascii: "0")
        default: characters.count <= 20
        }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80 }

    /// What a semi-octet can hold. Source: 3GPP TS 23.040 §9.1.2.3.
    fileprivate var isAddressDigit: Bool {
        SMPPTime.digit(self) != nil || [UInt8(ascii: "*"), UInt8(ascii: "#")].contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "c")).contains(self | 0x20)
    }
}
