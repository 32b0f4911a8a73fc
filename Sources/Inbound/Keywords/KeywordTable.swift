/// The words themselves, as `KeywordText` writes them.
///
/// STOP is understood everywhere; the others beside it are what carriers and regulators name, then those that people of
/// a country send: Israel's law asks for הסר, China's senders for TD or 退订, France's for STOP followed by the number.
enum KeywordTable {
    static let entries: [String: Keyword.Match] = {
        var entries: [String: Keyword.Match] = [:]
        for (keyword, language, words) in rows {
            for word in words where entries[word] == nil {
                entries[word] = Keyword.Match(keyword: keyword, word: word, language: language)
            }
        }
        return entries
    }()

    /// Words that change nothing about a keyword beside them.
    static let courtesies: Set<String> = [
        "PLEASE", "PLS", "PLZ", "THANKS", "THANK", "YOU", "NOW", "IT", "THIS", "THESE", "THE", "MESSAGE", "MESSAGES",
        "MSG", "MSGS", "TEXT", "TEXTS", "TEXTING", "SENDING", "SMS", "ME", "ALERTS", "FROM", "TO", "I", "WANT", "NEED",
        "POR", "FAVOR", "MENSAJES", "GRACIAS", "SVP", "STP", "MERCI", "LES", "MESSAGERIE", "AU", "S", "IL", "VOUS",
        "PLAIT",
        "BITTE", "DANKE", "NACHRICHTEN", "KEINE", "MENSAGENS", "OBRIGADO", "OBRIGADA", "FAVORE", "GRAZIE",
        "ALSTUBLIEFT",
        "AUB",
    ]

    private static let rows: [(Keyword, ReplyLanguage?, [String])] = [
        (.stop(all: true), nil, ["STOPALL", "STOP ALL"]),
        (
            .stop(all: false), nil,
            [
                "STOP", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "STOPP", "REMOVE",
                "TD", "退订", "退訂", "停止", "ストップ", "СТОП", "ОТПИСАТЬСЯ", "ΣΤΟΠ", "ΔΙΑΚΟΠΗ", "הסר", "עצור", "توقف", "إيقاف",
                "ايقاف",
            ]
        ),
        (.help, nil, ["HELP", "INFO", "ПОМОЩЬ", "ΒΟΗΘΕΙΑ", "עזרה", "مساعدة", "ヘルプ", "帮助", "幫助"]),
        (.start, nil, ["START", "UNSTOP", "SUBSCRIBE", "OPTIN", "OPT IN", "СТАРТ"]),
        (.yes, nil, ["YES"]),
        (
            .stop(all: false), .spanish,
            ["ALTO", "BAJA", "PARAR", "PARA", "DETENER", "CANCELAR", "CANCELAR SUSCRIPCION", "DARME DE BAJA", "NO MAS"]
        ),
        (.help, .spanish, ["AYUDA", "INFORMACION"]),
        (.start, .spanish, ["INICIAR", "ALTA", "COMENZAR", "SUSCRIBIR"]),
        (.yes, .spanish, ["SI"]),
        (
            .stop(all: false), .french,
            ["ARRET", "ARRETER", "ARRETEZ", "DESABONNER", "DESABONNEMENT", "DESINSCRIRE", "DESINSCRIPTION", "ANNULER"]
        ),
        (.help, .french, ["AIDE"]),
        (.start, .french, ["DEBUT", "COMMENCER", "REPRENDRE", "REABONNER"]),
        (.yes, .french, ["OUI"]),
        (
            .stop(all: false), .german,
            ["ABMELDEN", "ABBESTELLEN", "ABMELDUNG", "ENDE", "HALT", "BEENDEN", "ABBRECHEN", "WIDERRUF"]
        ),
        (.help, .german, ["HILFE"]),
        (.start, .german, ["ANMELDEN", "STARTEN"]),
        (.yes, .german, ["JA"]),
        (
            .stop(all: false), .portuguese,
            ["PARE", "SAIR", "DESCADASTRAR", "REMOVER", "CANCELE", "CANCELAR INSCRICAO"]
        ),
        (.help, .portuguese, ["AJUDA", "INFORMACAO"]),
        (.start, .portuguese, ["COMECAR", "VOLTAR"]),
        (.yes, .portuguese, ["SIM"]),
        (.stop(all: false), .italian, ["FERMA", "BASTA", "ANNULLA", "CANCELLA", "DISISCRIVI", "DISISCRIVIMI"]),
        (.help, .italian, ["AIUTO"]),
        (.start, .italian, ["INIZIA", "RIPRENDI"]),
        (.stop(all: false), .dutch, ["AFMELDEN", "UITSCHRIJVEN", "STOPPEN"]),
        (.help, .dutch, ["HULP"]),
        (.start, .dutch, ["AANMELDEN", "BEGIN"]),
    ]
}
