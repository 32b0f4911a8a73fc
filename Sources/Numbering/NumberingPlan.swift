/// The telephone numbering plans of the world: from text to number, and from number to what it is.
///
/// Source: libphonenumber's metadata, generated into `Tables/`; its version is in their headers.
package struct NumberingPlan: Sendable {
    /// The plans of this build. First use unpacks the tables (some milliseconds).
    package static let current = NumberingPlan(tables: NumberingTables())

    let tables: NumberingTables

    /// What is known of `number`, from its digits alone.
    package func describe(_ number: E164) -> NumberDescription {
        guard let range = range(of: number) else { return unassigned(number) }
        let holder = range.kind.hasRangeHolder ? holder(of: number) : nil
        return NumberDescription(
            countryCallingCode: range.callingCode, region: range.region, kind: range.kind,
            isValid: range.kind != .unknown,
            lengthVerdict: LengthVerdict(
                digits: number.count - range.callingCodeLength, possible: range.lengths, local: range.localLengths),
            rangeHolder: holder?.name, networks: holder?.networks ?? [], isPortable: range.isPortable,
            isGeographicCountry: range.region != .nonGeographic)
    }

    /// The calling code of a country or territory, or `nil` for an unknown one.
    package func callingCode(of region: RegionCode) -> Int? { tables.region(region)?.callingCode }

    private func range(of number: E164) -> NumberingTables.Range? {
        var (state, bits) = (DigitAutomaton.root, number.packed)
        for _ in 0..<number.count {
            state = tables.ranges.step(from: state, digit: Int(bits >> 60))
            bits <<= 4
        }
        return tables.rangeLabels[tables.ranges.label(of: state)]
    }

    private func holder(of number: E164) -> NumberingTables.Holder? {
        var (state, bits, found) = (DigitAutomaton.root, number.packed, 0)
        for _ in 0..<number.count {
            state = tables.holders.step(from: state, digit: Int(bits >> 60))
            guard state != 0 else { break }
            let label = tables.holders.label(of: state)
            if label != 0 { found = label }
            bits <<= 4
        }
        return tables.holderLabels[found]
    }

    private func unassigned(_ number: E164) -> NumberDescription {
        let code = (0..<number.callingCodeLength).reduce(0) { $0 * 10 + number.digit(at: $1) }
        return NumberDescription(
            countryCallingCode: code, region: nil, kind: .unknown, isValid: false, lengthVerdict: .impossible,
            rangeHolder: nil, networks: [], isPortable: false, isGeographicCountry: false)
    }
}

extension LengthVerdict {
    /// `possible` and `local` have bit n set for lengths of n. Source: phonenumberutil._test_number_length.
    init(digits: Int, possible: UInt32, local: UInt32) {
        if local >> UInt32(digits) & 1 == 1 {
            self = .localOnly
        } else if possible >> UInt32(digits) & 1 == 1 {
            self = .possible
        } else if possible >> UInt32(digits) == 0 {
            self = .tooLong
        } else if possible & ((1 << UInt32(digits)) - 1) == 0 {
            self = .tooShort
        } else {
            self = .impossible
        }
    }
}
