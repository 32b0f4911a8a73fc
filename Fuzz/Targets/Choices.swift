import World

/// Decisions drawn from an input's octets; all are zero once they are used up.
struct Choices {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) { rest = input[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func octet() -> UInt8 { rest.popFirst() ?? 0 }
    mutating func flag() -> Bool { octet() & 1 == 1 }
    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(octet()) % bound }
    mutating func word() -> UInt32 { (0..<4).reduce(0) { value, _ in value << 8 | UInt32(octet()) } }
    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

    /// At most `count` octets.
    mutating func take(_ count: Int) -> [UInt8] {
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return Array(taken)
    }

    mutating func remainder() -> [UInt8] { take(rest.count) }
}

/// Cuts octets into pieces whose sizes a seed gives; mostly small ones.
func pieces(of octets: [UInt8], seed: UInt8) -> [ArraySlice<UInt8>] {
    guard seed != 0 else { return octets.isEmpty ? [] : [octets[...]] }
    var random = SplitMix64(seed: UInt64(seed))
    var rest = octets[...]
    var pieces: [ArraySlice<UInt8>] = []
    while !rest.isEmpty {
        let count = seed == 1 ? 1 : Int.random(in: 0...(1 << (Int(seed) % 7)), using: &random)
        pieces.append(rest.prefix(count))
        rest = rest.dropFirst(count)
    }
    return pieces
}
