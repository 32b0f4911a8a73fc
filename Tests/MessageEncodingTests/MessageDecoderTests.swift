import Testing

@testable import MessageEncoding

@Suite struct MessageDecoderTests {
    @Test func `data codings name their alphabets`() {
        let expected: [(UInt8, DataCoding.Alphabet)] = [
            (0, .smscDefault), (1, .latin1), (2, .binary), (3, .latin1), (4, .binary), (5, .unknown), (8, .ucs2),
            (0x10, .gsm0338), (0x14, .binary), (0x18, .ucs2), (0x1C, .unknown), (0x30, .unknown), (0xC0, .gsm0338),
            (0xD8, .gsm0338), (0xE0, .ucs2), (0xF0, .gsm0338), (0xF3, .gsm0338), (0xF4, .binary), (0xF5, .binary),
        ]
        for (value, alphabet) in expected {
            #expect(DataCoding(rawValue: value).alphabet == alphabet, "\(value)")
        }
        #expect(DataCoding.flash.messageClass == 0)
        #expect(DataCoding(rawValue: 0xF5).messageClass == 1)
        #expect(DataCoding.ucs2.messageClass == nil)
    }

    @Test func `texts are read by their data coding`() {
        func text(_ coding: UInt8, _ octets: [UInt8]) -> String? {
            MessageDecoder.decode(dataCoding: DataCoding(rawValue: coding), esmUDHI: false, octets: octets).text
        }
        #expect(text(0, [0x00, 0x41]) == "@A")
        #expect(text(3, [0xE9]) == "é")
        #expect(text(8, [0x04, 0x4F]) == "я")
        #expect(text(0xF0, [0x02]) == "$")
        #expect(text(4, [0x41]) == nil)
    }

    @Test func `a header is taken off, unknown elements kept`() {
        let octets: [UInt8] = [11, 5, 4, 0x0B, 0x84, 0x23, 0xF0, 0, 3, 9, 2, 1, 0x41]
        let message = MessageDecoder.decode(dataCoding: .smscDefault, esmUDHI: true, octets: octets)
        #expect(message.text == "A")
        #expect(message.header?.elements.map(\.identifier) == [5, 0])
        #expect(message.concatenation == Concatenation(reference: .eightBit(9), total: 2, index: 1))
        #expect(message.header?.encoded == Array(octets.prefix(12)))
    }

    @Test func `of two concatenations the last valid one counts`() {
        func place(_ octets: [UInt8]) -> Concatenation? { UserDataHeader.parse(octets).header.concatenation }
        #expect(place([11, 0, 3, 1, 2, 1, 8, 4, 0, 9, 3, 2])?.reference == .sixteenBit(9))
        #expect(place([10, 0, 3, 1, 2, 1, 0, 3, 1, 2, 0])?.index == 1)
        #expect(place([5, 0, 3, 1, 0, 0]) == nil)
        #expect(place([5, 0, 3, 1, 2, 3]) == nil)
        #expect(place([4, 0, 2, 1, 2]) == nil)
    }

    @Test func `a header cut short at every octet has no elements, and what is there is no text`() {
        let whole: [UInt8] = [6, 8, 4, 0x12, 0x34, 2, 1]
        for length in 0..<whole.count {
            let message = MessageDecoder.decode(
                dataCoding: .smscDefault, esmUDHI: true, octets: Array(whole.prefix(length)))
            #expect(message.header?.elements == [])
            #expect(message.text == "")
        }
        #expect(UserDataHeader.parse([3, 0, 3, 1, 0x41]).header.elements == [])
        #expect(UserDataHeader.parse([3, 0, 3, 1, 0x41]).octetCount == 4)
        #expect(UserDataHeader.parse([1, 0]).header.elements == [])
    }

    @Test func `a header past 255 octets does not encode`() {
        let fits = UserDataHeader(elements: [InformationElement(identifier: 1, octets: Array(repeating: 0, count: 253))]
        )
        #expect(fits.encoded?.count == 256)
        #expect(fits.encoded.map { UserDataHeader.parse($0).header } == fits)
        let past = UserDataHeader(elements: [InformationElement(identifier: 1, octets: Array(repeating: 0, count: 254))]
        )
        #expect(past.encoded == nil)
        let pastAlone = InformationElement(identifier: 1, octets: Array(repeating: 0, count: 256))
        #expect(UserDataHeader(elements: [pastAlone]).encoded == nil)
    }

    @Test func `any octets are read without a trap, and a header read encodes to what was read`() {
        for seed in UInt64(0)..<3000 {
            var random = SeededGenerator(seed: seed)
            let octets = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...(Bool.random(using: &random) ? 8 : 255), using: &random)
            }
            let coding = DataCoding(rawValue: UInt8.random(in: 0...255, using: &random))
            for alphabet in DefaultAlphabet.allCases {
                let message = MessageDecoder.decode(
                    dataCoding: coding, esmUDHI: seed % 2 == 0, octets: octets, defaultAlphabet: alphabet)
                if let header = message.header, !header.elements.isEmpty, let encoded = header.encoded {
                    #expect(octets.starts(with: encoded), "seed \(seed)")
                }
            }
        }
    }
}
