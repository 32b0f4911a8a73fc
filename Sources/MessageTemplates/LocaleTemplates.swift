/// The templates of one language.
struct LocaleTemplates: Hashable, Sendable {
    /// A sentence with the service's name, the minutes and a warning.
    let full: Template
    let fullBrandless: Template
    /// No more than what the code is for, taken where the sentence is too long for one segment.
    let compact: Template
    let compactBrandless: Template

    /// Reads a file: UTF-8, a `key: text` a line, every key once; empty lines and those that begin with `#` are
    /// skipped.
    init(parsing octets: [UInt8]) throws(TemplateError) {
        var texts: [String: Template] = [:]
        let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":"), line[colon...].hasPrefix(": ") else {
                throw .malformedLine(place + 1)
            }
            let key = String(line[..<colon])
            guard Self.keys.contains(key), texts[key] == nil else { throw .malformedLine(place + 1) }
            texts[key] = try Template(parsing: String(line[colon...].dropFirst(2)))
        }
        full = try Self.template("verification", in: texts)
        fullBrandless = try Self.template("verification-brandless", in: texts)
        compact = try Self.template("compact", in: texts)
        compactBrandless = try Self.template("compact-brandless", in: texts)
    }

    static let keys = ["verification", "verification-brandless", "compact", "compact-brandless"]

    private static func template(
        _ key: String, in texts: [String: Template]
    ) throws(TemplateError) -> Template {
        guard let template = texts[key] else { throw .keyMissing(key) }
        return template
    }
}
