/// An address on the wire: a number without `+`, or a sender's name. Source: SMPP 3.4 §5.2.5–9.
package struct Address: Hashable, Sendable {
    package var ton: TypeOfNumber
    package var npi: NumberingPlan
    /// At most 20 octets, 64 in `data_sm`; Latin-1.
    package var digits: String

    package init(ton: TypeOfNumber = .unknown, npi: NumberingPlan = .unknown, digits: String = "") {
        (self.ton, self.npi, self.digits) = (ton, npi, digits)
    }

    /// A number in E.164; a leading `+` is left out.
    package static func international(_ number: String) -> Address {
        Address(ton: .international, npi: .e164, digits: number.hasPrefix("+") ? String(number.dropFirst()) : number)
    }
    /// A sender's name, at most 11 characters by custom.
    package static func alphanumeric(_ name: String) -> Address {
        Address(ton: .alphanumeric, npi: .unknown, digits: name)
    }

    /// Source: SMPP 3.4 §5.2.5.
    package struct TypeOfNumber: Hashable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let unknown = TypeOfNumber(rawValue: 0)
        package static let international = TypeOfNumber(rawValue: 1)
        package static let national = TypeOfNumber(rawValue: 2)
        package static let networkSpecific = TypeOfNumber(rawValue: 3)
        package static let subscriber = TypeOfNumber(rawValue: 4)
        package static let alphanumeric = TypeOfNumber(rawValue: 5)
        package static let abbreviated = TypeOfNumber(rawValue: 6)
    }

    /// Source: SMPP 3.4 §5.2.6.
    package struct NumberingPlan: Hashable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let unknown = NumberingPlan(rawValue: 0)
        package static let e164 = NumberingPlan(rawValue: 1)
        package static let x121 = NumberingPlan(rawValue: 3)
        package static let telex = NumberingPlan(rawValue: 4)
        package static let e212 = NumberingPlan(rawValue: 6)
        package static let national = NumberingPlan(rawValue: 8)
        package static let `private` = NumberingPlan(rawValue: 9)
        package static let ermes = NumberingPlan(rawValue: 10)
        package static let internet = NumberingPlan(rawValue: 14)
        package static let wap = NumberingPlan(rawValue: 18)
    }
}

extension Address: CustomStringConvertible, CustomReflectable {
    /// Type, plan and the last two characters: numbers are not for logs.
    package var description: String {
        let shown = digits.count > 4 ? "…" + digits.suffix(2) : "…"
        return "\(ton.rawValue)/\(npi.rawValue):\(ton == .alphanumeric ? digits : shown)"
    }
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
