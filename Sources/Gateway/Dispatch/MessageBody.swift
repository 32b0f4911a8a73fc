/// What a message's sealed body holds: the number and the text.
struct MessageBody {
    var to: String
    var text: String

    init(to: String, text: String) { (self.to, self.text) = (to, text) }

    /// Number, a line feed, text.
    var bytes: [UInt8] { Array(to.utf8) + [0x0A] + Array(text.utf8) }

    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        to = String(decoding: bytes[..<end], as: UTF8.self)
        text = String(decoding: bytes[(end + 1)...], as: UTF8.self)
    }
}
