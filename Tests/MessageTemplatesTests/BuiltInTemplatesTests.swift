import Foundation
import MessageEncoding
import Testing

@testable import MessageTemplates

@Suite struct BuiltInTemplatesTests {
    private static let longestCode = "9876543210"
    private static let longestName = "WWWWWWWWWWWWWWWWWWWW"
    private static let hash = "FA+9qCX9VSu"
    private static let host = "accounts.example-company.com"
    private static let locales = TemplateLibrary.builtIn.locales
    private static let rightToLeft = ["ar", "he"]

    @Test func `every file of the folder is listed, and every one listed is there`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/MessageTemplates/Templates")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == BuiltInTemplates.files.map { $0.locale + ".txt" }.sorted())
        for file in BuiltInTemplates.files {
            let octets = try Array(Data(contentsOf: folder.appending(path: file.locale + ".txt")))
            #expect(octets == file.octets, "\(file.locale)")
        }
    }

    @Test func `every promised language is there`() {
        let promised = "ar cs da de el en es fi fr he hi hu id it ja ko nb nl pl pt ro ru sv th tr uk vi zh"
        for locale in promised.split(separator: " ") { #expect(Self.locales.contains(String(locale)), "\(locale)") }
    }

    @Test func `every file parses, names the service where it should, and tells minutes in the sentences`() throws {
        for file in BuiltInTemplates.files {
            let templates = try LocaleTemplates(parsing: file.octets)
            #expect(templates.full.namesService && templates.compact.namesService, "\(file.locale)")
            #expect(!templates.fullBrandless.namesService && !templates.compactBrandless.namesService)
            #expect(templates.full.pieces.contains(.minutes) && templates.fullBrandless.pieces.contains(.minutes))
        }
    }

    @Test(arguments: locales)
    func `the sentence fits one segment with the default code, and the longest code and name fit too`(
        _ locale: String
    ) {
        for (code, name) in [("482913", "Acme Banking"), (Self.longestCode, nil)] {
            let rendered = TemplateLibrary.builtIn.render(
                RenderRequest(locale: locale, serviceName: name, codeText: code, lifeSeconds: 600))
            #expect(rendered.segmentCount == 1)
            #expect(rendered.variant == .full, "\(rendered.text.utf16.count)")
            #expect(rendered.locale == locale)
        }
        let longest = TemplateLibrary.builtIn.render(
            RenderRequest(
                locale: locale, serviceName: Self.longestName, codeText: Self.longestCode, lifeSeconds: 600))
        #expect(longest.segmentCount == 1)
        #expect(longest.variant == .full || longest.variant == .compact)
        #expect(longest.text.contains(Self.longestName))
    }

    @Test(arguments: locales)
    func `with machine lines the longest text that fits is taken, in one segment`(_ locale: String) {
        for (host, hash) in [(Self.host, nil), (nil, Self.hash), (Self.host, Self.hash)] as [(String?, String?)] {
            for name in ["Acme", Self.longestName, nil] {
                let rendered = TemplateLibrary.builtIn.render(
                    RenderRequest(
                        locale: locale, serviceName: name, codeText: Self.longestCode, lifeSeconds: 600,
                        originHost: host, retrieverHash: hash))
                #expect(rendered.segmentCount == 1)
                #expect(MessageEncoder.segmentCount(of: rendered.text) == 1)
                var lines = rendered.text.split(separator: "\n").map(String.init)
                if let host { #expect(lines.popLast() == "@\(host) #\(Self.longestCode)") }
                if let hash {
                    #expect(lines.popLast() == hash)
                    #expect(rendered.text.utf8.count <= 140)
                }
                #expect(lines.count == 1)
                #expect(lines[0].contains(Self.longestCode))
            }
        }
    }

    @Test(arguments: locales)
    func `the code is found in every text of ours`(_ locale: String) {
        for code in ["4829", "482913", "048291", "2024", "48291377", Self.longestCode] {
            for name in ["Acme", "Bank 365", "Acme 24/7", "Кафе Пушкин", "微信", nil] {
                for (host, hash) in [(nil, nil), (nil, Self.hash), (Self.host, Self.hash)] as [(String?, String?)] {
                    for life in [30, 120, 600] {
                        let rendered = TemplateLibrary.builtIn.render(
                            RenderRequest(
                                locale: locale, serviceName: name, codeText: code, lifeSeconds: life, originHost: host,
                                retrieverHash: hash))
                        #expect(CodeExtractor.code(in: rendered.text) == code, "\(rendered.text)")
                    }
                }
            }
        }
    }

    /// A number beside a name in Latin letters would be shown as part of it, on its other side.
    @Test(arguments: rightToLeft)
    func `in right-to-left texts a word stands between the code and the name`(_ locale: String) throws {
        let file = try #require(BuiltInTemplates.files.first { $0.locale == locale })
        let templates = try LocaleTemplates(parsing: file.octets)
        for template in [templates.full, templates.fullBrandless, templates.compact, templates.compactBrandless] {
            #expect(template.pieces.first == .code)
            for (piece, next) in zip(template.pieces, template.pieces.dropFirst()) {
                guard case .text(let words) = next else {
                    if case .text = piece { continue }
                    Issue.record("two placeholders stand side by side")
                    continue
                }
                #expect(words.unicodeScalars.allSatisfy { $0.properties.isAlphabetic ? $0.value >= 0x590 : true })
                if piece == .code { #expect(words.unicodeScalars.contains { $0.properties.isAlphabetic }) }
            }
        }
    }

    @Test func `languages of Latin script that can are in the GSM alphabet`() {
        let gsm = "da de en es fi fr id it nb nl pl pt pt-PT ro sv tr".split(separator: " ").map(String.init)
        for locale in gsm {
            for name in ["Acme", nil] {
                let rendered = TemplateLibrary.builtIn.render(
                    RenderRequest(locale: locale, serviceName: name, codeText: "482913", lifeSeconds: 120))
                #expect(GSM0338.canEncode(rendered.text), "\(rendered.text)")
            }
        }
    }
}
