/// A regular expression over digits, matched from the front: the subset that libphonenumber's prefixes use.
///
/// Digits, `[2-79]`, `\d`, groups (`(?:…)` and capturing), `|`, `?`, `{n}`, `{m,n}` and `$`. Alternatives are tried in
/// order and repetition is greedy, as in Perl, since which prefix comes off depends on it.
struct DigitPattern: Sendable {
    struct Match: Equatable {
        var end: Int
        /// By group number less one; `nil` where the group took no part.
        var groups: [Range<Int>?]
    }

    private enum Step {
        case digit(mask: UInt16)
        case split(first: Int, second: Int)
        case jump(to: Int)
        case open(group: Int)
        case close(group: Int)
        case atEnd
        case matched
    }

    private indirect enum Node {
        case digit(mask: UInt16)
        case sequence([Node])
        case choice([Node])
        case group(Int, Node)
        case repetition(Node, least: Int, most: Int)
        case atEnd
    }

    private var program: [Step] = []
    let groupCount: Int

    /// `nil` for a pattern outside the subset.
    init?(_ pattern: String) {
        var parser = Parser(rest: Array(pattern.utf8)[...])
        guard let node = parser.choice(), parser.rest.isEmpty else { return nil }
        groupCount = parser.groupCount
        emit(node)
        program.append(.matched)
    }

    /// Matches a prefix of `digits` (values 0 to 9).
    func match(_ digits: ArraySlice<UInt8>) -> Match? {
        var waiting = [(step: 0, at: digits.startIndex, groups: [Range<Int>?](repeating: nil, count: groupCount))]
        while var (step, at, groups) = waiting.popLast() {
            thread: while true {
                switch program[step] {
                case .digit(let mask):
                    guard at < digits.endIndex, mask >> UInt16(digits[at]) & 1 == 1 else { break thread }
                    at += 1
                    step += 1
                case .split(let first, let second):
                    waiting.append((second, at, groups))
                    step = first
                case .jump(let target):
                    step = target
                case .open(let group):
                    groups[group] = at..<at
                    step += 1
                case .close(let group):
                    groups[group] = (groups[group]?.lowerBound ?? at)..<at
                    step += 1
                case .atEnd:
                    guard at == digits.endIndex else { break thread }
                    step += 1
                case .matched:
                    return Match(end: at, groups: groups)
                }
            }
        }
        return nil
    }

    private mutating func emit(_ node: Node) {
        switch node {
        case .digit(let mask): program.append(.digit(mask: mask))
        case .sequence(let nodes): for node in nodes { emit(node) }
        case .choice(let nodes): emitChoice(nodes)
        case .group(let index, let inner):
            program.append(.open(group: index))
            emit(inner)
            program.append(.close(group: index))
        case .repetition(let inner, let least, let most):
            for _ in 0..<least { emit(inner) }
            emitOptional(inner, times: most - least)
        case .atEnd: program.append(.atEnd)
        }
    }

    private mutating func emitChoice(_ nodes: [Node]) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                emit(node)
                break
            }
            let split = program.count
            program.append(.jump(to: 0))
            emit(node)
            jumps.append(program.count)
            program.append(.jump(to: 0))
            program[split] = .split(first: split + 1, second: program.count)
        }
        for jump in jumps { program[jump] = .jump(to: program.count) }
    }

    private mutating func emitOptional(_ node: Node, times: Int) {
        guard times > 0 else { return }
        let split = program.count
        program.append(.jump(to: 0))
        emit(node)
        emitOptional(node, times: times - 1)
        program[split] = .split(first: split + 1, second: program.count)
    }

    private struct Parser {
        var rest: ArraySlice<UInt8>
        var groupCount = 0

        mutating func choice() -> Node? {
            var branches: [Node] = []
            repeat {
                guard let branch = sequence() else { return nil }
                branches.append(branch)
            } while take("|")
            return branches.count == 1 ? branches[0] : .choice(branches)
        }

        private mutating func sequence() -> Node? {
            var nodes: [Node] = []
            while let next = rest.first, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
                guard let atom = atom(), let node = repeated(atom) else { return nil }
                nodes.append(node)
            }
            return .sequence(nodes)
        }

        private mutating func repeated(_ atom: Node) -> Node? {
            if take("?") { return .repetition(atom, least: 0, most: 1) }
            guard take("{") else { return atom }
            guard let least = number() else { return nil }
            let most = take(",") ? number() : least
            guard let most, least <= most, take("}") else { return nil }
            return .repetition(atom, least: least, most: most)
        }

        private mutating func atom() -> Node? {
            if take("$") { return .atEnd }
            if take("\\") { return take("d") ? .digit(mask: 0x3FF) : nil }
            if take("[") { return characterClass() }
            if take("(") {
                var group: Int?
                if take("?") {
                    guard take(":") else { return nil }
                } else {
                    group = groupCount
                    groupCount += 1
                }
                guard let inner = choice(), take(")") else { return nil }
                return group.map { .group($0, inner) } ?? inner
            }
            return digit().map { .digit(mask: 1 << $0) }
        }

        private mutating func characterClass() -> Node? {
            var mask: UInt16 = 0
            while !take("]") {
                guard let low = digit() else { return nil }
                guard take("-") else {
                    mask |= 1 << low
                    continue
                }
                guard let high = digit(), low <= high else { return nil }
                for digit in low...high { mask |= 1 << digit }
            }
            return .digit(mask: mask)
        }

        private mutating func number() -> Int? {
            guard var value = digit().map(Int.init) else { return nil }
            while value < 100, let next = digit() { value = value * 10 + Int(next) }
            return value
        }

        private mutating func digit() -> UInt16? {
            guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            rest.removeFirst()
            return UInt16(byte - UInt8(ascii: "0"))
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let byte = rest.first, UInt32(byte) == character.value else { return false }
            rest.removeFirst()
            return true
        }
    }
}
