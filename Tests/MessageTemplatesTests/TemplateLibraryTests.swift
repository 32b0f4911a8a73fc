import MessageEncoding
import Testing

@testable import MessageTemplates

@Suite struct TemplateLibraryTests {
    private let library = TemplateLibrary.builtIn

    private func request(
        _ locale: String = "en", service: String? = "Acme", life: Int = 120, host: String? = nil, hash: String? = nil,
        custom: String? = nil
    ) -> RenderRequest {
        RenderRequest(
            locale: locale, serviceName: service, codeText: "482913", lifeSeconds: life, originHost: host,
            retrieverHash: hash, customTemplate: custom)
    }

    @Test(arguments: [
        ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("zh", "zh"), ("zh-Hans-CN", "zh"), ("zh-Hant-TW", "zh-Hant"),
        ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hans-HK", "zh"), ("pt-BR", "pt"), ("pt-PT", "pt-PT"),
        ("no", "nb"), ("nn-NO", "nb"), ("iw", "he"), ("xx", "en"), ("", "en"), ("-", "en"), ("de-AT-1996", "de"),
        ("sr-Latn", "en"),
    ])
    func `a locale falls back to its language, then to English`(_ asked: String, _ found: String) {
        #expect(library.resolve(asked) == found)
        #expect(library.render(request(asked)).locale == found)
    }

