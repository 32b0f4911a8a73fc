import Testing

@testable import MessageEncoding

@Suite struct MessageEncoderTests {
    private static let references: [ConcatenationReference] = [.eightBit(7), .sixteenBit(0x1234)]

    private func payloadCounts(
        _ text: String, _ reference: ConcatenationReference = .eightBit(7)
    ) throws -> [Int] {
        try MessageEncoder.encode(text, reference: reference).segments.map(\.payload.count)
    }

    @Test func `one segment holds 160 septets or 70 units, and no header`() throws {
        let gsm = try MessageEncoder.encode(String(repeating: "a", count: 160), reference: .eightBit(7))
        #expect(gsm.dataCoding == .smscDefault)
        #expect(gsm.segments == [.init(userDataHeader: nil, payload: Array(repeating: 0x61, count: 160))])
        #expect(!gsm.segments[0].needsUDHI)
        let ucs2 = try MessageEncoder.encode(String(repeating: "я", count: 70), reference: .eightBit(7))
        #expect(ucs2.dataCoding == .ucs2)
        #expect(ucs2.segments.map(\.shortMessage.count) == [140])
        #expect(try payloadCounts("") == [0])
    }

    @Test func `one past makes segments of 153 or 152 septets`() throws {
        #expect(try payloadCounts(String(repeating: "a", count: 161)) == [153, 8])
        #expect(try payloadCounts(String(repeating: "a", count: 161), .sixteenBit(1)) == [152, 9])
        #expect(try payloadCounts(String(repeating: "a", count: 306)) == [153, 153])
        #expect(try payloadCounts(String(repeating: "a", count: 307)) == [153, 153, 1])
        #expect(try payloadCounts(String(repeating: "a", count: 304), .sixteenBit(1)) == [152, 152])
        #expect(try payloadCounts(String(repeating: "a", count: 305), .sixteenBit(1)) == [152, 152, 1])
    }

    @Test func `one past makes segments of 67 or 66 units`() throws {
        #expect(try payloadCounts(String(repeating: "я", count: 71)) == [134, 8])
        #expect(try payloadCounts(String(repeating: "я", count: 71), .sixteenBit(1)) == [132, 10])
        #expect(try payloadCounts(String(repeating: "я", count: 135)) == [134, 134, 2])
        #expect(try payloadCounts(String(repeating: "я", count: 133), .sixteenBit(1)) == [132, 132, 2])
    }

    @Test func `the header carries reference, total and index`() throws {
        let text = String(repeating: "a", count: 161)
        let short = try MessageEncoder.encode(text, reference: .eightBit(7))
        #expect(short.segments.map(\.userDataHeader) == [[5, 0, 3, 7, 2, 1], [5, 0, 3, 7, 2, 2]])
        let long = try MessageEncoder.encode(text, reference: .sixteenBit(0x1234))
        #expect(long.segments.map(\.userDataHeader) == [[6, 8, 4, 0x12, 0x34, 2, 1], [6, 8, 4, 0x12, 0x34, 2, 2]])
        #expect(short.segments[1].shortMessage == [5, 0, 3, 7, 2, 2] + Array(repeating: 0x61, count: 8))
        #expect(short.segments[1].needsUDHI)
    }

