extension NumberingPlan {
    /// Reads a number as people write it: international or, given the region it is dialled from, national.
    ///
    /// Takes separators, trunk and international prefixes, digits of any script, letters for keys, extensions (dropped)
    /// and `tel:` URIs, at most 250 characters. That the result is a number in use is for `describe` to say.
    /// Source: libphonenumber, PhoneNumberUtil.parse and its E164 format.
    package func parse(_ text: String, defaultRegion: RegionCode?) throws(NumberError) -> E164 {
        var candidate = try NumberText.candidate(in: text)
        guard candidate.isViable else { throw .notANumber }
        let region = defaultRegion.flatMap { tables.region($0) }
        guard region != nil || candidate.startsWithPlus else { throw .regionRequired }
        candidate.dropExtension()

        var dialled: Dialled
        do {
            dialled = try extractCallingCode(candidate, region: region)
        } catch NumberError.callingCodeUnknown where candidate.startsWithPlus {
            candidate.dropPlus()
            dialled = try extractCallingCode(candidate, region: region)
            guard dialled.callingCode != 0 else { throw .callingCodeUnknown }
        }
        let plan = dialled.callingCode == 0 ? region : tables.mainRegion(ofCallingCode: dialled.callingCode)
        guard let plan else { throw .callingCodeUnknown }
        guard dialled.national.count >= Self.nationalDigits.lowerBound else { throw .tooShort }

        let stripped = strippingNationalPrefix(dialled.national, plan)
        switch LengthVerdict(digits: min(31, stripped.count), possible: plan.lengths, local: plan.localLengths) {
        case .tooShort, .localOnly, .impossible: break
        case .possible, .tooLong: dialled.national = stripped
        }
        guard dialled.national.count >= Self.nationalDigits.lowerBound else { throw .tooShort }
        guard dialled.national.count <= Self.nationalDigits.upperBound else { throw .tooLong }
        if let number = E164(callingCode: plan.callingCode, national: dialled.national) { return number }
        let count = String(plan.callingCode).utf8.count + dialled.national.count
        throw count < E164.digitCounts.lowerBound ? .tooShort : .tooLong
    }

    /// How many digits a national number may have before E.164's own limits are looked at.
    private static let nationalDigits = 2...17

    private struct Dialled {
        /// 0 when the text holds none.
        var callingCode: Int
        var national: ArraySlice<UInt8>
    }

    /// Source: phonenumberutil._maybe_extract_country_code.
    private func extractCallingCode(
        _ candidate: NumberText, region: NumberingTables.Region?
    ) throws(NumberError) -> Dialled {
        let digits = candidate.digits[...]
        if candidate.startsWithPlus { return try international(digits) }
        guard let region else { return Dialled(callingCode: 0, national: digits) }
        if let prefix = region.internationalPrefix?.match(digits), digits.dropFirst(prefix.end).first != 0 {
            return try international(digits[prefix.end...])
        }
        let code = String(region.callingCode).utf8.map { $0 - UInt8(ascii: "0") }
        if digits.starts(with: code) {
            let rest = strippingNationalPrefix(digits.dropFirst(code.count), region)
            let isTooLong = digits.count > 31 || region.lengths >> UInt32(digits.count) == 0
            let isLocal = digits.count <= 31 && region.localLengths >> UInt32(digits.count) & 1 == 1
            if isGeneral(rest, region) && !isGeneral(digits, region) || isTooLong && !isLocal {
                return Dialled(callingCode: region.callingCode, national: rest)
            }
        }
        return Dialled(callingCode: 0, national: digits)
    }

    /// Splits what follows "+" or an international prefix. Calling codes are prefix-free and have up to 3 digits.
    private func international(_ digits: ArraySlice<UInt8>) throws(NumberError) -> Dialled {
        guard digits.count > 2 else { throw .tooShortAfterPrefix }
        var code = 0
        for length in 1...3 {
            code = code * 10 + Int(digits[digits.startIndex + length - 1])
            guard code != 0 else { break }
            if tables.mainRegion(ofCallingCode: code) != nil {
                return Dialled(callingCode: code, national: digits.dropFirst(length))
            }
        }
        throw .callingCodeUnknown
    }

    private func isGeneral(_ digits: ArraySlice<UInt8>, _ region: NumberingTables.Region) -> Bool {
        tables.general.label(of: digits, from: region.generalStart) == 1
    }

    /// Takes the trunk prefix (and carrier code) off, unless that spoils a number that was good.
    /// Source: phonenumberutil._maybe_strip_national_prefix_carrier_code.
    private func strippingNationalPrefix(
        _ digits: ArraySlice<UInt8>, _ region: NumberingTables.Region
    ) -> ArraySlice<UInt8> {
        guard !digits.isEmpty, let match = region.nationalPrefix?.match(digits) else { return digits }
        var rest = digits[match.end...]
        if !region.transform.isEmpty, let last = match.groups.last, last != nil {
            rest = (Self.expand(region.transform, match.groups, digits) + rest)[...]
        }
        return isGeneral(digits, region) && !isGeneral(rest, region) ? digits : rest
    }

    private static func expand(
        _ transform: String, _ groups: [Range<Int>?], _ digits: ArraySlice<UInt8>
    ) -> [UInt8] {
        var expanded: [UInt8] = []
        var isReference = false
        for byte in transform.utf8 {
            if byte == UInt8(ascii: "\\") {
                isReference = true
                continue
            }
            let value = byte &- UInt8(ascii: "0")
            if !isReference {
                expanded.append(value)
            } else if let group = groups[Int(value) - 1] {
                expanded += digits[group]
            }
            isReference = false
        }
        return expanded
    }
}