    @Test func `the English text is the sentence, with machine lines below it`() {
        #expect(
            library.render(request()).text
                == "482913 is your Acme verification code. It expires in 2 min. Do not share it.")
        let rendered = library.render(request(host: "example.com", hash: "FA+9qCX9VSu"))
        #expect(
            rendered.text == "482913 is your Acme verification code. It expires in 2 min. Do not share it.\n"
                + "FA+9qCX9VSu\n@example.com #482913")
        #expect(rendered.omissions == [])
    }

    @Test func `minutes are rounded down, and at least one`() {
        for (life, minutes) in [(30, 1), (60, 1), (119, 1), (120, 2), (600, 10), (0, 1)] {
            #expect(library.render(request(life: life)).text.contains("in \(minutes) min"))
        }
    }

    @Test func `the texts get shorter as the host gets longer`() {
        func rendered(_ hostLength: Int) -> RenderedText {
            let host = String(repeating: "a", count: 10) + "." + String(repeating: "b", count: hostLength - 11)
            return library.render(request("ru", host: host))
        }
        var variants: [RenderedText.Variant] = []
        for length in 13...73 {
            let text = rendered(length)
            #expect(text.segmentCount == 1)
            if variants.last != text.variant { variants.append(text.variant) }
            #expect((text.omissions == [.serviceName]) == (text.variant == .compactBrandless))
        }
        #expect(
            variants == [.full, .compact, .compactBrandless, .bare] || variants == [.compact, .compactBrandless, .bare])
        #expect(rendered(73).text.hasPrefix("Acme: 482913\n"))
    }

    @Test func `where nothing fits the bare code goes out, and the segments say so`() {
        let host = [String](repeating: String(repeating: "a", count: 50), count: 4).joined(separator: ".")
        let rendered = library.render(request(host: host))
        #expect(rendered.variant == .bare)
        #expect(rendered.segmentCount == 2)
        #expect(rendered.omissions == [.serviceName])
    }

    @Test func `a service's own text is used as it is, with machine lines`() {
        let rendered = library.render(request(host: "example.com", custom: "{service} says {code}"))
        #expect(rendered.text == "Acme says 482913\n@example.com #482913")
        #expect(rendered.variant == .custom)
    }

    @Test func `what is invalid is left out and named`() {
        let broken = library.render(request(host: "nope", hash: "short", custom: "no code"))
        #expect(broken.variant == .full)
        #expect(broken.omissions == [.invalidRetrieverHash, .invalidOriginHost, .invalidCustomTemplate])
        #expect(!broken.text.contains("\n"))
        let nameless = library.render(request(service: nil, custom: "{service} {code}"))
        #expect(nameless.omissions == [.customTemplateWithoutServiceName])
    }

    @Test func `a service's name is one line of at most 20 units, without marks of direction`() {
        func name(_ text: String?) -> String? { TemplateLibrary.displayName(text) }
        #expect(name(nil) == nil)
        #expect(name("") == nil)
        #expect(name(" \n\t ") == nil)
        #expect(name("  Acme \n Bank ") == "Acme Bank")
        #expect(name("Acme\u{202E}evil\u{0}") == "Acme evil")
        let limit = TemplateLibrary.serviceNameLengthMax
        #expect(name(String(repeating: "a", count: limit)) == String(repeating: "a", count: limit))
        #expect(name(String(repeating: "a", count: limit + 1)) == String(repeating: "a", count: limit))
        #expect(name(String(repeating: "a", count: limit - 1) + "😀") == String(repeating: "a", count: limit - 1))
        #expect(name(String(repeating: "a", count: limit - 1) + " b") == String(repeating: "a", count: limit - 1))
    }

    @Test func `neither request nor text prints the code`() {
        let request = request(host: "example.com")
        let rendered = library.render(request)
        var dumped = ""
        dump(request, to: &dumped)
        dump(rendered, to: &dumped)
        for text in [dumped, "\(request)", "\(rendered)", String(reflecting: request), String(reflecting: rendered)] {
            #expect(!text.contains("482913"))
        }
    }

    @Test func `an ordinary service has no findings`() {
        let services = [
            LintedService(label: "a", serviceName: "Acme"), LintedService(label: "b"),
            LintedService(label: "c", serviceName: "Acme", originHost: "acme.com", retrieverHash: "FA+9qCX9VSu"),
        ]
        #expect(TemplateLibrary.lint(services: services) == [])
    }

    @Test func `findings name the service and the locale that does not fit`() {
        let long = [String](repeating: String(repeating: "a", count: 50), count: 4).joined(separator: ".")
        let findings = TemplateLibrary.lint(
            services: [
                LintedService(label: "long", serviceName: "Acme", originHost: long),
                LintedService(
                    label: "wordless", serviceName: "Acme",
                    originHost: "accounts.some-long-company-name-here.example-site.com"),
            ], locales: ["en", "ru"])
        #expect(
            findings == [
                TemplateFinding(locale: "en", service: "long", problem: .doesNotFit(segments: 2)),
                TemplateFinding(locale: "ru", service: "long", problem: .doesNotFit(segments: 2)),
                TemplateFinding(locale: "ru", service: "wordless", problem: .fitsOnlyWithoutWords),
            ])
        #expect(findings.map(\.severity) == [.error, .error, .warning])
        #expect(findings[2].description.hasPrefix("service wordless, locale ru: "))
    }

    @Test func `findings name wrong settings`() {
        func problems(_ service: LintedService) -> [TemplateFinding.Problem] {
            TemplateLibrary.lint(services: [service], locales: ["en"]).map(\.problem)
        }
        let hash = "FA+9qCX9VSu"
        #expect(
            problems(
                LintedService(
                    label: "a", serviceName: String(repeating: "n", count: 21), originHost: "x", retrieverHash: "y"))
                == [.invalidOriginHost, .invalidRetrieverHash, .serviceNameCut(to: String(repeating: "n", count: 20))])
        #expect(problems(LintedService(label: "a", customTemplate: "x")) == [.customTemplate(.codePlaceholderMissing)])
        #expect(
            problems(LintedService(label: "a", customTemplate: "{service} {code}")) == [.customTemplateNeedsServiceName]
        )
        let filler = String(repeating: "x", count: 150)
        #expect(problems(LintedService(label: "a", customTemplate: filler + "{code}")) == [])
        #expect(
            problems(LintedService(label: "a", customTemplate: filler + "x{code}")) == [
                .customTemplateTakes(segments: 2)
            ])
        #expect(
            problems(
                LintedService(
                    label: "a", retrieverHash: hash, customTemplate: String(repeating: "x", count: 119) + "{code}"))
                == [.pastRetrieverLimit(octets: 141)])
        #expect(
            problems(
                LintedService(
                    label: "a", retrieverHash: hash, customTemplate: String(repeating: "x", count: 118) + "{code}"))
                == [])
    }
}
