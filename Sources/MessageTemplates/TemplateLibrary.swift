import MessageEncoding

/// The templates of all languages, and the rules that pick one.
package struct TemplateLibrary: Sendable {
    /// UTF-16 units of a service's name that are shown.
    package static let serviceNameLengthMax = 20
    package static let fallbackLocale = "en"

    /// Those shipped within the binary.
    package static let builtIn: TemplateLibrary = {
        do throws(TemplateError) {
            return try TemplateLibrary(files: BuiltInTemplates.files)
        } catch {
            preconditionFailure("the built-in templates are malformed, which a test rules out: \(error)")
        }
    }()

    private let templates: [String: LocaleTemplates]
    /// BCP 47, sorted.
    package let locales: [String]

    init(files: [(locale: String, octets: [UInt8])]) throws(TemplateError) {
        var templates: [String: LocaleTemplates] = [:]
        for file in files { templates[file.locale.lowercased()] = try LocaleTemplates(parsing: file.octets) }
        guard templates[Self.fallbackLocale] != nil else { throw .keyMissing(Self.fallbackLocale) }
        self.templates = templates
        locales = files.map(\.locale).sorted()
    }

    /// The locale whose templates serve `locale`: `zh-Hant-TW` → `zh-Hant`, `zh-SG` → `zh`, `xx` → `en`.
    package func resolve(_ locale: String) -> String {
        var parts = locale.lowercased().prefix(Self.localeLengthMax)
            .split { $0 == "-" || $0 == "_" }.map(String.init)
        if let language = parts.first, let alias = Self.aliases[language] { parts[0] = alias }
        if parts.first == "zh", !parts.contains("hans"), parts.contains(where: Self.hantRegions.contains) {
            parts = ["zh", "hant"]
        }
        while !parts.isEmpty {
            let name = parts.joined(separator: "-")
            if let found = locales.first(where: { $0.lowercased() == name }) { return found }
            parts.removeLast()
        }
        return Self.fallbackLocale
    }

    /// The text for `request`: its own template, else the longest built-in one that fits one segment.
    ///
    /// Whatever of the request is invalid is left out and named in `omissions`, so that a code is never kept from its
    /// owner by a mistake in a setting; `lint` finds those before.
    package func render(_ request: RenderRequest) -> RenderedText {
        let locale = resolve(request.locale)
        let service = Self.displayName(request.serviceName)
        var omissions: [RenderedText.Omission] = []
        let frame = Frame(request, omissions: &omissions)
        func rendered(_ text: String, _ variant: RenderedText.Variant) -> RenderedText {
            let whole = frame.whole(text)
            return RenderedText(
                text: whole, locale: locale, variant: variant,
                segmentCount: MessageEncoder.segmentCount(of: whole), omissions: omissions)
        }
        if let custom = request.customTemplate {
            if let template = try? Template(parsing: custom) {
                if template.namesService && service == nil {
                    omissions.append(.customTemplateWithoutServiceName)
                } else {
                    return rendered(frame.fill(template, service: service), .custom)
                }
            } else {
                omissions.append(.invalidCustomTemplate)
            }
        }
        for choice in choices(locale: locale, service: service, frame: frame) {
            guard frame.fits(choice.text) else { continue }
            if choice.dropsService { omissions.append(.serviceName) }
            return rendered(choice.text, choice.variant)
        }
        if service != nil { omissions.append(.serviceName) }
        return rendered(request.codeText, .bare)
    }

    private typealias Choice = (text: String, variant: RenderedText.Variant, dropsService: Bool)

    /// From the longest to the shortest. The bare ones are in no language: in Latin script they have 160 characters
    /// where others have 70.
    private func choices(locale: String, service: String?, frame: Frame) -> [Choice] {
        guard let templates = templates[locale.lowercased()] else { return [] }
        guard let service else {
            return [
                (frame.fill(templates.fullBrandless, service: nil), .full, false),
                (frame.fill(templates.compactBrandless, service: nil), .compact, false),
            ]
        }
        return [
            (frame.fill(templates.full, service: service), .full, false),
            (frame.fill(templates.compact, service: service), .compact, false),
            (frame.fill(templates.compactBrandless, service: nil), .compactBrandless, true),
            ("\(service): \(frame.code)", .bare, false),
        ]
    }

    /// A name as it may stand in a text: one line, cut at a character; `nil` when nothing is left.
    static func displayName(_ name: String?) -> String? {
        guard let name else { return nil }
        var result = ""
        var length = 0
        var pendingSpace = false
        for character in name {
            if character.isWhitespace || character.unicodeScalars.contains(where: isUnprintable) {
                pendingSpace = !result.isEmpty
                continue
            }
            let cost = character.utf16.count + (pendingSpace ? 1 : 0)
            guard length + cost <= serviceNameLengthMax else { break }
            if pendingSpace { result += " " }
            pendingSpace = false
            result.append(character)
            length += cost
        }
        return result.isEmpty ? nil : result
    }

    /// Controls, and the marks that change the direction of what follows: a name must not reorder the code beside it.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: true
        default: scalar.properties.generalCategory == .control
        }
    }

    private static let localeLengthMax = 35
    /// Old and wider language codes, by the one that is used here.
    private static let aliases = ["no": "nb", "nn": "nb", "iw": "he", "in": "id"]
    private static let hantRegions: Set<String> = ["tw", "hk", "mo"]
}

/// What stands around the words of a text: the code and the machine lines.
private struct Frame {
    let code: String
    private let minutes: Int
    private let machineLines: [String]
    private let hasRetrieverHash: Bool

    init(_ request: RenderRequest, omissions: inout [RenderedText.Omission]) {
        code = request.codeText
        minutes = max(request.lifeSeconds / 60, 1)
        var lines: [String] = []
        if let hash = request.retrieverHash {
            if MachineLines.isValid(retrieverHash: hash) {
                lines.append(hash)
            } else {
                omissions.append(.invalidRetrieverHash)
            }
        }
        hasRetrieverHash = !lines.isEmpty
        if let host = request.originHost {
            if MachineLines.isValid(host: host) {
                lines.append(MachineLines.originBoundLine(host: host, code: code))
            } else {
                omissions.append(.invalidOriginHost)
            }
        }
        machineLines = lines
    }

    func fill(_ template: Template, service: String?) -> String {
        template.filled(code: code, service: service, minutes: minutes)
    }

    func whole(_ text: String) -> String { ([text] + machineLines).joined(separator: "\n") }

    /// One segment; and 140 octets where the SMS Retriever is to read it, counted in UTF-8: its documents do not say
    /// which octets they mean, and a text within both counts is within either.
    func fits(_ text: String) -> Bool {
        let whole = whole(text)
        if hasRetrieverHash && whole.utf8.count > MachineLines.retrieverOctetsMax { return false }
        return MessageEncoder.segmentCount(of: whole) == 1
    }
}
