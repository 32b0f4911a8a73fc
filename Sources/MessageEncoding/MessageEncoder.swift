/// Text to segments: the GSM alphabet when the whole text is in it, else UCS-2.
package enum MessageEncoder {
    /// The most segments one message can have. Source: 3GPP TS 23.040 §9.2.3.24.1.
    package static let segmentsMax = 255
    /// Octets of user data in one short message. Source: 3GPP TS 23.040 §9.2.3.16.
    package static let userDataOctetsMax = 140

    /// Encodes `text` into at most `maximumSegments` (1–255, else clamped) segments of 160 septets or 70 UTF-16 units,
    /// or of 153/152 and 67/66 under an 8-/16-bit reference when one is not enough.
    ///
    /// No segment ends within an escape pair or a surrogate pair, nor within a grapheme cluster that fits one segment.
    /// `transliterating` replaces typographic characters by plain ones where that saves the text from UCS-2.
    package static func encode(
        _ text: String,
        defaultAlphabet: DefaultAlphabet = .gsm0338,
        reference: ConcatenationReference,
        maximumSegments: Int = 10,
        transliterating: Bool = false
    ) throws(MessageEncodingError) -> EncodedMessage {
        let limit = min(max(maximumSegments, 1), segmentsMax)
        // No septet and no UTF-16 unit stands for more than three octets of UTF-8 but for a few transliterated ones,
        // so a longer text is refused before any work is done on it.
        guard text.utf8.count <= limit * SeptetCount.segmentMax.septets * 4 else {
            throw .tooManySegments(limit: limit)
        }
        if let septets = septets(of: text, for: defaultAlphabet, transliterating: transliterating) {
            let ends = septetSegmentEnds(septets, reference: reference)
            guard ends.count <= limit else { throw .tooManySegments(limit: limit) }
            return message(.smscDefault, septets, ends: ends, reference: reference) { slice, header in
                octets(of: slice, in: defaultAlphabet, header: header)
            }
        }
        let units = Array(text.utf16)
        let ends = unitSegmentEnds(units, text: text, reference: reference)
        guard ends.count <= limit else { throw .tooManySegments(limit: limit) }
        return message(.ucs2, units, ends: ends, reference: reference) { slice, _ in UCS2.octets(of: slice) }
    }

    /// How many segments `text` takes under 8-bit references, at least 1.
    package static func segmentCount(of text: String) -> Int {
        if let septets = GSM0338.septets(of: text) {
            return septetSegmentEnds(septets, reference: .eightBit(0)).count
        }
        return unitSegmentEnds(Array(text.utf16), text: text, reference: .eightBit(0)).count
    }

    private static func septets(
        of text: String, for alphabet: DefaultAlphabet, transliterating: Bool
    ) -> [UInt8]? {
        let septets =
            GSM0338.septets(of: text)
            ?? (transliterating ? GSM0338.septets(of: Transliteration.plain(text)) : nil)
        guard let septets else { return nil }
        switch alphabet {
        case .gsm0338, .gsm0338Packed: return septets
        case .latin1: return GSM0338.decode(septets).unicodeScalars.allSatisfy { $0.value < 0x100 } ? septets : nil
        case .ascii: return GSM0338.decode(septets).unicodeScalars.allSatisfy(\.isASCII) ? septets : nil
        case .ucs2: return nil
        }
    }

    private static func octets(
        of septets: ArraySlice<UInt8>, in alphabet: DefaultAlphabet, header: [UInt8]?
    ) -> [UInt8] {
        switch alphabet {
        case .gsm0338: return Array(septets)
        case .gsm0338Packed:
            return SeptetPacking.pack(
                septets, fillBits: SeptetPacking.fillBits(afterHeaderOctets: header?.count ?? 0))
        case .latin1, .ascii: return GSM0338.decode(septets).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        case .ucs2: return UCS2.octets(of: Array(GSM0338.decode(septets).utf16)[...])
        }
    }

    private static func message<Unit>(
        _ dataCoding: DataCoding, _ units: [Unit], ends: [Int], reference: ConcatenationReference,
        payload: (ArraySlice<Unit>, [UInt8]?) -> [UInt8]
    ) -> EncodedMessage {
        var start = 0
        var segments: [EncodedMessage.Segment] = []
        for (place, end) in ends.enumerated() {
            var header: [UInt8]?
            if ends.count > 1 {
                let concatenation = Concatenation(
                    reference: reference, total: UInt8(ends.count), index: UInt8(place + 1))
                header = UserDataHeader(concatenation).encoded
            }
            segments.append(.init(userDataHeader: header, payload: payload(units[start..<end], header)))
            start = end
        }
        return EncodedMessage(dataCoding: dataCoding, segments: segments)
    }

    /// Where each segment ends. A text in the GSM alphabet has no grapheme cluster of two characters but CR LF.
    private static func septetSegmentEnds(_ septets: [UInt8], reference: ConcatenationReference) -> [Int] {
        guard septets.count > SeptetCount.segmentMax.septets else { return [septets.count] }
        let displaced = SeptetCount(displacedByHeaderOctets: reference.headerOctets)
        let limit = SeptetCount.segmentMax.septets - displaced.septets
        var ends: [Int] = []
        var start = 0
        while septets.count - start > limit {
            var end = start + limit
            let last = septets[end - 1]
            if last == GSM0338.escape || (last == 0x0D && septets[end] == 0x0A) { end -= 1 }
            ends.append(end)
            start = end
        }
        return ends + [septets.count]
    }

    private static func unitSegmentEnds(
        _ units: [UInt16], text: String, reference: ConcatenationReference
    ) -> [Int] {
        guard units.count > userDataOctetsMax / 2 else { return [units.count] }
        let limit = (userDataOctetsMax - reference.headerOctets) / 2
        var ends: [Int] = []
        var start = 0
        var end = 0
        for character in text {
            let length = character.utf16.count
            if end + length - start > limit {
                if end > start {
                    ends.append(end)
                    start = end
                }
                // A cluster longer than a segment is cut between its scalars.
                for scalar in character.unicodeScalars {
                    let scalarLength = scalar.utf16.count
                    if end + scalarLength - start > limit {
                        ends.append(end)
                        start = end
                    }
                    end += scalarLength
                }
            } else {
                end += length
            }
        }
        return ends + [units.count]
    }
}
