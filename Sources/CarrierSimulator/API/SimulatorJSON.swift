import Numbering
import SMPP
import World

/// What the API says of messages, phones and carriers.
enum SimulatorJSON {
    /// The shape that clients rely on: nothing is added here.
    static func message(_ message: InboxMessage) -> JSONText {
        .object([
            ("from", .string(message.from)), ("text", .string(message.text)), ("code", .optional(message.code)),
            ("received_at", .string(message.receivedAt.rfc3339)),
        ])
    }

    /// A message with the phone it reached, for the page.
    static func arrival(_ message: InboxMessage, at number: E164) -> JSONText {
        .object([
            ("number", .string(number.text)), ("from", .string(message.from)), ("text", .string(message.text)),
            ("code", .optional(message.code)), ("received_at", .string(message.receivedAt.rfc3339)),
            ("carrier", .string(message.viaCarrier)),
        ])
    }

    static func handset(_ handset: Handset, number: E164) -> JSONText {
        .object([
            ("number", .string(number.text)), ("on", .bool(handset.isOn)), ("messages", .int(handset.inbox.count)),
            ("latest", handset.inbox.last.map { arrival($0, at: number) } ?? .null),
        ])
    }

    static func carriers(_ network: CarrierNetwork) -> JSONText {
        .array(network.carriers.map { carrier($0, now: network.world.now) })
    }

    static func carrier(_ carrier: Carrier, now: Timestamp) -> JSONText {
        let profile = carrier.profile
        let (plan, statistics) = (carrier.smsc.plan, carrier.smsc.statistics)
        let conditions = plan.conditions(at: now)
        let state =
            conditions.isDown
            ? "down" : carrier.server.endpoint == nil ? "closed" : conditions == CarrierConditions() ? "up" : "impaired"
        return .object([
            ("name", .string(profile.name)), ("state", .string(state)),
            ("endpoint", .optional(carrier.server.endpoint?.description)),
            ("sessions", .int(carrier.server.sessions.count)),
            ("delivery_p50_ms", .int(Int(profile.deliveryLatency.p50.inMilliseconds))),
            ("delivery_p95_ms", .int(Int(profile.deliveryLatency.p95.inMilliseconds))),
            ("source", .string(profile.source)), ("statistics", self.statistics(statistics)),
            ("faults", .array(plan.faults.filter { $0.until > now }.map { fault($0, now: now) })),
        ])
    }

    private static func statistics(_ statistics: CarrierStatistics) -> JSONText {
        .object([
            ("submits", .int(statistics.submits)), ("accepted", .int(statistics.accepted)),
            ("throttled", .int(statistics.throttled)), ("queue_full", .int(statistics.queueFull)),
            ("refused", .int(statistics.refused)), ("delivered", .int(statistics.delivered)),
            ("lost", .int(statistics.lost)), ("failed", .int(statistics.failed)),
            ("expired", .int(statistics.expired)), ("responses_lost", .int(statistics.responsesLost)),
            ("receipts", .int(statistics.receipts)), ("receipts_dropped", .int(statistics.receiptsDropped)),
            ("receipts_waiting", .int(statistics.receiptsWaiting)), ("from_handsets", .int(statistics.fromHandsets)),
            ("from_handsets_dropped", .int(statistics.fromHandsetsDropped)), ("queued", .int(statistics.queued)),
            ("binds", .int(statistics.binds)),
        ])
    }

    private static func fault(_ fault: CarrierFault, now: Timestamp) -> JSONText {
        var members: [(String, JSONText)] = []
        switch fault.kind {
        case .down: members.append(("kind", .string("down")))
        case .slow(let factor): members += [("kind", .string("slow")), ("factor", .double(factor))]
        case .throttled(let rate):
            members += [("kind", .string("throttled")), ("segments_per_second", .int(rate))]
        case .silentDrop: members.append(("kind", .string("silent_drop")))
        }
        members.append(("active", .bool(fault.from <= now && now < fault.until)))
        if fault.from > .distantPast { members.append(("from", .string(fault.from.rfc3339))) }
        if fault.until < .distantFuture { members.append(("until", .string(fault.until.rfc3339))) }
        return .object(members)
    }
}
