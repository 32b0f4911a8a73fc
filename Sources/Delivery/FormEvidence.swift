/// What a carrier's receipts have shown of how it writes IDs and addresses. Only receipts that named one attempt
/// beyond doubt count.
struct FormEvidence: Hashable, Sendable {
    /// How many receipts must agree before a form is taken for the carrier's.
    static let neededToLearn = 2
    /// How many times as many must speak for it as for all others.
    static let preponderance = 8

    /// How many receipts are remembered about; then all counts are halved, so that a carrier may change.
    static let memory = 64

    private var counts: [MessageIDForm: Int] = [:]
    private var addressesAgreed = 0
    private var addressesDisagreed = 0

    /// The carrier's form; `nil` while it isn't known.
    var learned: MessageIDForm? {
        let all = counts.values.reduce(0, +)
        return MessageIDForm.allCases.first { form in
            let count = counts[form] ?? 0
            return count >= Self.neededToLearn && count >= Self.preponderance * (all - count)
        }
    }

    /// Whether its receipts come from the phone they are about, so that one from another phone is another's.
    /// OsmoMSC with `deliver-src-imsi` writes the IMSI; some SMSCs leave source and destination as they were.
    var namesPhones: Bool { addressesAgreed > Self.preponderance * addressesDisagreed }

    mutating func note(form: MessageIDForm?, agreed: Bool?) {
        if let form { counts[form, default: 0] += 1 }
        if counts.values.reduce(0, +) > Self.memory { counts = counts.mapValues { $0 / 2 } }
        switch agreed {
        case true?: addressesAgreed += 1
        case false?: addressesDisagreed += 1
        case nil: break
        }
        if addressesAgreed + addressesDisagreed > Self.memory {
            (addressesAgreed, addressesDisagreed) = (addressesAgreed / 2, addressesDisagreed / 2)
        }
    }
}
