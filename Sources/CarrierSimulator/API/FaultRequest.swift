import World

/// `PUT /carriers/{name}/faults`: the whole plan, in place of the one before.
struct FaultRequest: Decodable, Sendable {
    var faults: [Fault]

    struct Fault: Decodable, Sendable {
        var kind: String
        /// From now; 0 where absent.
        var afterSeconds: Double?
        /// Until the plan is replaced where absent.
        var forSeconds: Double?
        var factor: Double?
        var segmentsPerSecond: Int?

        private enum CodingKeys: String, CodingKey {
            case kind, factor
            case afterSeconds = "after_seconds"
            case forSeconds = "for_seconds"
            case segmentsPerSecond = "segments_per_second"
        }
    }

    /// A year: longer waits are mistakes.
    private static let secondsMax = 31_536_000.0

    /// Throws `SimulatorProblem` naming the field that is wrong.
    func plan(now: Timestamp) throws(SimulatorProblem) -> FaultPlan {
        guard faults.count <= FaultPlan.faultsMax else {
            throw SimulatorProblem("faults: at most \(FaultPlan.faultsMax)")
        }
        var plan = FaultPlan()
        for (index, fault) in faults.enumerated() {
            plan.faults.append(try Self.fault(fault, name: "faults[\(index)]", now: now))
        }
        return plan
    }

    private static func fault(
        _ fault: Fault, name: String, now: Timestamp
    ) throws(SimulatorProblem) -> CarrierFault {
        let kind: CarrierFault.Kind
        switch fault.kind {
        case "down": kind = .down
        case "silent_drop": kind = .silentDrop
        case "slow":
            guard let factor = fault.factor, factor > 0, factor <= CarrierFault.factorMax else {
                throw SimulatorProblem("\(name).factor: more than 0, at most \(Int(CarrierFault.factorMax))")
            }
            kind = .slow(factor: factor)
        case "throttled":
            guard let rate = fault.segmentsPerSecond, rate >= 1 else {
                throw SimulatorProblem("\(name).segments_per_second: at least 1")
            }
            kind = .throttled(segmentsPerSecond: rate)
        default: throw SimulatorProblem("\(name).kind: one of down, slow, throttled, silent_drop")
        }
        for (field, value) in [("after_seconds", fault.afterSeconds), ("for_seconds", fault.forSeconds)] {
            guard let value else { continue }
            guard value >= 0, value <= secondsMax else {
                throw SimulatorProblem("\(name).\(field): from 0 to \(Int(secondsMax))")
            }
        }
        let from = now + .milliseconds(Int64((fault.afterSeconds ?? 0) * 1000))
        let until = fault.forSeconds.map { from + .milliseconds(Int64($0 * 1000)) }
        return CarrierFault(kind, from: from, until: until ?? .distantFuture)
    }
}

/// `PUT /handsets/{number}/power`.
struct PowerRequest: Decodable, Sendable {
    var on: Bool
}
