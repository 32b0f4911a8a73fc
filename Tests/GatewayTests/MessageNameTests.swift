import Gateway
import Testing
import World

struct MessageNameTests {
    @Test func `a message_id has letters and digits alone and reads back in either case`() {
        var random = SplitMix64(seed: 3)
        let id = MessageID(at: Timestamp(seconds: 1_790_000_000), using: &random)
        let text = MessageName.text(id)
        #expect(text.utf8.count == 26)
        #expect(text.allSatisfy { $0.isLetter || $0.isNumber })
        #expect(MessageName.id(text) == id)
        #expect(MessageName.id(text.uppercased()) == id)
        #expect(MessageName.id(id.description) == id)
    }

    @Test(arguments: ["", "7", "msg_", "not an identifier, but 26 c", String(repeating: "z", count: 26)])
    func `anything else is no message_id`(text: String) { #expect(MessageName.id(text) == nil) }
}
