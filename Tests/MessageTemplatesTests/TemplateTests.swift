import Testing

@testable import MessageTemplates

@Suite struct TemplateTests {
    @Test func `places are filled`() throws {
        let template = try Template(parsing: "{service}: {code}\n({minutes} min, {code})")
        #expect(template.filled(code: "1234", service: "Acme", minutes: 2) == "Acme: 1234\n(2 min, 1234)")
        #expect(template.namesService)
        #expect(try !Template(parsing: "{code}").namesService)
    }

    @Test(arguments: [
        ("Hello", TemplateError.codePlaceholderMissing), ("", .codePlaceholderMissing),
        ("{code} {name}", .unknownPlaceholder("name")), ("{code} {Code}", .unknownPlaceholder("Code")),
        ("{code} {", .unpairedBrace), ("{code} }", .unpairedBrace), ("}{code}", .unpairedBrace),
        ("{code}\r\n", .controlCharacter), ("{code}\u{0}", .controlCharacter), ("{code}\u{1B}", .controlCharacter),
    ])
    func `a malformed template is refused by name`(_ text: String, _ error: TemplateError) {
        #expect(throws: error) { try Template(parsing: text) }
    }

    @Test func `a template has at most 500 characters`() throws {
        let limit = Template.charactersMax
        _ = try Template(parsing: "{code}" + String(repeating: "я", count: limit - 6))
        #expect(throws: TemplateError.tooLong(charactersMax: limit)) {
            try Template(parsing: "{code}" + String(repeating: "я", count: limit - 5))
        }
    }

    @Test func `a file needs every key once and nothing else`() throws {
        let lines = LocaleTemplates.keys.map { "\($0): {code}" }
        func parse(_ lines: [String]) throws(TemplateError) {
            _ = try LocaleTemplates(parsing: Array(lines.joined(separator: "\n").utf8))
        }
        try parse(["# A comment.", ""] + lines)
        for place in lines.indices {
            var fewer = lines
            fewer.remove(at: place)
            #expect(throws: TemplateError.keyMissing(LocaleTemplates.keys[place])) { try parse(fewer) }
        }
        #expect(throws: TemplateError.malformedLine(5)) { try parse(lines + [lines[0]]) }
        #expect(throws: TemplateError.malformedLine(5)) { try parse(lines + ["other: {code}"]) }
        #expect(throws: TemplateError.malformedLine(1)) { try parse(["verification:{code}"]) }
        #expect(throws: TemplateError.malformedLine(1)) { try parse(["no colon"]) }
        #expect(throws: TemplateError.codePlaceholderMissing) { try parse(["compact: none"]) }
    }

    @Test(arguments: ["example.com", "a.b.c-d.example", "xn--bcher-kva.example", "EXAMPLE.com", "1and1.com"])
    func `an ASCII domain name is a host`(_ host: String) { #expect(MachineLines.isValid(host: host)) }

    @Test(arguments: [
        "", "localhost", "example.com.", ".example.com", "a..b", "-a.com", "a-.com", "bücher.example",
        "example.com:443",
        "https://example.com", "a b.com", "a_b.com", "10.0.0.1", "example.com\n@evil.com", "a@b.com", "a#b.com",
    ])
    func `anything else is no host`(_ host: String) { #expect(!MachineLines.isValid(host: host)) }

    @Test func `a label has at most 63 octets and a host 253`() {
        let label = String(repeating: "a", count: 63)
        #expect(MachineLines.isValid(host: label + ".com"))
        #expect(!MachineLines.isValid(host: label + "a.com"))
        let atLimit = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(atLimit.utf8.count == MachineLines.hostLengthMax)
        #expect(MachineLines.isValid(host: atLimit))
        #expect(!MachineLines.isValid(host: atLimit + "b"))
    }

    @Test func `a retriever hash is 11 characters of base64`() {
        #expect(MachineLines.isValid(retrieverHash: "FA+9qCX9VS/"))
        for hash in ["FA+9qCX9VS", "FA+9qCX9VSuu", "FA-9qCX9VSu", "FA+9qCX9VS=", "", "FA 9qCX9VSu"] {
            #expect(!MachineLines.isValid(retrieverHash: hash), "\(hash)")
        }
    }
}
