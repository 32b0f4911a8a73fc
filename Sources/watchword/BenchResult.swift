import World

/// A journey's spans, in microseconds; `nil` for one that did not come about.
struct BenchTimes: Sendable {
    var accept: Int64?
    var submit: Int64?
    var phone: Int64?
    var check: Int64?
    var whole: Int64?

    init(_ journey: BenchLoad.Journey) {
        func span(_ from: Timestamp?, _ to: Timestamp?) -> Int64? {
            guard let from, let to else { return nil }
            return (to - from).inMicroseconds
        }
        accept = span(journey.wantedAt, journey.acceptedAt)
        submit = span(journey.wantedAt, journey.submittedAt)
        phone = span(journey.wantedAt, journey.arrivedAt)
        check = span(journey.checkSentAt, journey.checkedAt)
        whole = span(journey.wantedAt, journey.checkedAt)
    }
}

/// What a run came to.
struct BenchResult: Sendable {
    var plan: BenchPlan
    var beganAt: Timestamp
    /// The last journey's end.
    var endedAt: Timestamp
    var journeys: [BenchTimes]
    var failures: [(kind: String, count: Int)]
    /// Of the gateway's process over the run; `nil` where it can't be seen.
    var cpu: Duration?
    var residentBytes: Int?

    var failed: Int { failures.reduce(0) { $0 + $1.count } }
    var approved: Int { journeys.count - failed }

    var lines: [String] {
        let seconds = Double((endedAt - beganAt).inMicroseconds) / 1e6
        let rate = seconds > 0 ? Double(approved) / seconds : 0
        let pace = "\(seconds.formatted(decimals: 2)) s: \(rate.formatted(decimals: 0)) codes/s"
        var lines = [
            plan.title + ", \(plan.connections) connections", "  \(approved) codes approved in \(pace)",
        ]
        if let cpu, approved > 0 {
            let each = Double(cpu.inMicroseconds) / Double(approved)
            let memory = residentBytes.map { ", \($0 >> 20) MiB resident" } ?? ""
            lines.append("  gateway: \(each.formatted(decimals: 0)) µs of CPU a code\(memory)")
        } else {
            lines.append("  gateway: CPU not seen (name its process with --pid)")
        }
        lines.append("  " + Self.padded("milliseconds", 30) + ["p50", "p99", "max"].map { Self.left($0, 10) }.joined())
        let rows: [(String, (BenchTimes) -> Int64?)] = [
            ("start → 201", \.accept), ("start → submit_sm at SMSC", \.submit), ("start → phone", \.phone),
            ("check → answer", \.check), ("start → approved", \.whole),
        ]
        for (name, span) in rows {
            let spans = journeys.compactMap(span).sorted()
            let shown = [0.5, 0.99, 1].map { Self.percentile(spans, $0).map(Self.milliseconds) ?? "–" }
            lines.append("  " + Self.padded(name, 30) + shown.map { Self.left($0, 10) }.joined())
        }
        lines += failures.map { "  FAILED \($0.count): \($0.kind)" }
        if failures.isEmpty { lines.append("  no failures") }
        return lines
    }

    /// The smallest value that at least `share` of all do not exceed.
    static func percentile(_ sorted: [Int64], _ share: Double) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }

    private static func milliseconds(_ microseconds: Int64) -> String {
        (Double(microseconds) / 1000).formatted(decimals: 2)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
