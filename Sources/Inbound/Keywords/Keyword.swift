/// What a recipient asks for by answering with one word.
///
/// Sources: CTIA Messaging Principles and Best Practices §5.1.3 (STOP, HELP and their kin, in any case and with
/// surrounding marks); 47 CFR §64.1200(a)(10), by which "stop", "quit", "end", "revoke", "opt out", "cancel" and
/// "unsubscribe" always revoke consent.
package enum Keyword: Hashable, Sendable {
    /// No more messages from this sender, or (`all`) from any sender of its owner.
    case stop(all: Bool)
    /// Who sends, and whom to ask.
    case help
    /// Messages again.
    case start
    /// A yes, which is a `start` after a stop and an ordinary answer otherwise.
    case yes

    /// A keyword as it was found.
    package struct Match: Hashable, Sendable {
        package var keyword: Keyword
        /// As the table writes it; never the sender's own text.
        package var word: String
        /// `nil` for words that are the same everywhere, such as STOP.
        package var language: ReplyLanguage?
    }

    /// The keyword that `text` is; `nil` when it says anything else.
    ///
    /// Letter case, accents, marks, emoji and spaces don't matter. Words of courtesy around one are passed over ("please
    /// stop texting me"); any other word makes it an ordinary message ("don't stop", "stop by at six").
    package static func match(_ text: String) -> Match? {
        guard let words = KeywordText.words(of: text), !words.isEmpty else { return nil }
        if let entry = KeywordTable.entries[words.joined(separator: " ")] { return entry }
        let rest = words.filter { !KeywordTable.courtesies.contains($0) && !KeywordText.isNumber($0) }
        guard rest.count < words.count, let entry = KeywordTable.entries[rest.joined(separator: " ")] else {
            return nil
        }
        switch entry.keyword {
        case .stop, .help: return entry
        // "Start now" and "yes please" answer something else more often than they opt in.
        case .start, .yes: return nil
        }
    }
}

/// The languages that replies are written in.
package enum ReplyLanguage: String, Hashable, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"
    case french = "fr"
    case german = "de"
    case portuguese = "pt"
    case italian = "it"
    case dutch = "nl"

    /// That of a BCP 47 tag; English for any other.
    package init(locale: String) {
        let language = locale.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first
        self = language.flatMap { ReplyLanguage(rawValue: String($0)) } ?? .english
    }
}
