/// A text with places for the code, the service's name and the minutes the code lives.
package struct Template: Hashable, Sendable {
    /// Characters a template may have.
    package static let charactersMax = 500

    enum Piece: Hashable, Sendable { case text(String), code, service, minutes }

    let pieces: [Piece]

    /// Reads `{code}` (at least once), `{service}` and `{minutes}`; every other brace is an error.
    package init(parsing text: String) throws(TemplateError) {
        guard text.utf8.count <= Self.charactersMax * 4, text.count <= Self.charactersMax else {
            throw .tooLong(charactersMax: Self.charactersMax)
        }
        guard text.unicodeScalars.allSatisfy({ $0 == "\n" || $0.properties.generalCategory != .control }) else {
            throw .controlCharacter
        }
        var pieces: [Piece] = []
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else { throw .unpairedBrace }
            if brace > rest.startIndex { pieces.append(.text(String(rest[..<brace]))) }
            let name = rest[rest.index(after: brace)..<end]
            switch name {
            case "code": pieces.append(.code)
            case "service": pieces.append(.service)
            case "minutes": pieces.append(.minutes)
            default: throw .unknownPlaceholder(String(name))
            }
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        guard pieces.contains(.code) else { throw .codePlaceholderMissing }
        self.pieces = pieces
    }

    package var namesService: Bool { pieces.contains(.service) }

    /// The text with its places filled; a service's name that is missing leaves nothing.
    func filled(code: String, service: String?, minutes: Int) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let words): text += words
            case .code: text += code
            case .service: text += service ?? ""
            case .minutes: text += String(minutes)
            }
        }
        return text
    }
}

/// What is wrong with a template or a file of them.
package enum TemplateError: Error, Hashable, Sendable {
    case codePlaceholderMissing
    case unknownPlaceholder(String)
    case unpairedBrace
    /// A control character other than a line feed.
    case controlCharacter
    case tooLong(charactersMax: Int)
    /// A line of a template file that is no `key: text`, or whose key is unknown or there twice; from 1.
    case malformedLine(Int)
    /// A template file lacks this key.
    case keyMissing(String)
}
