/// What a number is used for, as far as its digits say. Source: libphonenumber's PhoneNumberType.
package enum NumberKind: String, Sendable, CaseIterable {
    case mobile
    case fixedLine
    /// A region that doesn't keep the two apart, such as the United States.
    case fixedLineOrMobile
    case voip
    case tollFree
    case premiumRate
    case sharedCost
    /// Follows a person; dialled through to a mobile or fixed line.
    case personalNumber
    case pager
    /// A company's universal access number.
    case uan
    case voicemail
    /// Matches no known range: the number is not valid.
    case unknown

    /// The order in which the tables number the kinds.
    static let tableOrder: [NumberKind] = [
        .unknown, .mobile, .fixedLine, .fixedLineOrMobile, .voip, .tollFree, .premiumRate, .sharedCost,
        .personalNumber, .pager, .uan, .voicemail,
    ]

    /// Whether the range holder of such a number is a mobile operator. Source: libphonenumber's carrier mapper.
    var hasRangeHolder: Bool { self == .mobile || self == .fixedLineOrMobile || self == .pager }
}
