/// Why a text is not a telephone number.
package enum NumberError: Error, Hashable, Sendable, CaseIterable {
    /// No digits to speak of, characters that numbers don't have, or a bad `phone-context`.
    case notANumber
    /// The number is not in international format and no region that is known was named.
    case regionRequired
    /// No country or service has the calling code.
    case callingCodeUnknown
    /// Nothing much follows the international prefix.
    case tooShortAfterPrefix
    case tooShort
    /// More digits than E.164 allows, or more than 250 characters.
    case tooLong

    /// One sentence for the one who sent the number; never holds the number.
    package var message: String {
        switch self {
        case .notANumber: "This is not a telephone number."
        case .regionRequired: "Write the number in international format, with + and the country's calling code."
        case .callingCodeUnknown: "No country has this calling code."
        case .tooShortAfterPrefix: "The number ends right after the international prefix."
        case .tooShort: "The number has too few digits."
        case .tooLong: "The number has too many digits."
        }
    }
}
