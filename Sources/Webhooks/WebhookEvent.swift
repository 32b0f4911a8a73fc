import Inbound
import World

/// The event `inbox.message` as JSON: `type`, `timestamp`, `data`. Source: Standard Webhooks 1.0, "Payload structure".
enum WebhookEvent {
    static let type = "inbox.message"

    static func body(_ announcement: Announcement) -> [UInt8] {
        let message = announcement.message
        let data: [(String, EventValue)] = [
            ("id", .text(message.id.description)), ("inbox", .text(message.inbox.description)),
            ("to", .text(announcement.inbox.number)), ("from", .text(message.from)),
            ("text", message.text.map { .text($0) } ?? .null),
            ("octets", message.octets.isEmpty ? .null : .text(Base64.text(message.octets))),
            ("code", message.code.map { .text($0) } ?? .null), ("parts", .number(message.parts)),
            ("missing", .number(message.missing)), ("received_at", .text(message.receivedAt.rfc3339)),
        ]
        return EventValue.object([
            ("type", .text(type)), ("timestamp", .text(message.receivedAt.rfc3339)), ("data", .object(data)),
        ]).bytes
    }
}

/// What events are made of. Source: RFC 8259.
enum EventValue {
    case null
    case number(Int)
    case text(String)
    case object([(String, EventValue)])

    var bytes: [UInt8] {
        switch self {
        case .null: return Array("null".utf8)
        case .number(let value): return Array(String(value).utf8)
        case .text(let value): return Self.quoted(value)
        case .object(let members):
            var bytes: [UInt8] = []
            for (name, value) in members {
                bytes += bytes.isEmpty ? [UInt8(ascii: "{")] : [UInt8(ascii: ",")]
                bytes += Self.quoted(name) + [UInt8(ascii: ":")] + value.bytes
            }
            return (bytes.isEmpty ? [UInt8(ascii: "{")] : bytes) + [UInt8(ascii: "}")]
        }
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var bytes = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7F:
                let hex = String(byte, radix: 16)
                bytes += Array(("\\u00" + (hex.utf8.count < 2 ? "0" : "") + hex).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }
}
