import Gateway
import SMPP
import World

/// What must hold when every carrier was lost and came back.
struct BindsLostCheck: Sendable {
    /// How long carriers must be there without a break for a message to have to arrive: the longest wait of a link
    /// before it connects again, and as much for the answer that is waited for, the retry and the queue.
    static let timeToArrive = Duration.seconds(45)
    /// The validity that a carrier is told is in whole seconds, and counts from when it has the message.
    static let validitySlack = Duration.milliseconds(1_500)

    let options: BindsLostOptions
    let begin: Timestamp
    let machine: GatewayMachine
    let books: Books

    func run() async {
        let content = books.snapshot
        guard let gateway = machine.gateway,
            let caller = gateway.authenticate(bearer: "operator-key-of-the-simulation")
        else { return books.violation("no gateway runs after the outages") }
        var demanded = 0
        for id in content.order {
            guard let start = content.starts[id], let journey = try? await gateway.timeline(id, caller: caller) else {
                continue
            }
            for hop in journey.hops where hop.hop == "submitted" && hop.at >= start.expiresAt {
                books.violation("\(id) was sent after its code's life")
            }
            let arrivals = content.arrivals.filter { $0.handset == start.handset }.map(\.at)
            let latest = start.expiresAt + Self.validitySlack + longestStall(within: start)
            if arrivals.contains(where: { $0 > latest }) { books.violation("\(id) arrived after its code's life") }
            guard mustArrive(start) else { continue }
            demanded += 1
            if !arrivals.contains(where: { $0 <= start.expiresAt }) {
                let hops = journey.hops.map { "\($0.hop) \($0.detail ?? "") at \($0.at - begin)" }
                books.violation(
                    "\(id) was accepted and lost: it had carriers for long enough; "
                        + hops.joined(separator: ", "))
            }
        }
        books.demanded(demanded)
    }

    /// What was written into a stalled connection arrives when it goes on: the carrier counts the validity from then.
    private func longestStall(within start: Books.Start) -> Duration {
        options.outages.filter { outage in
            outage.kind == .stalled && begin + outage.from < start.expiresAt && start.startedAt < begin + outage.until
        }.map { $0.until - $0.from }.max() ?? .zero
    }

    /// Whether carriers were there for long enough at a stretch within the code's life.
    private func mustArrive(_ start: Books.Start) -> Bool {
        var from = start.startedAt
        for outage in options.outages {
            let (gone, back) = (begin + outage.from, begin + outage.until)
            if min(gone, start.expiresAt) - from >= Self.timeToArrive { return true }
            from = max(from, back)
        }
        return start.expiresAt - from >= Self.timeToArrive
    }
}
