/// What is wrong with the texts of a service, found before any is sent.
package struct TemplateFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// Not even the code alone fits one segment with the service's machine lines.
        case doesNotFit(segments: Int)
        /// Only the code without words of the language fits.
        case fitsOnlyWithoutWords
        /// The custom template takes more than one segment with the longest code.
        case customTemplateTakes(segments: Int)
        /// The text with the service's hash is past the octets that the SMS Retriever reads.
        case pastRetrieverLimit(octets: Int)
        case customTemplate(TemplateError)
        case customTemplateNeedsServiceName
        case invalidOriginHost
        case invalidRetrieverHash
        /// The service's name is longer than what is shown of it.
        case serviceNameCut(to: String)
    }

    package enum Severity: String, Hashable, Sendable { case warning, error }

    package var locale: String
    package var service: String
    package var problem: Problem

    package var severity: Severity {
        switch problem {
        case .fitsOnlyWithoutWords, .customTemplateTakes, .serviceNameCut: .warning
        case .doesNotFit, .pastRetrieverLimit, .customTemplate, .customTemplateNeedsServiceName, .invalidOriginHost,
            .invalidRetrieverHash:
            .error
        }
    }

    package var description: String {
        "service \(service), locale \(locale): \(explanation)"
    }

    private var explanation: String {
        switch problem {
        case .doesNotFit(let segments): "the text takes \(segments) segments even without words; shorten origin host"
        case .fitsOnlyWithoutWords: "only the bare code fits one segment; shorten origin host or service name"
        case .customTemplateTakes(let segments): "the custom template takes \(segments) segments"
        case .pastRetrieverLimit(let octets): "\(octets) octets, past the 140 that Android's SMS Retriever reads"
        case .customTemplate(let error): "the custom template is invalid: \(error)"
        case .customTemplateNeedsServiceName: "the custom template has {service}, but the service has no name"
        case .invalidOriginHost: "the origin host is not an ASCII domain name"
        case .invalidRetrieverHash: "the retriever hash is not 11 base64 characters"
        case .serviceNameCut(let name): "the service name is too long and is shown as \"\(name)\""
        }
    }
}

/// The settings of a service that shape its texts.
package struct LintedService: Hashable, Sendable {
    /// How findings name it.
    package var label: String
    package var serviceName: String?
    package var originHost: String?
    package var retrieverHash: String?
    package var customTemplate: String?

    package init(
        label: String, serviceName: String? = nil, originHost: String? = nil, retrieverHash: String? = nil,
        customTemplate: String? = nil
    ) {
        self.label = label
        self.serviceName = serviceName
        self.originHost = originHost
        self.retrieverHash = retrieverHash
        self.customTemplate = customTemplate
    }
}

extension TemplateLibrary {
    /// Digits of the longest code.
    package static let codeDigitsMax = 10
    /// The longest life of a code, which gives the longest number of minutes.
    package static let lifeSecondsMax = 600

    /// Renders every service in every one of `locales` (all when `nil`) with the longest code and life, and names what
    /// does not come out as one segment with words. Ordered by service, then locale.
    package static func lint(
        services: [LintedService], locales: [String]? = nil, library: TemplateLibrary = .builtIn
    ) -> [TemplateFinding] {
        services.flatMap { service in
            settingFindings(service)
                + (locales ?? library.locales).flatMap { locale in
                    textFindings(service, locale: locale, library: library)
                }
        }
    }

    /// What is wrong whatever the locale, told as locale `*`.
    private static func settingFindings(_ service: LintedService) -> [TemplateFinding] {
        var problems: [TemplateFinding.Problem] = []
        if let host = service.originHost, !MachineLines.isValid(host: host) { problems.append(.invalidOriginHost) }
        if let hash = service.retrieverHash, !MachineLines.isValid(retrieverHash: hash) {
            problems.append(.invalidRetrieverHash)
        }
        let shown = displayName(service.serviceName)
        if let name = service.serviceName, let shown, name.utf16.count > serviceNameLengthMax {
            problems.append(.serviceNameCut(to: shown))
        }
        if let custom = service.customTemplate {
            do throws(TemplateError) {
                let template = try Template(parsing: custom)
                if template.namesService && shown == nil { problems.append(.customTemplateNeedsServiceName) }
            } catch {
                problems.append(.customTemplate(error))
            }
        }
        return problems.map { TemplateFinding(locale: "*", service: service.label, problem: $0) }
    }

    private static func textFindings(
        _ service: LintedService, locale: String, library: TemplateLibrary
    ) -> [TemplateFinding] {
        let rendered = library.render(
            RenderRequest(
                locale: locale, serviceName: service.serviceName,
                codeText: String(repeating: "0", count: codeDigitsMax), lifeSeconds: lifeSecondsMax,
                originHost: service.originHost, retrieverHash: service.retrieverHash,
                customTemplate: service.customTemplate))
        var problems: [TemplateFinding.Problem] = []
        if rendered.segmentCount > 1 {
            problems.append(
                rendered.variant == .custom
                    ? .customTemplateTakes(segments: rendered.segmentCount)
                    : .doesNotFit(segments: rendered.segmentCount))
        } else if rendered.variant == .bare {
            problems.append(.fitsOnlyWithoutWords)
        }
        let octets = rendered.text.utf8.count
        let hasHash = service.retrieverHash.map { MachineLines.isValid(retrieverHash: $0) } ?? false
        if hasHash && octets > MachineLines.retrieverOctetsMax {
            problems.append(.pastRetrieverLimit(octets: octets))
        }
        return problems.map { TemplateFinding(locale: locale, service: service.label, problem: $0) }
    }
}
