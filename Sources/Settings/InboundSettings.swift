/// What is set about messages from phones.
package struct InboundSettings: Sendable {
    package var helpContact: String?
    package var retention: Duration
    /// Whether webhooks may point at this machine and private networks.
    package var allowsPrivateWebhooks: Bool
}
