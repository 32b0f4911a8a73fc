import CarrierSimulator
import Numbering
import SMPP
import Settings
import World

/// The carriers and phones of the demonstration.
enum DemoNetwork {
    private static let (direct, hub) = ("nordic-direct", "global-hub")
    private static let password = "secret"
    /// What the direct carrier reaches; the hub takes the rest.
    private static let nordic = ["45", "46", "47", "358"]

    static let profiles = [
        CarrierProfile.direct.named(direct, systemID: direct, password: password),
        CarrierProfile.hub.named(hub, systemID: hub, password: password),
    ]

    /// `endpoints` in the order of `profiles`.
    static func carriers(at endpoints: [Endpoint]) throws -> [CarrierSettings] {
        let lines = zip(profiles, endpoints).map { profile, endpoint in
            // The hub's profile writes its responses in hexadecimal and its receipts in decimal.
            let fields =
                profile.name == direct
                ? "priority=10&prefixes=\(nordic.joined(separator: ";"))"
                : "priority=20&message_id_form=hex_in_response"
            return "\(profile.name)=smpp://\(profile.systemID):\(profile.password)@\(endpoint)?\(fields)"
        }
        return try SettingsLoader.load(environment: ["WATCHWORD_CARRIERS": lines.joined(separator: ",")]).carriers
    }

    /// Beginnings of mobile numbers, and how many digits follow.
    private static let ranges = [
        ("+4670", 7), ("+447911", 6), ("+491512", 7), ("+33612", 6), ("+34612", 6), ("+479", 7), ("+4520", 6),
        ("+919810", 6), ("+55119", 8), ("+819012", 6), ("+358401", 6), ("+316", 8),
    ]

    /// Numbers that a code may be sent to, the first one reached by the direct carrier. Drawn anew at each start, so
    /// that an earlier demonstration does not count against their limits.
    static func handsets(using random: inout some RandomNumberGenerator) -> [E164] {
        ranges.compactMap { prefix, count in
            for _ in 0..<100 {
                let digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
                guard let number = E164(prefix + digits) else { continue }
                let description = NumberingPlan.current.describe(number)
                if NumberPolicy.default.refusalReason(for: description) == nil { return number }
            }
            return nil
        }
    }
}
