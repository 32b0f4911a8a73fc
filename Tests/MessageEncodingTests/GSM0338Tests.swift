import Testing

@testable import MessageEncoding

@Suite struct GSM0338Tests {
    /// The table of 3GPP TS 23.038 §6.2.1 as it is printed, column by column, without the escape.
    private static let printed =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    private static let extended: [(Character, UInt8)] = [
        ("\u{0C}", 0x0A), ("^", 0x14), ("{", 0x28), ("}", 0x29), ("\\", 0x2F), ("[", 0x3C), ("~", 0x3D), ("]", 0x3E),
        ("|", 0x40), ("€", 0x65),
    ]

    @Test func `all 127 characters of the default alphabet round trip`() {
        let septets = (UInt8(0)..<0x80).filter { $0 != 0x1B }
        #expect(Self.printed.unicodeScalars.count == 127)
        for (scalar, septet) in zip(Self.printed.unicodeScalars, septets) {
            #expect(GSM0338.septets(of: String(scalar)) == [septet])
            #expect(GSM0338.decode([septet]) == String(scalar))
        }
    }

    @Test func `all 10 characters of the extension table round trip in two septets`() {
        for (character, septet) in Self.extended {
            #expect(GSM0338.septets(of: String(character)) == [0x1B, septet])
            #expect(GSM0338.decode([0x1B, septet]) == String(character))
        }
    }

    @Test func `an unknown escape gives the main character, a lone or doubled one a space`() {
        #expect(GSM0338.decode([0x1B, 0x41]) == "A")
        #expect(GSM0338.decode([0x41, 0x1B]) == "A ")
        #expect(GSM0338.decode([0x1B, 0x1B, 0x41]) == " A")
        #expect(GSM0338.decode([0x80, 0xFF]) == "\u{FFFD}\u{FFFD}")
    }

    @Test func `canonically equivalent spellings are one character`() {
        #expect(GSM0338.septets(of: "e\u{301}") == [0x05])
        #expect(GSM0338.septets(of: "\u{212B}") == [0x0E])
        #expect(GSM0338.septets(of: "é\r\n") == [0x05, 0x0D, 0x0A])
        #expect(GSM0338.septets(of: "\r\n") == [0x0D, 0x0A])
    }

    @Test(arguments: ["ç", "á", "\u{1B}", "`", "\t", "😀", "я", "e\u{302}", "\0"])
    func `characters outside the alphabet have no septets`(_ text: String) {
        #expect(GSM0338.septets(of: text) == nil)
        #expect(SeptetCount(of: text) == nil)
    }

    @Test func `any septets decode to a text that encodes and decodes to itself`() {
        for seed in UInt64(0)..<300 {
            var random = SeededGenerator(seed: seed)
            let septets = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0..<0x80, using: &random)
            }
            let text = GSM0338.decode(septets)
            let again = GSM0338.septets(of: text)
            #expect(again.map { GSM0338.decode($0) } == text, "seed \(seed)")
        }
    }
}

@Suite struct SeptetPackingTests {
    @Test func `known texts pack as published`() {
        #expect(
            SeptetPacking.pack(Array("hellohello".utf8)) == [
                0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37,
            ])
        // One to eight characters: the octets of 3GPP TS 23.038 §6.1.2.1.1's figures for "1234567" and one more.
        #expect(SeptetPacking.pack(Array("1234567".utf8)) == [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x00])
        #expect(SeptetPacking.pack(Array("12345678".utf8)) == [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x70])
        #expect(SeptetPacking.pack([UInt8]()) == [])
    }

    @Test func `fill bits bring the first septet to a septet boundary`() {
        #expect(SeptetPacking.fillBits(afterHeaderOctets: 6) == 1)
        #expect(SeptetPacking.fillBits(afterHeaderOctets: 7) == 0)
        #expect(SeptetPacking.fillBits(afterHeaderOctets: 0) == 0)
        #expect(SeptetPacking.pack([0x41], fillBits: 1) == [0x82])
        #expect(SeptetPacking.pack([0x41, 0x41], fillBits: 1) == [0x82, 0x41])
    }

    @Test func `packed septets unpack to themselves with every number of fill bits`() {
        for seed in UInt64(0)..<400 {
            var random = SeededGenerator(seed: seed)
            let septets = (0..<Int.random(in: 0...160, using: &random)).map { _ in
                UInt8.random(in: 0..<0x80, using: &random)
            }
            for fillBits in 0..<7 {
                let packed = SeptetPacking.pack(septets, fillBits: fillBits)
                #expect(packed.count == SeptetCount(septets.count).packedOctets(fillBits: fillBits))
                let count = SeptetCount(septets.count)
                #expect(SeptetPacking.unpack(packed, count: count, fillBits: fillBits) == septets, "seed \(seed)")
            }
        }
    }

    @Test func `without a count seven unused bits are no at sign`() {
        #expect(SeptetPacking.unpack(SeptetPacking.pack(Array("1234567".utf8))) == Array("1234567".utf8))
        #expect(SeptetPacking.unpack(SeptetPacking.pack(Array("12345678".utf8))) == Array("12345678".utf8))
    }

    @Test func `unpacking stops where the octets end`() {
        let packed = SeptetPacking.pack(Array("hellohello".utf8))
        for length in 0...packed.count {
            let septets = SeptetPacking.unpack(packed.prefix(length), count: SeptetCount(10))
            #expect(septets == Array("hellohello".utf8.prefix(length * 8 / 7)))
        }
        #expect(SeptetPacking.unpack([UInt8](), fillBits: 6) == [])
        #expect(SeptetPacking.unpack([0xFF], fillBits: 6) == [])
    }
}

@Suite struct UCS2Tests {
    @Test func `texts round trip, surrogate pairs included`() {
        for text in ["", "я", "验证码", "😀a", "e\u{301}"] { #expect(UCS2.decode(UCS2.encode(text)) == text) }
        #expect(UCS2.encode("я😀") == [0x04, 0x4F, 0xD8, 0x3D, 0xDE, 0x00])
    }

    @Test func `a mark, a lone surrogate and an odd octet do no harm`() {
        #expect(UCS2.decode([0xFE, 0xFF, 0x00, 0x41]) == "A")
        #expect(UCS2.decode([0xD8, 0x3D, 0x00, 0x41]) == "\u{FFFD}A")
        #expect(UCS2.decode([0x00, 0x41, 0x00]) == "A\u{FFFD}")
    }
}
