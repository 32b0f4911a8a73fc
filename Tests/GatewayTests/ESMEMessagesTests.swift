import Delivery
import Testing
import Verification
import World

@testable import Gateway

struct ESMEMessagesTests {
    private func message(_ number: UInt64, to recipient: UInt64 = 1) -> Message {
        let now = Timestamp(seconds: 1_790_000_000)
        var message = Message(
            id: MessageID(high: 0, low: number), account: AccountID(high: 0, low: 1), service: nil, verification: nil,
            recipient: RecipientDigest(high: recipient, low: 0), masked: "", sender: "", body: nil, createdAt: now,
            deadline: now + .seconds(60))
        message.origin = .esme(ESMEOrigin(esme: ESMEID(high: 0, low: 7)))
        return message
    }

    @Test func `messages are counted and found by their recipient until they end, and nothing is left`() {
        var messages = ESMEMessages()
        for number in 1...3 { messages.add(message(UInt64(number), to: number == 3 ? 2 : 1)) }
        #expect(messages.count(of: ESMEID(high: 0, low: 7)) == 3)
        #expect(messages.messages(to: RecipientDigest(high: 1, low: 0)).map(\.low) == [1, 2])
        for _ in 0..<2 { messages.remove(message(1)) }
        #expect(messages.count(of: ESMEID(high: 0, low: 7)) == 2)
        messages.remove(message(2))
        messages.remove(message(3, to: 2))
        #expect(messages.isEmpty)
    }

    @Test func `what the API sends is not counted`() {
        var messages = ESMEMessages()
        var plain = message(1)
        plain.origin = .api
        messages.add(plain)
        #expect(messages.isEmpty)
    }
}
