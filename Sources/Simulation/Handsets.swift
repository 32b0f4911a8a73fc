import Numbering

/// Real mobile numbers of several countries, as the numbering tables demand: the libphonenumber example of each, with
/// other last digits.
enum Handsets {
    static func numbers(_ count: Int) -> [E164] {
        (0..<count).compactMap { index in
            let stems = ["+467012345", "+4479111234", "+491512345", "+33612345", "+34612345"]
            let totals = [12, 13, 14, 12, 12]
            let stem = stems[index % stems.count]
            let missing = totals[index % stems.count] - stem.count
            let tail = String(index + 10)
            let digits = String(repeating: "0", count: max(0, missing - tail.count)) + tail
            return E164(stem + digits.suffix(missing))
        }
    }
}
