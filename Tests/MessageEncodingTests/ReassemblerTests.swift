import Testing

@testable import MessageEncoding

@Suite struct ReassemblerTests {
    private typealias Subject = Reassembler<String>

    private func part(_ text: String, _ index: UInt8, of total: UInt8, reference: UInt8 = 1) -> DecodedMessage {
        let place = Concatenation(reference: .eightBit(reference), total: total, index: index)
        return DecodedMessage(header: UserDataHeader(place), content: .septets(Array(text.utf8)))
    }

    private func text(_ outcome: Subject.Outcome) -> String? {
        guard case .whole(let whole) = outcome else { return nil }
        return whole.text
    }

    @Test func `a message without a place is whole at once`() {
        var subject = Subject()
        #expect(text(subject.add(DecodedMessage(header: nil, content: .latin1([0x41])), from: "a", now: 0)) == "A")
        #expect(text(subject.add(part("x", 1, of: 1), from: "a", now: 0)) == "x")
        #expect(subject.count == 0)
    }

    @Test func `segments join in any order, and duplicates do nothing`() {
        var subject = Subject()
        #expect(subject.add(part("c", 3, of: 3), from: "a", now: 0) == .waiting(received: 1, total: 3))
        #expect(subject.add(part("a", 1, of: 3), from: "a", now: 1) == .waiting(received: 2, total: 3))
        #expect(subject.add(part("a", 1, of: 3), from: "a", now: 2) == .duplicate)
        #expect(text(subject.add(part("b", 2, of: 3), from: "a", now: 3)) == "abc")
        #expect(subject.count == 0)
        #expect(subject.octetCount == 0)
    }

    @Test func `sources, references and totals are kept apart`() {
        var subject = Subject()
        _ = subject.add(part("a", 1, of: 2), from: "x", now: 0)
        #expect(subject.add(part("b", 2, of: 2), from: "y", now: 0) == .waiting(received: 1, total: 2))
        #expect(subject.add(part("b", 2, of: 2, reference: 2), from: "x", now: 0) == .waiting(received: 1, total: 2))
        #expect(subject.add(part("b", 2, of: 3), from: "x", now: 0) == .waiting(received: 1, total: 3))
        #expect(text(subject.add(part("b", 2, of: 2), from: "x", now: 0)) == "ab")
    }

    @Test func `another segment under a taken place begins a new message`() {
        var subject = Subject()
        _ = subject.add(part("a", 1, of: 2), from: "x", now: 0)
        #expect(subject.add(part("n", 1, of: 2), from: "x", now: 1) == .waiting(received: 1, total: 2))
        #expect(subject.droppedCount == 1)
        #expect(text(subject.add(part("m", 2, of: 2), from: "x", now: 2)) == "nm")
    }

    @Test func `a message whose time is over is given up, and its late segment begins anew`() {
        var subject = Subject(limits: .init(lifetimeMilliseconds: 100))
        _ = subject.add(part("a", 1, of: 2), from: "x", now: 0)
        _ = subject.add(part("a", 1, of: 2), from: "y", now: 50)
        #expect(subject.expire(now: 99) == [])
        #expect(subject.expire(now: 100) == [.init(source: "x", received: 1, total: 2)])
        #expect(subject.add(part("b", 2, of: 2), from: "y", now: 150) == .waiting(received: 1, total: 2))
        #expect(subject.count == 1)
        #expect(subject.expire(now: 250) == [.init(source: "y", received: 1, total: 2)])
        #expect(subject.octetCount == 0)
    }

    @Test func `one message past the limit drops the oldest`() {
        var subject = Subject(limits: .init(messagesMax: 2))
        for (now, source) in ["a", "b"].enumerated() {
            _ = subject.add(part("1", 1, of: 2), from: source, now: Int64(now))
        }
        #expect(subject.droppedCount == 0)
        _ = subject.add(part("1", 1, of: 2), from: "c", now: 2)
        #expect(subject.count == 2)
        #expect(subject.droppedCount == 1)
        #expect(text(subject.add(part("2", 2, of: 2), from: "b", now: 3)) == "12")
        #expect(subject.add(part("2", 2, of: 2), from: "a", now: 3) == .waiting(received: 1, total: 2))
    }

