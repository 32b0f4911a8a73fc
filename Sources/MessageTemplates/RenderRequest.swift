/// What a text is made of. It holds the code in the clear: it is for the moment of writing and is never logged.
package struct RenderRequest: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// BCP 47, any case; one that is not there falls back to its language, then to English.
    package var locale: String
    /// Cut to `TemplateLibrary.serviceNameLengthMax`; `nil` or blank takes the templates without a name.
    package var serviceName: String?
    package var codeText: String
    /// Told in whole minutes, rounded down so that nobody is promised more, but at least 1.
    package var lifeSeconds: Int
    /// Adds the line `@host #code`; see `MachineLines.isValid(host:)`.
    package var originHost: String?
    /// Adds Android's line of 11 characters; see `MachineLines.isValid(retrieverHash:)`.
    package var retrieverHash: String?
    /// A service's own text in place of the built-in ones, as `Template` reads it.
    package var customTemplate: String?

    package init(
        locale: String, serviceName: String? = nil, codeText: String, lifeSeconds: Int, originHost: String? = nil,
        retrieverHash: String? = nil, customTemplate: String? = nil
    ) {
        self.locale = locale
        self.serviceName = serviceName
        self.codeText = codeText
        self.lifeSeconds = lifeSeconds
        self.originHost = originHost
        self.retrieverHash = retrieverHash
        self.customTemplate = customTemplate
    }

    package var description: String { "RenderRequest(locale: \(locale), code masked)" }
    package var customMirror: Mirror { Mirror(self, children: ["locale": locale]) }
}

/// A text ready to be encoded. It holds the code in the clear, so that only its measures are printed.
package struct RenderedText: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package enum Variant: String, Hashable, Sendable, CaseIterable {
        case custom, full, compact, compactBrandless
        /// Nothing but the code, and the service's name where there is room.
        case bare
    }

    /// What of the request was not used.
    package enum Omission: String, Hashable, Sendable, CaseIterable {
        case invalidCustomTemplate
        /// The custom template names the service and the request does not.
        case customTemplateWithoutServiceName
        case invalidOriginHost, invalidRetrieverHash
        /// The service's name had to go for the text to fit.
        case serviceName
    }

    package var text: String
    /// The locale whose templates were taken.
    package var locale: String
    package var variant: Variant
    /// 1, unless a custom template is long or the machine lines alone do not fit.
    package var segmentCount: Int
    package var omissions: [Omission]

    package var description: String {
        "RenderedText(locale: \(locale), variant: \(variant.rawValue), segments: \(segmentCount))"
    }
    package var customMirror: Mirror {
        Mirror(self, children: ["locale": locale, "variant": variant.rawValue, "segmentCount": segmentCount])
    }
}
