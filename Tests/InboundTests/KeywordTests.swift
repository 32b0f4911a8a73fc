import MessageEncoding
import Testing

@testable import Inbound

@Suite struct KeywordTests {
    @Test(arguments: [
        "STOP", "stop", "Stop.", " stop ", "\"STOP\"", "STOP!!!", "sTOP\n", "“Stop”", "STOP 🛑", "ＳＴＯＰ", "S\u{200B}TOP",
        "unsubscribe", "CANCEL", "end", "quit", "Revoke", "opt out", "OPT-OUT", "optout", "please stop",
        "Stop texting me",
        "STOP please, thanks", "STOP 36180", "STOP au 36180", "Unsubscribe me from these messages", "stop it",
        "i want to stop",
    ])
    func `the words every sender must heed end its messages`(_ text: String) {
        #expect(Keyword.match(text)?.keyword == .stop(all: false))
        #expect(Keyword.match(text)?.language == nil)
    }

    @Test(arguments: [
        ("Alto", ReplyLanguage.spanish), ("darme de baja", .spanish), ("cancelar suscripción", .spanish),
        ("Arrêt", .french), ("ARRE\u{302}T", .french), ("désabonner", .french), ("arrêtez s'il vous plaît", .french),
        ("Abmelden", .german), ("bitte abbestellen", .german), ("Ende", .german), ("sair", .portuguese),
        ("Descadastrar", .portuguese), ("Basta", .italian), ("afmelden", .dutch),
    ])
    func `a stop in another language is heeded and answered in it`(_ text: String, _ language: ReplyLanguage) {
        #expect(Keyword.match(text)?.keyword == .stop(all: false))
        #expect(Keyword.match(text)?.language == language)
    }

    @Test(arguments: ["СТОП", "стоп", "Στοπ", "הסר", "退订", "停止", "إيقاف", "توقّف", "TD"])
    func `a stop in another script is heeded`(_ text: String) {
        #expect(Keyword.match(text)?.keyword == .stop(all: false))
    }

    @Test(arguments: ["STOPALL", "stop all", "Stop-All.", "stop all messages please"])
    func `a stop of everything says so`(_ text: String) {
        #expect(Keyword.match(text)?.keyword == .stop(all: true))
    }

    @Test(arguments: ["HELP", "help?", "Info", "help me please", "ayuda", "Aide", "Hilfe!", "ajuda", "aiuto", "помощь"])
    func `a call for help is known`(_ text: String) { #expect(Keyword.match(text)?.keyword == .help) }

    @Test(arguments: ["START", "unstop", "Start.", "subscribe", "iniciar", "reprendre", "anmelden", "voltar"])
    func `a start is known`(_ text: String) { #expect(Keyword.match(text)?.keyword == .start) }

    @Test(arguments: ["yes", "YES!", "Sí", "oui", "Ja", "sim"])
    func `a yes is told from a start`(_ text: String) { #expect(Keyword.match(text)?.keyword == .yes) }

    @Test(arguments: [
        "", " ", "🙂", "don't stop", "do not stop", "non-stop", "Stop by at six", "stopped", "the end of the story",
        "bus stop",
        "Can I get some help with my order", "start now", "yes please", "yes I do", "482913", "please", "STOP 123",
        "stop or I will call", "Your code is 482913. Reply STOP to opt out", "I quit smoking", "cancel my order 12",
    ])
    func `an ordinary answer is no keyword`(_ text: String) { #expect(Keyword.match(text) == nil) }

    @Test func `a text longer than a keyword can be is not searched`() {
        let room = KeywordText.scalarsMax - "STOP".count
        #expect(Keyword.match("STOP" + String(repeating: " ", count: room)) != nil)
        #expect(Keyword.match("STOP" + String(repeating: " ", count: room + 1)) == nil)
        let polite = Array(repeating: "PLEASE", count: KeywordText.wordsMax - 1).joined(separator: " ")
        #expect(Keyword.match("STOP " + polite) != nil)
        #expect(Keyword.match("STOP PLEASE " + polite) == nil)
    }

    @Test func `what is kept of a keyword is the table's word, not the text`() {
        #expect(Keyword.match("  arrêtez, s'il vous plaît!!")?.word == "ARRETEZ")
    }

    @Test func `every word of the table is found as it stands`() {
        for (word, entry) in KeywordTable.entries.sorted(by: { $0.key < $1.key }) {
            #expect(Keyword.match(word) == entry, "\(word)")
            #expect(Keyword.match(word.lowercased())?.keyword == entry.keyword, "\(word)")
        }
    }

    @Test(arguments: ReplyLanguage.allCases)
    func `replies name the brand, the contact and the way back, in three segments at most`(_ language: ReplyLanguage) {
        let reply = KeywordReply(
            brand: String(repeating: "B", count: 20), contact: String(repeating: "c", count: 30), language: language)
        for all in [false, true] { #expect(reply.optedOut(all: all).contains("START")) }
        #expect(reply.help.contains(String(repeating: "c", count: 30)))
        for text in [reply.help, reply.optedIn] { #expect(text.contains("STOP")) }
        for text in [reply.optedOut(all: false), reply.optedOut(all: true), reply.help, reply.optedIn] {
            #expect(text.hasPrefix(reply.brand + ": "))
            #expect(MessageEncoder.segmentCount(of: text) <= 3, "\(text)")
        }
        #expect(!KeywordReply(brand: "B", contact: nil, language: language).help.contains("::"))
    }

    @Test(arguments: [
        ("en-GB", ReplyLanguage.english), ("pt_BR", .portuguese), ("DE", .german), ("sv", .english), ("", .english),
    ])
    func `a locale picks the reply's language`(_ locale: String, _ language: ReplyLanguage) {
        #expect(ReplyLanguage(locale: locale) == language)
    }
}
