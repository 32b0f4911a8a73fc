import SMPP
import Testing

@Suite struct PDUExplanationTests {
    @Test(arguments: Vector.all)
    func `the fields of a vector cover its octets without a gap`(vector: Vector) {
        var offset = 0
        for field in PDUExplanation.explain(vector.octets, showText: true) {
            #expect(field.offset == offset, "\(field.name)")
            #expect(field.hex == Hex.text(vector.octets[offset..<offset + field.length]), "\(field.name)")
            #expect(!field.meaning.hasPrefix("error"))
            offset += field.length
        }
        #expect(offset == vector.octets.count)
    }

    @Test func `a submit is explained in words`() {
        let fields = PDUExplanation.explain(Vector.octets("submit_sm"))
        let meanings = fields.map { "\($0.name): \($0.meaning)" }
        for line in [
            "command_id: submit_sm", "command_status: ESME_ROK", "source_addr_ton: 5, alphanumeric",
            "source_addr: \"ACME\"", "validity_period: \"000000000200000R\", 120.0 seconds from acceptance",
            "registered_delivery: 1, receipt", "data_coding: 0, SMSC default alphabet", "sm_length: 19 octets",
            "short_message: 19 octets", "user_message_reference: 513",
        ] {
            let isThere = meanings.contains(line) || meanings.contains(line.replacing("1, receipt", with: "receipt"))
            #expect(isThere, "\(line) in \(meanings)")
        }
    }

    @Test func `texts and passwords are shown only when asked for`() {
        for name in ["submit_sm", "submit_sm_payload", "data_sm", "bind_transceiver", "replace_sm"] {
            let octets = Vector.octets(name)
            let secret = ["493027", "1 2 3", "493027", "secret08", "hi"]
            for text in secret where text != "hi" {
                let hidden = PDUExplanation.explain(octets).map { $0.hex + $0.meaning }.joined()
                #expect(!hidden.contains(text) && !hidden.contains(Hex.text(Array(text.utf8))))
            }
        }
        let shown = PDUExplanation.explain(Vector.octets("submit_sm"), showText: true)
        #expect(shown.contains { $0.meaning == "\"Your code is 493027\"" })
    }

    @Test(arguments: [
        ("zz", "not hexadecimal"), ("00000010", "4 octets are no header"),
        ("0000000f 00000015 00000000 00000001", "15 is not in 16–65536"),
        ("00000011 00000015 00000000 00000001", "17 octets, of which 16 are here"),
        ("00000010 00007777 00000000 00000001", "not a command known here"),
        ("00000012 00000015 00000000 00000001 0000", "ends inside a parameter; the answer is ESME_RINVOPTPARSTREAM"),
        ("00000014 00000004 00000000 00000001 00050041", "source_addr: the PDU ends inside it"),
    ])
    func `an error is named where it stands`(hex: String, words: String) {
        let fields = PDUExplanation.explain(hex: hex)
        let errors = fields.filter { $0.meaning.hasPrefix("error") }
        #expect(errors.count == 1)
        #expect(errors.first?.meaning.contains(words) == true, "\(fields)")
    }

    @Test func `PDUs one after the other are explained together`() {
        let both = Vector.octets("enquire_link") + Vector.octets("unbind")
        let fields = PDUExplanation.explain(both)
        #expect(fields.map(\.offset) == [0, 4, 8, 12, 16, 20, 24, 28])
        #expect(fields[5].meaning == "unbind")
    }

    @Test(arguments: Vector.all)
    func `a vector cut anywhere is explained as far as it goes`(vector: Vector) {
        for count in 0..<vector.octets.count {
            let fields = PDUExplanation.explain(Array(vector.octets[..<count]), showText: true)
            #expect(fields.reduce(0) { $0 + $1.length } == count)
            #expect(fields.contains { $0.meaning.hasPrefix("error") })
        }
    }
}
