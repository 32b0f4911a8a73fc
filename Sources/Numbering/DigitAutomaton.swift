/// A deterministic automaton over digits whose states carry a label; state 0 is dead.
///
/// The text of it gives, state by state, the label and then runs of a target and how many digits share it: three
/// characters of URL-safe base 64 for a label or target, a character "0" to "9" for 1 to 10 digits. Line breaks don't
/// count. `Scripts/numbering/automata.py` writes it.
struct DigitAutomaton: Sendable {
    /// Sixteen a state, so that a step is a shift and an or: ten targets, then the label.
    private let rows: [UInt16]

    static let root = 1
    private static let labelColumn = 10

    init(_ text: String) {
        var text = text
        rows = text.withUTF8 { bytes in
            var rows: [UInt16] = []
            rows.reserveCapacity(bytes.count)
            var at = 0
            func token() -> UInt16 {
                var value: UInt16 = 0
                for _ in 0..<3 {
                    if bytes[at] == UInt8(ascii: "\n") { at += 1 }
                    value = value << 6 | Self.values[Int(bytes[at])]
                    at += 1
                }
                return value
            }
            while at < bytes.count {
                let label = token()
                var digit = 0
                while digit < 10 {
                    let target = token()
                    if bytes[at] == UInt8(ascii: "\n") { at += 1 }
                    for _ in 0...(bytes[at] - UInt8(ascii: "0")) {
                        rows.append(target)
                        digit += 1
                    }
                    at += 1
                }
                rows.append(label)
                rows.append(contentsOf: repeatElement(0, count: 16 - 1 - Self.labelColumn))
                if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
            }
            return rows
        }
    }

    var stateCount: Int { rows.count >> 4 }

    @inline(__always)
    func step(from state: Int, digit: Int) -> Int { Int(rows[state << 4 | digit]) }

    @inline(__always)
    func label(of state: Int) -> Int { Int(rows[state << 4 | Self.labelColumn]) }

    /// The label in which all of `digits` end.
    func label(of digits: some Sequence<UInt8>, from start: Int) -> Int {
        var state = start
        for digit in digits { state = step(from: state, digit: Int(digit)) }
        return label(of: state)
    }

    private static let values: [UInt16] = {
        var values = [UInt16](repeating: 0, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt16(value) }
        return values
    }()
}
