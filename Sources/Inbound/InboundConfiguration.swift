package import MessageEncoding
import World

/// What is needed to know about messages from phones besides who gets them.
package struct InboundConfiguration: Sendable {
    /// Where HELP sends people: a number, address or page, at most `KeywordReply.contactLengthMax` characters.
    package var helpContact: String?
    /// How long an inbox keeps a message.
    package var retention = Duration.seconds(24 * 3600)
    /// What each carrier's `data_coding` 0 is; those not named use GSM 03.38.
    package var defaultAlphabets: [String: DefaultAlphabet] = [:]
    /// Whether webhooks may point at this machine and private networks, which is for trials: whoever may set one could
    /// make the gateway ask what only it can reach.
    package var allowsPrivateWebhooks = false
    package var assembly = Assembly.Limits()

    package init() {}
}
