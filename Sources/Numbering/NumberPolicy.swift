/// Which numbers a code may be sent to, judged by the number alone.
package struct NumberPolicy: Sendable, Equatable {
    package var refusesInvalid: Bool
    /// Global services: +800, +808, +870, +878, +881, +882, +883, +888, +979.
    package var refusesNonGeographic: Bool
    package var refusedKinds: Set<NumberKind>

    package init(refusesInvalid: Bool, refusesNonGeographic: Bool, refusedKinds: Set<NumberKind>) {
        self.refusesInvalid = refusesInvalid
        self.refusesNonGeographic = refusesNonGeographic
        self.refusedKinds = refusedKinds
    }

    /// Refuses what isn't a person's telephone that takes short messages, or bills its caller for being reached.
    package static let `default` = NumberPolicy(
        refusesInvalid: true, refusesNonGeographic: true,
        refusedKinds: [.fixedLine, .tollFree, .premiumRate, .sharedCost, .pager, .uan, .voicemail])

    /// Why the number may not be sent to, or `nil` when it may.
    package func refusalReason(for number: NumberDescription) -> NumberRefusal? {
        if refusesNonGeographic, number.region == .nonGeographic { return .nonGeographic }
        if refusesInvalid, !number.isValid { return .invalid }
        return refusedKinds.contains(number.kind) ? NumberRefusal(number.kind) : nil
    }
}

/// Why a number may not be sent to; the raw value is the reason code in answers.
package enum NumberRefusal: String, Sendable, CaseIterable {
    case invalid = "number_invalid"
    case nonGeographic = "number_non_geographic"
    case mobile = "number_mobile"
    case fixedLine = "number_fixed_line"
    case fixedLineOrMobile = "number_fixed_line_or_mobile"
    case voip = "number_voip"
    case tollFree = "number_toll_free"
    case premiumRate = "number_premium_rate"
    case sharedCost = "number_shared_cost"
    case personalNumber = "number_personal"
    case pager = "number_pager"
    case uan = "number_uan"
    case voicemail = "number_voicemail"

    init(_ kind: NumberKind) {
        self =
            switch kind {
            case .mobile: .mobile
            case .fixedLine: .fixedLine
            case .fixedLineOrMobile: .fixedLineOrMobile
            case .voip: .voip
            case .tollFree: .tollFree
            case .premiumRate: .premiumRate
            case .sharedCost: .sharedCost
            case .personalNumber: .personalNumber
            case .pager: .pager
            case .uan: .uan
            case .voicemail: .voicemail
            case .unknown: .invalid
            }
    }

    /// One sentence for the one who sent the number; never holds the number.
    package var message: String {
        switch self {
        case .invalid: "The number is in no range that is in use."
        case .nonGeographic: "Numbers of global services are not sent to."
        case .mobile: "Mobile numbers are not sent to."
        case .fixedLine: "Fixed lines are not sent to."
        case .fixedLineOrMobile: "Numbers that may be fixed lines are not sent to."
        case .voip: "Internet telephony numbers are not sent to."
        case .tollFree: "Toll-free numbers are not sent to."
        case .premiumRate: "Premium-rate numbers are not sent to."
        case .sharedCost: "Shared-cost numbers are not sent to."
        case .personalNumber: "Personal follow-me numbers are not sent to."
        case .pager: "Pagers are not sent to."
        case .uan: "Company access numbers are not sent to."
        case .voicemail: "Voicemail numbers are not sent to."
        }
    }
}
