/// Numbers by the line, to compare with the reference library (`PeerTests/libphonenumber`).
package enum NumberBatch {
    /// From "REGION⇥TEXT" (the region may be empty) to "E164 or error⇥valid⇥kind⇥region⇥range holder⇥length verdict".
    ///
    /// The number comes back whole: this is for test data, not for people's numbers.
    package static func line(for input: String, plan: NumberingPlan) -> String {
        // By scalars: a mark that starts the text would merge with the tab into one character.
        let fields = input.unicodeScalars.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String($0) }
        let text = fields.count == 2 ? fields[1] : ""
        do {
            let number = try plan.parse(text, defaultRegion: RegionCode(fields.first ?? ""))
            let known = plan.describe(number)
            return [
                number.text, known.isValid ? "1" : "0", known.kind.rawValue, known.region?.text ?? "",
                known.rangeHolder ?? "", known.lengthVerdict.rawValue,
            ].joined(separator: "\t")
        } catch {
            return "\(error)\t\t\t\t\t"
        }
    }
}
