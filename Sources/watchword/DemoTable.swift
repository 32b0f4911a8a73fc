import Foundation

/// A timeline as lines of a table, with the moment the phone showed the message, which the gateway cannot know.
struct DemoTable {
    private struct Timeline: Decodable {
        var hops: [Hop]
    }

    private struct Hop: Decodable {
        var hop: String
        var at: String
        var sinceStart: Double
        var attempt: Int?
        var detail: String?

        enum CodingKeys: String, CodingKey {
            case hop, at, attempt, detail
            case sinceStart = "since_start_ms"
        }
    }

    private let hops: [Hop]

    /// - Parameter phoneReceivedAt: RFC 3339, of the same clock.
    init(timeline: Data, phoneReceivedAt: String) throws {
        var hops = try JSONDecoder().decode(Timeline.self, from: timeline).hops
        if let first = hops.first, let start = Self.millisecondOfDay(first.at),
            let moment = Self.millisecondOfDay(phoneReceivedAt)
        {
            let day = 86_400_000.0
            let since = (moment - start + day).truncatingRemainder(dividingBy: day)
            let phone = Hop(hop: "on the phone", at: phoneReceivedAt, sinceStart: since)
            // The phone's moment is in whole milliseconds: what it caused may seem to come before it.
            let index = hops.firstIndex { $0.hop == "receipt" || $0.hop == "checked" } ?? hops.endIndex
            hops.insert(phone, at: index)
        }
        self.hops = hops
    }

    var hasReceipt: Bool { hops.contains { $0.hop == "receipt" } }

    var lines: [String] {
        var previous = hops.first?.sinceStart ?? 0
        let head = Self.padded("hop", 14) + Self.padded("time (UTC)", 14) + Self.left("+ ms", 10) + "   what"
        return [head]
            + hops.map { hop in
                defer { previous = max(previous, hop.sinceStart) }
                let gap = max(0, hop.sinceStart - previous)
                let attempt = hop.attempt.map { $0 > 1 ? " (attempt \($0))" : "" } ?? ""
                let what = (hop.detail.map { " \($0)" } ?? "") + " " + (Self.meanings[hop.hop] ?? "")
                return Self.padded(hop.hop, 14) + Self.padded(Self.time(hop.at), 14)
                    + Self.left(gap.formatted(decimals: 3), 10) + "  " + what + attempt
            }
    }

    private static let meanings = [
        "accepted": "the request is understood",
        "assessed": "number and limits allow it",
        "stored": "on disk, synced; now it is answered 201",
        "queued": "in the dispatcher",
        "routed": "takes it",
        "submitted": "submit_sm written",
        "acknowledged": "is the carrier's number for it",
        "on the phone": "the handset shows it",
        "receipt": "the carrier's receipt (deliver_sm)",
        "checked": "code typed back",
    ]

    /// "12:34:56.789" of an RFC 3339 text.
    private static func time(_ text: String) -> String {
        guard let start = text.firstIndex(of: "T") else { return text }
        return String(text[text.index(after: start)...].prefix { $0 != "Z" && $0 != "+" })
    }

    private static func millisecondOfDay(_ text: String) -> Double? {
        let parts = time(text).split(separator: ":").compactMap { Double($0) }
        guard parts.count == 3 else { return nil }
        return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
