import ArgumentParser
import SMPP

struct PDUCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pdu", abstract: "Explain SMPP octets.", subcommands: [Decode.self])

    struct Decode: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what one or several PDUs mean, field by field.")

        @Argument(help: "The octets in hexadecimal; spaces and colons may separate them.")
        var hex: [String]
        @Flag(name: .customLong("text"), help: "Show texts and passwords, which are lengths otherwise.")
        var showsText = false

        func run() async throws {
            let fields = PDUExplanation.explain(hex: hex.joined(separator: " "), showText: showsText)
            let name = fields.map(\.name.count).max() ?? 0
            for field in fields {
                let offset = String(field.offset)
                Output.line(
                    String(repeating: " ", count: max(0, 5 - offset.count)) + offset + "  "
                        + field.name.padded(to: name) + "  " + field.meaning
                        + (field.hex.isEmpty ? "" : "  [\(field.hex)]"))
            }
            guard !fields.contains(where: { $0.meaning.hasPrefix("error:") }) else { throw ExitCode(1) }
        }
    }
}

extension String {
    /// With spaces behind, to align a column.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
