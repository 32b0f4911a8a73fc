import MessageEncoding

/// Segments of messages that share references, under small limits: what is held stays within them, and a message given
/// as whole consists of its own segments in their order.
func fuzzReassembly(_ input: [UInt8]) {
    var choices = Choices(input)
    let limits = Reassembler<UInt8>.Limits(
        messagesMax: choices.below(5), octetsMax: choices.below(160), lifetimeMilliseconds: 1000)
    var play = ReassemblyPlay(limits: limits)
    while !choices.isEmpty { play.step(&choices) }
}

/// Each segment's octets begin with its number, by which it is known again in what is joined.
private struct ReassemblyPlay {
    private struct Segment {
        var source: UInt8
        var place: Concatenation
        var content: MessageContent
    }

    private var reassembler: Reassembler<UInt8>
    private var segments: [Segment] = []
    private var now: Int64 = 0

    init(limits: Reassembler<UInt8>.Limits) { reassembler = Reassembler(limits: limits) }

    mutating func step(_ choices: inout Choices) {
        switch choices.below(8) {
        case 0:
            now += Int64(choices.octet()) * 10
            let held = reassembler.count
            check(reassembler.expire(now: now).count == held - reassembler.count, "expired and kept")
        case 1 where !segments.isEmpty: add(choices.below(segments.count))
        default:
            guard segments.count < 250 else { return }
            segments.append(segment(&choices))
            add(segments.count - 1)
        }
        check(reassembler.count <= max(reassembler.limits.messagesMax, 0), "\(reassembler.count) messages held")
        check(reassembler.octetCount <= reassembler.limits.octetsMax, "\(reassembler.octetCount) octets held")
        check(
            reassembler.octetCount >= 0 && (reassembler.count > 0 || reassembler.octetCount == 0), "octets of nothing")
    }

    private func segment(_ choices: inout Choices) -> Segment {
        let total = UInt8(choices.below(5))
        let reference: ConcatenationReference = choices.flag() ? .eightBit(1) : .sixteenBit(1)
        let place = Concatenation(reference: reference, total: total, index: UInt8(choices.below(Int(total) + 2)))
        let filler = choices.below(60)
        let octets = [UInt8(segments.count), UInt8(filler)] + Array(repeating: 0, count: filler)
        let content: MessageContent =
            switch choices.below(4) {
            case 0: .utf16(octets)
            case 1: .latin1(octets)
            case 2: .binary(octets)
            default: .septets(octets)
            }
        return Segment(source: UInt8(choices.below(2)), place: place, content: content)
    }

    private mutating func add(_ number: Int) {
        let segment = segments[number]
        let message = DecodedMessage(header: UserDataHeader(segment.place), content: segment.content)
        switch reassembler.add(message, from: segment.source, now: now) {
        case .whole(let whole): compare(whole, with: segment)
        case .waiting(let received, let total):
            check(received > 0 && received < total, "waits for nothing: \(received) of \(total)")
        case .duplicate, .refused: break
        }
    }

    private func compare(_ whole: Reassembler<UInt8>.Whole, with last: Segment) {
        guard last.place.total > 1, last.place.index > 0, last.place.index <= last.place.total else {
            return check(whole.segmentCount == 1, "a message without a place was joined")
        }
        var octets = whole.contents.flatMap(\.octets)[...]
        for index in 1...last.place.total {
            guard let number = octets.popFirst(), let filler = octets.popFirst() else {
                return check(false, "segment \(index) is missing")
            }
            octets = octets.dropFirst(Int(filler))
            let segment = segments[Int(number)]
            check(segment.source == last.source && segment.place.reference == last.place.reference, "a stranger's")
            check(segment.place.total == last.place.total && segment.place.index == index, "out of order")
        }
        check(octets.isEmpty, "more than its segments")
    }
}