    @Test func `an escape pair is never split`() throws {
        #expect(try payloadCounts(String(repeating: "a", count: 158) + "€") == [160])
        #expect(try payloadCounts(String(repeating: "a", count: 159) + "€") == [153, 8])
        #expect(
            try payloadCounts(String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 9)) == [152, 11])
        #expect(
            try payloadCounts(String(repeating: "a", count: 151) + "€" + String(repeating: "a", count: 9)) == [153, 9])
        let text = String(repeating: "a", count: 151) + "€" + String(repeating: "a", count: 9)
        #expect(try payloadCounts(text, .sixteenBit(1)) == [151, 11])
    }

    @Test func `a line break of two characters is never split`() throws {
        #expect(
            try payloadCounts(String(repeating: "a", count: 152) + "\r\n" + String(repeating: "a", count: 9)) == [
                152, 11,
            ])
    }

    @Test func `a surrogate pair and a grapheme cluster are never split`() throws {
        #expect(
            try payloadCounts(String(repeating: "я", count: 66) + "😀" + String(repeating: "я", count: 9)) == [132, 22])
        let family = "👨‍👩‍👧‍👦"
        let text = String(repeating: "я", count: 60) + family + String(repeating: "я", count: 9)
        #expect(family.utf16.count == 11)
        #expect(try payloadCounts(text) == [120, 40])
    }

    @Test func `a cluster longer than a segment is cut between scalars`() throws {
        let text = "a" + String(repeating: "\u{1D165}", count: 50) + String(repeating: "\u{301}", count: 40)
        let message = try MessageEncoder.encode(text, reference: .eightBit(0))
        let parts = message.segments.map { UCS2.decode($0.payload) }
        #expect(parts.joined() == text)
        #expect(parts.allSatisfy { !$0.unicodeScalars.contains("\u{FFFD}") })
        #expect(message.segments.allSatisfy { $0.shortMessage.count <= 140 })
    }

    @Test func `more segments than allowed are refused`() throws {
        let text = String(repeating: "a", count: 153 * 3)
        #expect(try MessageEncoder.encode(text, reference: .eightBit(0), maximumSegments: 3).segments.count == 3)
        #expect(throws: MessageEncodingError.tooManySegments(limit: 3)) {
            try MessageEncoder.encode(text + "a", reference: .eightBit(0), maximumSegments: 3)
        }
        let longest = String(repeating: "a", count: 153 * 255)
        #expect(try MessageEncoder.encode(longest, reference: .eightBit(0), maximumSegments: 999).segments.count == 255)
        #expect(throws: MessageEncodingError.tooManySegments(limit: 255)) {
            try MessageEncoder.encode(longest + "a", reference: .eightBit(0), maximumSegments: 999)
        }
        #expect(throws: MessageEncodingError.tooManySegments(limit: 1)) {
            try MessageEncoder.encode(
                String(repeating: "a", count: 1_000_000), reference: .eightBit(0), maximumSegments: 0)
        }
    }

    @Test func `transliteration is off unless asked for, and only where it saves the text from UCS-2`() throws {
        let text = "Don\u{2019}t share \u{2013} \u{201C}ever\u{201D}\u{2026}"
        #expect(try MessageEncoder.encode(text, reference: .eightBit(0)).dataCoding == .ucs2)
        let plain = try MessageEncoder.encode(text, reference: .eightBit(0), transliterating: true)
        #expect(plain.segments[0].payload == Array("Don't share - \"ever\"...".utf8))
        let russian = try MessageEncoder.encode("\u{2019}я", reference: .eightBit(0), transliterating: true)
        #expect(russian.segments[0].payload == UCS2.encode("\u{2019}я"))
    }

    @Test func `an SMSC of another default alphabet gets its octets`() throws {
        let latin = try MessageEncoder.encode("é[", defaultAlphabet: .latin1, reference: .eightBit(0))
        #expect(latin.dataCoding == .smscDefault)
        #expect(latin.segments[0].payload == [0xE9, 0x5B])
        #expect(try MessageEncoder.encode("€", defaultAlphabet: .latin1, reference: .eightBit(0)).dataCoding == .ucs2)
        let packed = try MessageEncoder.encode("hellohello", defaultAlphabet: .gsm0338Packed, reference: .eightBit(0))
        #expect(packed.segments[0].payload.count == 9)
        let long = String(repeating: "a", count: 320)
        let segments = try MessageEncoder.encode(long, defaultAlphabet: .gsm0338Packed, reference: .eightBit(0))
            .segments
        #expect(segments[0].shortMessage.count == 140)
    }

    @Test func `whatever is encoded is read back, segment by segment, and no segment is too long`() throws {
        let alphabet: [Character] = ["a", "€", "é", "\r\n", "{", "я", "😀", "验", "👨‍👩‍👧", "e\u{302}", "\n", "@"]
        for seed in UInt64(0)..<600 {
            var random = SeededGenerator(seed: seed)
            let choice = Int.random(in: 1...alphabet.count, using: &random)
            let text = String(
                (0..<Int.random(in: 0...700, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<choice, using: &random)]
                })
            for reference in Self.references {
                for defaultAlphabet in DefaultAlphabet.allCases {
                    let message = try MessageEncoder.encode(
                        text, defaultAlphabet: defaultAlphabet, reference: reference, maximumSegments: 255)
                    let parts = message.segments.map { segment in
                        MessageDecoder.decode(
                            dataCoding: message.dataCoding, esmUDHI: segment.needsUDHI, octets: segment.shortMessage,
                            defaultAlphabet: defaultAlphabet)
                    }
                    #expect(parts.compactMap(\.text).joined() == text, "seed \(seed) \(defaultAlphabet)")
                    #expect(message.segments.allSatisfy { $0.shortMessage.count <= 166 })
                    if message.segments.count > 1 {
                        let places = parts.compactMap(\.concatenation)
                        #expect(places.map { Int($0.index) } == Array(1...message.segments.count))
                        #expect(places.allSatisfy { $0.reference == reference })
                    }
                    if defaultAlphabet == .gsm0338 && reference == .eightBit(7) {
                        #expect(MessageEncoder.segmentCount(of: text) == message.segments.count)
                    }
                }
            }
        }
    }
}
