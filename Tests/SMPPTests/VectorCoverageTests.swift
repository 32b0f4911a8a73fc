import SMPP
import Testing

/// Every operation, response and optional parameter SMPP names has a vector, and each vector its words.
@Suite struct VectorCoverageTests {
    static let commands: [CommandID] = CommandID.named.flatMap { command in
        switch command {
        case .outbind, .alertNotification, .genericNack: [command]
        default: [command, command.response]
        }
    }

    @Test(arguments: commands)
    func `an operation and its response have a vector`(command: CommandID) {
        #expect(Vector.all.contains { $0.fields.first == "command_id = \(command.name)" })
    }

    @Test(arguments: TLVDefinition.table.map(\.name))
    func `an optional parameter has a vector`(name: String) {
        #expect(Vector.all.contains { $0.fields.contains { $0.hasPrefix(name + " = ") } })
    }

    @Test(arguments: Vector.all)
    func `a vector names where its octets come from`(vector: Vector) {
        #expect(vector.source.contains("SMPP") && vector.source.contains("§"), "\(vector.source)")
    }

    @Test(arguments: Vector.all)
    func `a vector is explained in the words beside it`(vector: Vector) {
        let said = PDUExplanation.explain(vector.octets, showText: true).dropFirst(4).map {
            "\($0.name): \($0.meaning)"
        }
        #expect(said == vector.says)
    }

    @Test(arguments: Vector.all)
    func `a peer of SMPP 5 is sent a vector as it is`(vector: Vector) throws {
        let pdu = try PDU(decoding: vector.octets)
        #expect(try pdu.conforming(to: .v50) == pdu)
    }
}
