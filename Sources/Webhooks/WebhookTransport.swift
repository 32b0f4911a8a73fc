package import Inbound

/// Posts one event. Follows no redirect, reads no more of the answer than its status.
package protocol WebhookTransport: Sendable {
    func post(
        _ body: [UInt8], to url: WebhookURL, headers: [(name: String, value: String)], allowsPrivate: Bool
    ) async -> WebhookSchedule.Outcome
}
