/// One field of a PDU as it stands on the wire.
package struct ExplainedField: Equatable, Sendable {
    /// The specification's name.
    package var name: String
    /// Octets from the start of the input.
    package var offset: Int
    /// Octets.
    package var length: Int
    /// Lower case; empty where the octets are secret and were not asked for.
    package var hex: String
    package var meaning: String
}

/// Says what the octets of a PDU mean, field by field. Never fails: what is wrong is said where it stands.
package enum PDUExplanation {
    /// `text` is one PDU or several in hexadecimal. Texts and passwords are shown as lengths unless `showText`.
    package static func explain(hex text: String, showText: Bool = false) -> [ExplainedField] {
        guard let octets = Hex.octets(text) else {
            return [
                ExplainedField(
                    name: "input", offset: 0, length: text.utf8.count, hex: "",
                    meaning: "error: not hexadecimal, or half an octet")
            ]
        }
        return explain(octets, showText: showText)
    }

    package static func explain(
        _ octets: [UInt8], showText: Bool = false, limits: PDULimits = PDULimits()
    ) -> [ExplainedField] {
        octets.withUnsafeBytes { all in
            var fields: [ExplainedField] = []
            var start = 0
            repeat {
                let rest = UnsafeRawBufferPointer(rebasing: all[start...])
                let (one, length) = explainOne(rest, showText: showText, limits: limits)
                for var field in one {
                    field.offset += start
                    fields.append(field)
                }
                start += length
            } while start < all.count
            return fields
        }
    }

    /// The fields of the first PDU and how many octets it takes.
    private static func explainOne(
        _ octets: UnsafeRawBufferPointer, showText: Bool, limits: PDULimits
    ) -> ([ExplainedField], Int) {
        guard let header = PDUHeader(octets) else {
            let meaning = "error: \(octets.count) octets are no header, which has 16"
            return ([rest(of: octets, from: 0, meaning)], octets.count)
        }
        var fields = describe(header, octets)
        let length = Int(header.commandLength)
        guard (PDULimits.commandLengthMin...limits.commandLengthMax).contains(length) else {
            fields[0].meaning = "error: \(length) is not in 16–\(limits.commandLengthMax); the framing is lost"
            return (fields + leftOver(octets, from: 16, "not read"), octets.count)
        }
        let present = min(length, octets.count)
        if length > octets.count {
            fields[0].meaning = "error: \(length) octets, of which \(octets.count) are here"
        }
        let frame = UnsafeRawBufferPointer(rebasing: octets[..<present])
        var explainer = FieldExplainer(frame, showText: showText, limits: limits)
        do throws(FieldError) {
            if try PDUBody(header.commandID, from: &explainer) == nil {
                fields[1].meaning = "error: not a command known here; the answer is \(CommandStatus.invalidCommandID)"
                return (fields + leftOver(frame, from: 16, "not read"), present)
            }
        } catch {
            let meaning = "error: \(error); the answer is \(error.status)"
            return (fields + explainer.fields + [rest(of: frame, from: explainer.offset, meaning)], present)
        }
        return (fields + explainer.fields + leftOver(frame, from: explainer.offset, "not read"), present)
    }

    private static func describe(_ header: PDUHeader, _ octets: UnsafeRawBufferPointer) -> [ExplainedField] {
        let words: [(Field, String)] = [
            (.commandLength, "\(header.commandLength) octets"), (.commandID, header.commandID.name),
            (.commandStatus, header.commandStatus.name), (.sequenceNumber, "\(header.sequenceNumber)"),
        ]
        return words.enumerated().map { index, word in
            ExplainedField(
                name: word.0.rawValue, offset: index * 4, length: 4,
                hex: Hex.text(octets[index * 4..<index * 4 + 4]), meaning: word.1)
        }
    }

    /// The octets' values stay out: they may be those of a text.
    private static func rest(of octets: UnsafeRawBufferPointer, from offset: Int, _ meaning: String) -> ExplainedField {
        ExplainedField(name: "?", offset: offset, length: octets.count - offset, hex: "", meaning: meaning)
    }

    private static func leftOver(
        _ octets: UnsafeRawBufferPointer, from offset: Int, _ meaning: String
    ) -> [ExplainedField] {
        offset < octets.count ? [rest(of: octets, from: offset, meaning)] : []
    }
}
