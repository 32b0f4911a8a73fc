import ArgumentParser
import Numbering

struct NumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "number", abstract: "Explain telephone numbers.", subcommands: [Explain.self, Batch.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what the numbering plans know of a number, and whether codes are sent to it.")

        @Argument(help: "The number, in international format or with --region in its own country's.")
        var number: String
        @Option(help: "The country a national number is of: two letters, such as SE.")
        var region: String?

        func run() async throws {
            try await Failure.reporting {
                let number: E164
                do throws(NumberError) {
                    number = try NumberingPlan.current.parse(
                        self.number, defaultRegion: region.flatMap(RegionCode.init))
                } catch {
                    throw Failure(.general, error.message)
                }
                let known = NumberingPlan.current.describe(number)
                let networks = known.networks.map { "\($0.mcc)-\($0.mnc) \($0.name)" }
                let refusal = NumberPolicy.default.refusalReason(for: known)
                let rows: [(String, String)] = [
                    ("number", number.text), ("masked", number.masked),
                    ("country calling code", "+\(known.countryCallingCode)"),
                    ("region", known.region?.text ?? "unknown"), ("kind", known.kind.rawValue),
                    ("valid", known.isValid ? "yes" : "no"), ("length", known.lengthVerdict.rawValue),
                    ("range holder", known.rangeHolder ?? "unknown"),
                    ("networks", networks.isEmpty ? "unknown" : networks.joined(separator: ", ")),
                    ("portable", known.isPortable ? "yes: another operator may serve it" : "no"),
                    ("sent to", refusal.map { "no: \($0.rawValue): \($0.message)" } ?? "yes"),
                ]
                for (name, value) in rows { Output.line(name.padded(to: 22) + value) }
            }
        }
    }

    /// For `PeerTests/libphonenumber`.
    struct Batch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Describe numbers, one a line: REGION⇥TEXT.", shouldDisplay: false)

        func run() async throws {
            var lines: [String] = []
            while let line = readLine(strippingNewline: true) {
                lines.append(NumberBatch.line(for: line, plan: .current))
                guard lines.count == 4096 else { continue }
                Output.line(lines.joined(separator: "\n"))
                lines.removeAll(keepingCapacity: true)
            }
            if !lines.isEmpty { Output.line(lines.joined(separator: "\n")) }
        }
    }
}
