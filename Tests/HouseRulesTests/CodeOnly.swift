/// Swift source with everything that is not code turned into spaces, so that a rule about code finds only code.
/// Interpolations stay, being code. A regular expression literal that holds a quote is not understood.
struct CodeOnly {
    private let source: UnsafeBufferPointer<UInt8>
    private var output: [UInt8]
    private var index = 0

    static func of(_ source: [UInt8]) -> [UInt8] {
        source.withUnsafeBufferPointer { bytes in
            var reader = CodeOnly(source: bytes, output: source)
            reader.readCode(untilParenthesis: false)
            return reader.output
        }
    }

    private func byte(_ ahead: Int = 0) -> UInt8? { index + ahead < source.count ? source[index + ahead] : nil }

    private func starts(with text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= source.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where source[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where index < source.count {
            if source[index] != UInt8(ascii: "\n") { output[index] = UInt8(ascii: " ") }
            index += 1
        }
    }

    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while let next = byte() {
            switch next {
            case UInt8(ascii: "/") where starts(with: "//"):
                while let byte = byte(), byte != UInt8(ascii: "\n") { blank() }
            case UInt8(ascii: "/") where starts(with: "/*"):
                readBlockComment()
            case UInt8(ascii: "`"):
                index += 1
                while let byte = byte(), byte != UInt8(ascii: "`"), byte != UInt8(ascii: "\n") { blank() }
                index += 1
            case UInt8(ascii: "\""), UInt8(ascii: "#"):
                var hashes = 0
                while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
                if byte(hashes) == UInt8(ascii: "\"") { readString(hashes: hashes) } else { index += max(1, hashes) }
            case UInt8(ascii: "("):
                depth += 1
                index += 1
            case UInt8(ascii: ")"):
                index += 1
                if untilParenthesis, depth == 0 { return }
                depth -= 1
            default:
                index += 1
            }
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        while byte() != nil {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
                if depth == 0 { return }
            } else {
                blank()
            }
        }
    }

    private mutating func readString(hashes: Int) {
        index += hashes
        let quotes = starts(with: "\"\"\"") ? 3 : 1
        index += quotes
        while let next = byte() {
            if next == UInt8(ascii: "\\"), isFollowed(from: 1, byHashes: hashes) {
                if byte(1 + hashes) == UInt8(ascii: "(") {
                    index += 2 + hashes
                    readCode(untilParenthesis: true)
                } else {
                    blank(2 + hashes)
                }
            } else if quotes == 3 ? starts(with: "\"\"\"") : next == UInt8(ascii: "\""),
                isFollowed(from: quotes, byHashes: hashes)
            {
                index += quotes + hashes
                return
            } else if quotes == 1, next == UInt8(ascii: "\n") {
                return
            } else {
                blank()
            }
        }
    }

    private func isFollowed(from start: Int, byHashes hashes: Int) -> Bool {
        (0..<hashes).allSatisfy { byte(start + $0) == UInt8(ascii: "#") }
    }
}
