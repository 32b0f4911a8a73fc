import Gateway
import Logging
import MessageEncoding
import Numbering
import World

extension InboundService {
    enum Heeding: Hashable, Sendable {
        /// What it asked for is durable.
        case heeded
        /// It asked for nothing here: an ordinary message.
        case noMatter
        /// The store could not keep it.
        case failed
    }

    /// Does what a keyword asks for. `account` is whose number it was sent to, where that is known.
    ///
    /// Words of names, short codes and numbers in national form are not heeded: they can't be answered, and two machines
    /// that answer each other would never end.
    func heed(_ match: Keyword.Match, _ text: InboundText, account: AccountID?) async -> Heeding {
        guard let number = text.from.number else { return .noMatter }
        let sender = text.to.text
        let known = gateway.profile(ofSender: sender, account: account)
        let owner = account ?? known?.account
        // A number nobody here sends under is the operator's, who got it from the carrier.
        let profile = known ?? gateway.operatorProfile
        let language = match.language ?? ReplyLanguage(locale: profile?.locale ?? "en")
        let reply = KeywordReply(
            brand: profile?.brand ?? "", contact: configuration.helpContact, language: language)
        do {
            switch match.keyword {
            case .stop(let all):
                _ = try await gateway.optOut(
                    number, of: sender, all: all, account: owner, keyword: match.word,
                    reply: reply.optedOut(all: all && owner != nil))
            case .help:
                try await gateway.reply(reply.help, to: number, from: sender, account: owner)
            case .start, .yes:
                let isBack = try await gateway.optIn(number, to: sender, account: owner, reply: reply.optedIn)
                guard isBack else { return .noMatter }
            }
            logger.info(
                "a keyword was heeded",
                metadata: ["keyword": "\(match.word)", "recipient": "\(number.masked)", "sender": "\(text.to.masked)"])
            return .heeded
        } catch {
            // The error's texts hold no number.
            logger.error("a keyword could not be kept; the carrier sends it again", metadata: ["error": "\(error)"])
            return .failed
        }
    }
}
