import Foundation

/// A place where a rule is broken.
struct Finding: CustomStringConvertible, Sendable {
    let path: String
    /// Counted from one.
    let line: Int
    /// What was found there; an exception names it by this text.
    let construct: String

    var description: String { "\(path):\(line): \(construct)" }
}

extension SourceFile {
    /// Where `needle` begins in `bytes`. As a word, it is not part of a longer identifier.
    func offsets(of needle: String, asWord: Bool = true, in bytes: [UInt8]) -> [Int] {
        let needle = Array(needle.utf8)
        var found: [Int] = []
        bytes.withUnsafeBytes { haystack in
            guard let base = haystack.baseAddress else { return }
            var start = 0
            while start < haystack.count,
                let hit = memchr(base + start, Int32(needle[0]), haystack.count - start)
            {
                let offset = UnsafeRawPointer(hit) - base
                start = offset + 1
                let end = offset + needle.count
                guard end <= haystack.count, memcmp(hit, needle, needle.count) == 0 else { continue }
                if asWord, needle[0].isIdentifier, offset > 0, haystack[offset - 1].isIdentifier { continue }
                if asWord, needle[needle.count - 1].isIdentifier, end < haystack.count, haystack[end].isIdentifier {
                    continue
                }
                found.append(offset)
            }
        }
        return found
    }

    /// Findings of `needle` among the code.
    func findings(ofCode needle: String) -> [Finding] {
        offsets(of: needle, in: code).map { finding(needle, at: $0) }
    }

    func finding(_ construct: String, at offset: Int) -> Finding {
        Finding(path: path, line: line(at: offset), construct: construct)
    }

    /// The first byte of code from `offset` on that is not a space or a line's end.
    func codeByte(after offset: Int) -> UInt8? {
        code[min(offset, code.count)...].first { $0 > UInt8(ascii: " ") }
    }

    /// The code from the parenthesis at `offset` to the one that closes it.
    func parenthesised(at offset: Int) -> String {
        var depth = 0
        for end in offset..<code.count {
            if code[end] == UInt8(ascii: "(") { depth += 1 }
            if code[end] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return String(decoding: code[offset...end], as: UTF8.self) }
        }
        return ""
    }

    /// The identifier that ends right before `offset`.
    func identifier(before offset: Int) -> String {
        var start = offset
        while start > 0, code[start - 1].isIdentifier { start -= 1 }
        return String(decoding: code[start..<offset], as: UTF8.self)
    }
}

extension UInt8 {
    var isIdentifier: Bool {
        self == UInt8(ascii: "_") || self >= 0x80
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self & 0xDF)
    }
}
