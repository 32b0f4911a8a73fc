package import World

/// What is wrong with a carrier, and when.
package struct FaultPlan: Sendable, Hashable {
    /// More are refused by the API.
    package static let faultsMax = 100

    package var faults: [CarrierFault]

    package init(_ faults: [CarrierFault] = []) { self.faults = faults }

    /// All that holds at `now`, together.
    func conditions(at now: Timestamp) -> CarrierConditions {
        var conditions = CarrierConditions()
        for fault in faults where fault.from <= now && now < fault.until {
            switch fault.kind {
            case .down: conditions.isDown = true
            case .slow(let factor): conditions.slowness *= min(max(factor, 0), CarrierFault.factorMax)
            case .throttled(let rate):
                conditions.segmentsPerSecondMax = min(conditions.segmentsPerSecondMax ?? .max, max(1, rate))
            case .silentDrop: conditions.dropsSilently = true
            }
        }
        return conditions
    }
}

/// One thing that goes wrong for a while.
package struct CarrierFault: Sendable, Hashable {
    package static let factorMax = 1000.0

    package enum Kind: Sendable, Hashable {
        /// Ends every session, lets nobody bind; what it holds waits.
        case down
        /// Everything takes this many times as long, at most `factorMax`.
        case slow(factor: Double)
        case throttled(segmentsPerSecond: Int)
        /// Accepts, and delivers nothing of what it accepts.
        case silentDrop
    }

    package var kind: Kind
    package var from: Timestamp
    /// Not included.
    package var until: Timestamp

    package init(_ kind: Kind, from: Timestamp = .distantPast, until: Timestamp = .distantFuture) {
        (self.kind, self.from, self.until) = (kind, from, until)
    }
}

/// What a fault plan comes to at one moment.
struct CarrierConditions: Hashable {
    var isDown = false
    var slowness = 1.0
    var segmentsPerSecondMax: Int?
    var dropsSilently = false
}
