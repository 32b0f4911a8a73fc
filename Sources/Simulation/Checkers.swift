import Gateway
import World

/// What must hold after every run.
enum Checkers {
    /// After the faults are over everything that was answered must be there and must have ended visibly: the message
    /// in the inbox, or a message that says why not.
    static func demandProgress(machine: GatewayMachine, books: Books) async {
        guard let gateway = machine.gateway, let caller = gateway.authenticate(bearer: "operator-key-of-the-simulation")
        else { return books.violation("no gateway runs after the faults") }
        let content = books.snapshot
        for id in content.order {
            guard let view = try? await gateway.verification(id, caller: caller) else {
                books.violation("\(id) was answered 201 and is gone")
                continue
            }
            if view.status == "pending" { books.violation("\(id) is pending after its life") }
            guard let journey = try? await gateway.timeline(id, caller: caller), !journey.hops.isEmpty else {
                books.violation("\(id) has no journey")
                continue
            }
            let hops = Set(journey.hops.map(\.hop))
            let wasSent = hops.contains("acknowledged") || hops.contains("ambiguous") || hops.contains("receipt")
            let endedVisibly = hops.contains("expired") || hops.contains("failed") || hops.contains("canceled")
            if !wasSent, !endedVisibly { books.violation("the message of \(id) was never sent and does not say why") }
            if hops.contains("receipt"), let start = content.starts[id] {
                let arrived = content.arrivals.contains { $0.handset == start.handset && $0.at >= start.startedAt }
                let saysDelivered = journey.hops.contains {
                    $0.hop == "receipt" && ($0.detail ?? "").contains("DELIVRD")
                }
                if saysDelivered, !arrived { books.violation("\(id) was credited with another message's receipt") }
            }
        }
        let status = await gateway.status()
        if status.unfinishedMessages > 0, status.links.contains(where: { $0.queued > 0 }) {
            books.violation("messages are queued though every carrier is bound")
        }
    }

    /// What can be told from the books alone.
    static func findings(_ content: Books.Content) -> [String] {
        var findings: [String] = []
        // Live codes of the one service are distinct: a code seen by two phones within one life is a collision.
        for (index, arrival) in content.arrivals.enumerated() {
            for other in content.arrivals[..<index]
            where other.code == arrival.code && other.handset != arrival.handset
                && arrival.at - other.at < .seconds(120)
            { findings.append("two phones held the same live code") }
        }
        for line in content.logLines + content.trace {
            for arrival in content.arrivals where line.contains(arrival.code) {
                findings.append("a log line holds a code")
            }
        }
        return findings
    }
}
