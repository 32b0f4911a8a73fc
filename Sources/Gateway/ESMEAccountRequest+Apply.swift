import Storage
import Verification

extension ESMEAccount {
    static let systemIDLengths = 1...15
    /// A bind's password field has 9 octets, its NUL included (SMPP 3.4 §5.2.2).
    static let passwordLengths = 1...8
    static let networksMax = 32
    static let sendersMax = 100
    static let addressesMax = 100
    static let bindsLimits = 1...64
    static let windowLimits = 1...1000
    static let ratePerSecondMax = 10_000

    /// Refuses a system_id that a C-octet string or a log can't hold.
    static func requireSystemID(_ text: String) throws(GatewayError) {
        guard systemIDLengths.contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(field: "system_id", problem: "must be 1 to 15 visible ASCII characters")
        }
    }

    mutating func apply(_ request: ESMEAccountRequest, keys: KeyRing) throws(GatewayError) {
        var changed = self
        try changed.applyProofs(request, keys: keys)
        try changed.applyLimits(request)
        try changed.applyNames(request)
        self = changed
    }

    private mutating func applyProofs(_ request: ESMEAccountRequest, keys: KeyRing) throws(GatewayError) {
        if let password = request.password {
            if password.isEmpty {
                passwordHash = nil
            } else {
                guard Self.passwordLengths.contains(password.utf8.count),
                    password.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
                else { throw .invalid(field: "password", problem: "must be 1 to 8 printable ASCII characters") }
                passwordHash = keys.esmePasswordHash(password, systemID: systemID)
            }
        }
        if let text = request.certificateFingerprint {
            if text.isEmpty {
                certificateFingerprint = nil
            } else {
                guard let octets = Self.fingerprint(text) else {
                    throw .invalid(
                        field: "certificate_fingerprint", problem: "must be the SHA-256 as 64 hexadecimal digits")
                }
                certificateFingerprint = octets
            }
        }
        if let value = request.isActive { isActive = value }
    }

    private mutating func applyLimits(_ request: ESMEAccountRequest) throws(GatewayError) {
        if let value = request.bindsMax {
            guard Self.bindsLimits.contains(value) else {
                throw .invalid(field: "binds_max", problem: "must be 1 to \(Self.bindsLimits.upperBound)")
            }
            bindsMax = value
        }
        if let value = request.windowMax {
            guard Self.windowLimits.contains(value) else {
                throw .invalid(field: "window_max", problem: "must be 1 to \(Self.windowLimits.upperBound)")
            }
            windowMax = value
        }
        if let value = request.ratePerSecond {
            guard (0...Self.ratePerSecondMax).contains(value) else {
                throw .invalid(field: "rate_per_second", problem: "must be 0 to \(Self.ratePerSecondMax)")
            }
            ratePerSecond = value == 0 ? nil : value
        }
        if let value = request.networks {
            guard value.count <= Self.networksMax, value.allSatisfy({ IPNetwork($0) != nil }) else {
                throw .invalid(
                    field: "networks",
                    problem: "must be at most \(Self.networksMax) networks such as 192.0.2.0/24 or 2001:db8::/32")
            }
            networks = value
        }
    }

    private mutating func applyNames(_ request: ESMEAccountRequest) throws(GatewayError) {
        if let value = request.defaultAlphabet {
            guard let alphabet = Alphabet.allCases.first(where: { $0.name == value }) else {
                throw .invalid(field: "default_alphabet", problem: "must be gsm, latin1 or ascii")
            }
            defaultAlphabet = alphabet
        }
        if let value = request.senders {
            guard value.count <= Self.sendersMax, value.allSatisfy(SenderName.isValid) else {
                throw .invalid(
                    field: "senders", problem: "must be at most \(Self.sendersMax) senders; each \(SenderName.rule)")
            }
            senders = value
        }
        if let value = request.addresses {
            let digits = value.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 }
            guard value.count <= Self.addressesMax,
                digits.allSatisfy({
                    (3...15).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
                })
            else {
                throw .invalid(
                    field: "addresses", problem: "must be at most \(Self.addressesMax) numbers of 3 to 15 digits")
            }
            addresses = digits
        }
    }

    private static func fingerprint(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8.filter { $0 != UInt8(ascii: ":") })
        guard digits.count == 64 else { return nil }
        var octets: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let octet = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16),
                digits[index] != UInt8(ascii: "+")
            else { return nil }
            octets.append(octet)
        }
        return octets
    }
}

extension ESMEAccount.Alphabet {
    /// As requests and answers write it.
    package var name: String {
        switch self {
        case .gsm: "gsm"
        case .latin1: "latin1"
        case .ascii: "ascii"
        }
    }
}

extension KeyRing {
    /// Bound to the system_id, so that equal passwords do not show.
    func esmePasswordHash(_ password: String, systemID: String) -> [UInt8] {
        apiKeyHash("esme\n\(systemID)\n\(password)")
    }
}
