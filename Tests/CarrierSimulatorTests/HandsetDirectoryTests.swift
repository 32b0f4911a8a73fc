import CarrierSimulator
import MessageEncoding
import Numbering
import Synchronization
import Testing
import World

@Suite struct HandsetDirectoryTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func deliver(_ text: String, to number: E164 = phone, in directory: HandsetDirectory) -> Bool {
        let message = DecodedMessage(header: nil, content: .septets(GSM0338.septets(of: text) ?? []))
        return directory.deliver(message, from: "ACME", to: number, carrier: "c", now: now)
    }

    @Test func `an inbox keeps its bound of messages, the newest last`() {
        let directory = HandsetDirectory()
        for index in 0..<Handset.messagesMax { _ = deliver("message \(index)", in: directory) }
        #expect(directory.messages(of: phone).first?.text == "message 0")
        _ = deliver("one more", in: directory)
        let inbox = directory.messages(of: phone)
        #expect(inbox.count == Handset.messagesMax)
        #expect(inbox.first?.text == "message 1" && inbox.last?.text == "one more")
    }

    @Test func `phones are kept up to their bound, the first made goes first`() throws {
        let directory = HandsetDirectory(handsetsMax: 3)
        let numbers = try (0..<4).map { try #require(E164("+4670000000\($0)")) }
        for number in numbers.prefix(3) { _ = deliver("hello", to: number, in: directory) }
        #expect(directory.messages(of: numbers[0]).count == 1)
        _ = deliver("hello", to: numbers[3], in: directory)
        #expect(directory.count == 3 && directory.messages(of: numbers[0]).isEmpty)
        #expect(directory.latest().map(\.number) == [numbers[3], numbers[2], numbers[1]])
    }

    @Test func `many phones come and go within the bound`() throws {
        let directory = HandsetDirectory(handsetsMax: 10)
        for index in 0..<5000 {
            _ = deliver("hello", to: try #require(E164("+4670\(1_000_000 + index)")), in: directory)
        }
        #expect(directory.count == 10 && directory.received == 5000)
        #expect(directory.latest().map(\.number.text).first == "+46701004999" && directory.latest().count == 10)
    }

    @Test func `a phone that is off takes nothing`() {
        let directory = HandsetDirectory()
        directory.setOn(false, phone)
        #expect(!deliver("hello", in: directory))
        directory.setOn(true, phone)
        #expect(deliver("hello", in: directory))
        #expect(directory.messages(of: phone).count == 1)
    }

    @Test func `who asked is told of each message once, whole`() {
        let told = Mutex<[String]>([])
        let directory = HandsetDirectory { number, message in told.withLock { $0.append(number.text + message.text) } }
        let header = UserDataHeader(Concatenation(reference: .eightBit(1), total: 2, index: 1))
        let segment = DecodedMessage(header: header, content: .septets(GSM0338.septets(of: "half") ?? []))
        #expect(directory.deliver(segment, from: "A", to: phone, carrier: "c", now: now))
        #expect(told.withLock { $0 }.isEmpty)
        _ = deliver("whole", in: directory)
        #expect(told.withLock { $0 } == [phone.text + "whole"])
    }
}
