package import SMPP

/// The binds a link submits over. One client today, or several as one.
package protocol CarrierSession: Sendable {
    var isBound: Bool { get }
    /// Submits that may be without answer now.
    var window: Int { get }
    func run() async
    func submit(_ message: SubmitSM) async -> SubmitOutcome
    func shutdown() async
}

extension ESMEClient: CarrierSession {}
extension ESMEPool: CarrierSession {}
