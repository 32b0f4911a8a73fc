/// The texts that answer keywords: who sends, what was done, how to undo it.
///
/// An opt-out is confirmed once, without anything to sell in it; HELP names the sender and whom to ask.
/// Sources: CTIA Messaging Principles and Best Practices §5.1.3; 47 CFR §64.1200(a)(12), one confirmation.
package struct KeywordReply: Hashable, Sendable {
    /// Characters of a contact.
    package static let contactLengthMax = 60

    /// Whom the recipient knows as the sender.
    package var brand: String
    /// A number, address or page to ask at; `nil` leaves it out.
    package var contact: String?
    package var language: ReplyLanguage

    package init(brand: String, contact: String?, language: ReplyLanguage) {
        (self.brand, self.contact, self.language) = (brand, contact, language)
    }

    package func optedOut(all: Bool) -> String {
        let brand = prefix
        switch language {
        case .english:
            return brand + (all ? "You get no more messages from us." : "You get no more messages from this number.")
                + " Reply START to get them again."
        case .spanish:
            return brand + "No recibirá más mensajes" + (all ? " nuestros" : " de este número")
                + ". Responda START para recibirlos de nuevo."
        case .french:
            return brand + "Vous ne recevrez plus de messages" + (all ? " de notre part" : " de ce numéro")
                + ". Répondez START pour les recevoir à nouveau."
        case .german:
            return brand + "Sie erhalten keine Nachrichten mehr von " + (all ? "uns" : "dieser Nummer")
                + ". Mit START melden Sie sich wieder an."
        case .portuguese:
            return brand + "Não receberá mais mensagens" + (all ? " nossas" : " deste número")
                + ". Responda START para voltar a receber."
        case .italian:
            return brand + "Non riceverà più messaggi " + (all ? "da noi" : "da questo numero")
                + ". Risponda START per riceverli di nuovo."
        case .dutch:
            return brand + "U krijgt geen berichten meer van " + (all ? "ons" : "dit nummer")
                + ". Antwoord START om ze weer te krijgen."
        }
    }

    package var help: String {
        let ask = contact.map { " " + Self.ask[language, default: "Help"] + ": \($0)." } ?? ""
        switch language {
        case .english:
            return prefix + "Codes and messages you asked for, as often as you ask." + ask
                + " Msg & data rates may apply. Reply STOP to opt out."
        case .spanish:
            return prefix + "Códigos y mensajes que solicitó." + ask
                + " Pueden aplicarse tarifas de mensajes. Responda STOP para darse de baja."
        case .french:
            return prefix + "Codes et messages que vous avez demandés." + ask
                + " Coût d'un SMS selon votre forfait. Répondez STOP pour vous désabonner."
        case .german:
            return prefix + "Codes und Nachrichten, die Sie angefordert haben." + ask
                + " Es können Kosten Ihres Anbieters anfallen. Mit STOP melden Sie sich ab."
        case .portuguese:
            return prefix + "Códigos e mensagens que pediu." + ask
                + " Podem aplicar-se tarifas de mensagens. Responda STOP para sair."
        case .italian:
            return prefix + "Codici e messaggi richiesti da Lei." + ask
                + " Possono applicarsi costi per i messaggi. Risponda STOP per non riceverne più."
        case .dutch:
            return prefix + "Codes en berichten waar u om vroeg." + ask
                + " Er kunnen kosten zijn. Antwoord STOP om u af te melden."
        }
    }

    package var optedIn: String {
        switch language {
        case .english:
            prefix + "You get our messages again. Msg & data rates may apply. Reply HELP for help, STOP to opt out."
        case .spanish: prefix + "Recibirá de nuevo nuestros mensajes. AYUDA para ayuda, STOP para darse de baja."
        case .french: prefix + "Vous recevrez à nouveau nos messages. AIDE pour de l'aide, STOP pour vous désabonner."
        case .german: prefix + "Sie erhalten unsere Nachrichten wieder. HILFE für Hilfe, STOP zum Abmelden."
        case .portuguese: prefix + "Voltará a receber as nossas mensagens. AJUDA para ajuda, STOP para sair."
        case .italian: prefix + "Riceverà di nuovo i nostri messaggi. AIUTO per aiuto, STOP per non riceverne più."
        case .dutch: prefix + "U krijgt onze berichten weer. HULP voor hulp, STOP om u af te melden."
        }
    }

    private var prefix: String { brand.isEmpty ? "" : "\(brand): " }

    private static let ask: [ReplyLanguage: String] = [
        .english: "Help", .spanish: "Ayuda", .french: "Aide", .german: "Hilfe", .portuguese: "Ajuda", .italian: "Aiuto",
        .dutch: "Hulp",
    ]
}
