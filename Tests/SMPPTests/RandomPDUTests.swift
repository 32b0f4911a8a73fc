import SMPP
import Testing
import World

@Suite struct RandomPDUTests {
    @Test(arguments: VectorCoverageTests.commands)
    func `what is encoded decodes to the same, for any content of any operation`(command: CommandID) throws {
        let seed = 0x5EED_0000 | UInt64(command.rawValue & 0xFFFF)
        var any = RandomPDU(seed: seed)
        for round in 0..<100 {
            let made = any.pdu(command)
            let pdu = try #require(made)
            #expect(pdu.commandID == command)
            let octets = try pdu.encoded()
            let decoded = try PDU(decoding: octets)
            #expect(decoded == pdu, "round \(round) of seed \(seed)")
            #expect(try decoded.encoded() == octets, "round \(round) of seed \(seed)")
        }
    }

    @Test(arguments: VectorCoverageTests.commands)
    func `any PDU is explained to its last octet, and conforms to what an older peer can read`(
        command: CommandID
    ) throws {
        let seed = 0xBEEF_0000 | UInt64(command.rawValue & 0xFFFF)
        var any = RandomPDU(seed: seed)
        for round in 0..<30 {
            let made = any.pdu(command)
            let pdu = try #require(made)
            let octets = try pdu.encoded()
            let fields = PDUExplanation.explain(octets)
            #expect(fields.reduce(0) { $0 + $1.length } == octets.count, "round \(round) of seed \(seed)")
            for version in [SMPPVersion.v33, .v34] {
                guard let older = try? pdu.conforming(to: version) else { continue }
                #expect(older.body.tlvs.allSatisfy { $0.tag.isKnown(to: version) })
                #expect(try PDU(decoding: older.encoded()) == older, "round \(round) of seed \(seed)")
            }
        }
    }
}
