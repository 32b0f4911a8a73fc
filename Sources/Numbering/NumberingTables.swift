/// The generated tables, unpacked.
struct NumberingTables: Sendable {
    /// How one region is dialled from and into.
    struct Region: Sendable {
        var code: RegionCode
        var callingCode: Int
        var isPortable: Bool
        /// Bit n: some number has n national digits.
        var lengths: UInt32
        /// Bit n: n digits can be dialled locally.
        var localLengths: UInt32
        /// Where this region's general pattern starts in `general`.
        var generalStart: Int
        var internationalPrefix: DigitPattern?
        var nationalPrefix: DigitPattern?
        /// What replaces a number whose national prefix captured something: digits and `\1`, `\2`.
        var transform: String
    }

    /// What the digits of a number say, by label of `ranges`.
    struct Range: Sendable {
        var callingCode: Int
        var callingCodeLength: Int
        var region: RegionCode?
        var kind: NumberKind
        var isPortable: Bool
        var lengths: UInt32
        var localLengths: UInt32
    }

    struct Holder: Sendable {
        var name: String
        var networks: [Operator]
    }

    let ranges: DigitAutomaton
    /// From label 1 on; label 0 is the prefix of no calling code.
    let rangeLabels: [Range?]
    let holders: DigitAutomaton
    let holderLabels: [Holder?]
    let general: DigitAutomaton
    let regions: [Region]
    private let regionIndex: [RegionCode: Int]
    /// By calling code, its main region's place in `regions`.
    private let mainRegion: [Int?]

    init() {
        let regions = Self.lines(of: RegionTable.text).map(Self.region)
        var (index, main) = ([RegionCode: Int](), [Int?](repeating: nil, count: 1000))
        for (place, region) in regions.enumerated() {
            if main[region.callingCode] == nil { main[region.callingCode] = place }
            if region.code != .nonGeographic { index[region.code] = place }
        }
        self.regions = regions
        (regionIndex, mainRegion) = (index, main)
        rangeLabels =
            [nil]
            + Self.lines(of: RangeTable.text).map { fields in
                let code = Self.number(fields[0])
                guard let place = main[code] else { preconditionFailure("a range's calling code has a region") }
                let region = RegionCode(String(fields[1]))
                return Range(
                    callingCode: code, callingCodeLength: fields[0].utf8.count, region: region,
                    kind: NumberKind.tableOrder[Self.number(fields[2])],
                    isPortable: region.flatMap { index[$0] }.map { regions[$0].isPortable } ?? false,
                    lengths: regions[place].lengths, localLengths: regions[place].localLengths)
            }
        holderLabels =
            [nil]
            + Self.lines(of: HolderTable.text).map { fields in
                let networks = stride(from: 1, to: fields.count, by: 3).map {
                    Operator(
                        mcc: UInt16(Self.number(fields[$0])), mnc: String(fields[$0 + 1]), name: String(fields[$0 + 2]))
                }
                return Holder(name: String(fields[0]), networks: networks)
            }
        ranges = DigitAutomaton(RangeAutomaton.text)
        holders = DigitAutomaton(HolderAutomaton.text)
        general = DigitAutomaton(GeneralAutomaton.text)
    }

    /// A country or territory; `nil` for an unknown one and for "001".
    func region(_ code: RegionCode) -> Region? { regionIndex[code].map { regions[$0] } }

    func mainRegion(ofCallingCode code: Int) -> Region? {
        mainRegion.indices.contains(code) ? mainRegion[code].map { regions[$0] } : nil
    }

    private static func lines(of text: String) -> [[Substring]] {
        text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    private static func region(_ fields: [Substring]) -> Region {
        guard let code = RegionCode(String(fields[0])) else { preconditionFailure("a region is two letters or 001") }
        return Region(
            code: code, callingCode: number(fields[1]), isPortable: fields[2] == "1",
            lengths: UInt32(number(fields[3], radix: 16)), localLengths: UInt32(number(fields[4], radix: 16)),
            generalStart: number(fields[5]), internationalPrefix: pattern(fields[6]),
            nationalPrefix: pattern(fields[7]), transform: String(fields[8]))
    }

    private static func pattern(_ text: Substring) -> DigitPattern? {
        guard !text.isEmpty else { return nil }
        guard let pattern = DigitPattern(String(text)) else {
            preconditionFailure("a generated pattern is in the subset of DigitPattern")
        }
        return pattern
    }

    private static func number(_ text: Substring, radix: Int = 10) -> Int {
        guard let value = Int(text, radix: radix) else { preconditionFailure("a generated field is a number") }
        return value
    }
}
