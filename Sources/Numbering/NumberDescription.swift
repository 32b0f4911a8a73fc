/// What the numbering plans know of one number. It doesn't hold the number.
package struct NumberDescription: Sendable, Equatable {
    /// 1 to 999; that of the digits even where nobody has been assigned it.
    package var countryCallingCode: Int
    /// `nil` where the calling code is unknown, or is shared and the digits don't say by whom.
    package var region: RegionCode?
    package var kind: NumberKind
    /// Lies in a range that is in use, of a kind that is known.
    package var isValid: Bool
    /// Judged by its length alone, against all numbers of the calling code's main region.
    package var lengthVerdict: LengthVerdict
    /// The operator whom the range was given to, by longest prefix; after a move to another operator the subscriber
    /// keeps the number (`isPortable`), so this is where to ask, not who serves it.
    package var rangeHolder: String?
    /// Networks of the range holder, where known; empty where not.
    package var networks: [Operator]
    /// Mobile numbers of the region can move between operators.
    package var isPortable: Bool
    /// The calling code belongs to a country or territory, not to a global service and not to nobody.
    package var isGeographicCountry: Bool

    package init(
        countryCallingCode: Int, region: RegionCode?, kind: NumberKind, isValid: Bool, lengthVerdict: LengthVerdict,
        rangeHolder: String?, networks: [Operator], isPortable: Bool, isGeographicCountry: Bool
    ) {
        self.countryCallingCode = countryCallingCode
        self.region = region
        self.kind = kind
        self.isValid = isValid
        self.lengthVerdict = lengthVerdict
        self.rangeHolder = rangeHolder
        self.networks = networks
        self.isPortable = isPortable
        self.isGeographicCountry = isGeographicCountry
    }

    /// Has a length that can be dialled from anywhere.
    package var isPossibleLength: Bool { lengthVerdict == .possible }
}

/// What the count of national digits says. Source: libphonenumber's ValidationResult.
package enum LengthVerdict: String, Sendable, CaseIterable {
    case possible
    /// Can be dialled inside its own area only.
    case localOnly
    case tooShort
    case tooLong
    /// Between the shortest and the longest, but no number has this length.
    case impossible
}
