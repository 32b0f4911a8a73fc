import Numbering
import SMPP

/// `POST /handsets/{number}/send`: what a phone's owner writes, to whom, and by which carrier.
struct SendRequest: Decodable, Sendable {
    /// A number with `+`, or digits as they are dialled: a short code.
    var to: String
    var text: String
    /// The first carrier where absent.
    var carrier: String?

    /// Throws `SimulatorProblem` when it is neither.
    func destination() throws(SimulatorProblem) -> Address {
        if to.hasPrefix("+"), let number = E164(to) { return .international(number.text) }
        let isDialled = (3...15).contains(to.utf8.count) && to.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDialled else { throw SimulatorProblem("to: a number in E.164, or 3 to 15 digits") }
        return Address(ton: .unknown, npi: .e164, digits: to)
    }
}