    @Test func `one octet past the limit drops the oldest`() {
        var subject = Subject(limits: .init(octetsMax: 10))
        _ = subject.add(part("12345", 1, of: 3), from: "a", now: 0)
        _ = subject.add(part("12345", 1, of: 3), from: "b", now: 1)
        #expect(subject.count == 2)
        #expect(subject.add(part("6", 2, of: 3), from: "a", now: 2) == .refused)
        #expect(subject.count == 1)
        #expect(subject.add(part("67890", 2, of: 3), from: "b", now: 3) == .waiting(received: 2, total: 3))
        #expect(subject.add(part("12345678901", 1, of: 3), from: "c", now: 4) == .refused)
        #expect(subject.octetCount == 10)
    }

    @Test func `pairs that a sender split come together, and mixed alphabets join`() {
        var subject = Subject()
        func half(_ content: MessageContent, _ index: UInt8) -> DecodedMessage {
            let place = Concatenation(reference: .sixteenBit(5), total: 2, index: index)
            return DecodedMessage(header: UserDataHeader(place), content: content)
        }
        _ = subject.add(half(.utf16([0xD8, 0x3D]), 1), from: "x", now: 0)
        #expect(text(subject.add(half(.utf16([0xDE, 0x00]), 2), from: "x", now: 0)) == "😀")
        _ = subject.add(half(.septets([0x1B]), 1), from: "x", now: 0)
        #expect(text(subject.add(half(.septets([0x65]), 2), from: "x", now: 0)) == "€")
        _ = subject.add(half(.septets([0x00]), 1), from: "x", now: 0)
        #expect(text(subject.add(half(.utf16([0x04, 0x4F]), 2), from: "x", now: 0)) == "@я")
        _ = subject.add(half(.binary([0x00]), 1), from: "x", now: 0)
        guard case .whole(let whole) = subject.add(half(.binary([1]), 2), from: "x", now: 0) else {
            Issue.record("not whole")
            return
        }
        #expect(whole.text == nil)
        #expect(whole.contents == [.binary([0, 1])])
    }

    @Test func `any encoded messages, shuffled together with duplicates, come back as they were`() throws {
        for seed in UInt64(0)..<200 {
            var random = SeededGenerator(seed: seed)
            var subject = Reassembler<Int>()
            var texts: [String] = []
            var arrivals: [(source: Int, message: DecodedMessage)] = []
            for source in 0..<5 {
                let alphabet = Array(source % 2 == 0 ? "ab€{é" : "яa😀验")
                let text = String(
                    (0..<Int.random(in: 161...600, using: &random)).map { _ in
                        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                    })
                texts.append(text)
                let message = try MessageEncoder.encode(text, reference: .eightBit(9), maximumSegments: 255)
                for segment in message.segments {
                    let decoded = MessageDecoder.decode(
                        dataCoding: message.dataCoding, esmUDHI: true, octets: segment.shortMessage)
                    arrivals.append((source, decoded))
                }
            }
            arrivals.shuffle(using: &random)
            var found: [Int: String] = [:]
            for arrival in arrivals {
                for _ in 0..<2 where found[arrival.source] == nil {
                    if case .whole(let whole) = subject.add(arrival.message, from: arrival.source, now: 0) {
                        found[arrival.source] = whole.text
                    }
                }
            }
            #expect((0..<5).map { found[$0] } == texts, "seed \(seed)")
            #expect(subject.octetCount == 0)
        }
    }

    @Test func `what is kept of finished messages does not grow`() {
        var subject = Subject()
        _ = subject.add(part("a", 1, of: 2), from: "old", now: 0)
        for round in 0..<5000 {
            _ = subject.add(part("a", 1, of: 2), from: "s\(round)", now: 0)
            _ = subject.add(part("b", 2, of: 2), from: "s\(round)", now: 0)
        }
        #expect(subject.count == 1)
        #expect(subject.orderCount < 200)
        #expect(subject.expire(now: 3_600_000).map(\.source) == ["old"])
    }
}
