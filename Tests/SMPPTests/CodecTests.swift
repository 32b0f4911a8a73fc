import SMPP
import Testing
import World

@Suite struct CodecTests {
    @Test func `there are vectors`() {
        #expect(Vector.all.count >= 20)
    }

    @Test(arguments: Vector.all)
    func `a vector decodes to its fields`(vector: Vector) throws {
        #expect(try PDU(decoding: vector.octets).written == vector.fields)
    }

    @Test(arguments: Vector.all)
    func `a decoded vector encodes to its octets`(vector: Vector) throws {
        let octets = try PDU(decoding: vector.octets).encoded()
        #expect((octets == vector.octets) == vector.encodes)
    }

    @Test(arguments: Vector.all)
    func `a vector fed octet by octet is one PDU, with another before and after it`(vector: Vector) throws {
        let nack = Vector.octets("generic_nack")
        var reader = FrameReader()
        var found: [PDU] = []
        for octet in nack + vector.octets + nack {
            try [octet].withUnsafeBytes { octets in
                var input = octets
                while let pdu = try reader.next(&input) { found.append(pdu) }
                #expect(input.isEmpty)
            }
        }
        #expect(found.count == 3)
        #expect(found[1].written == vector.fields)
        #expect(reader.partialCount == 0)
    }

    @Test(arguments: Vector.all)
    func `a vector cut at any octet is an answerable error or the vector without optional parameters`(
        vector: Vector
    ) {
        for count in 16..<vector.octets.count {
            var cut = Array(vector.octets[..<count])
            cut.replaceSubrange(0..<4, with: [0, 0, UInt8(count >> 8), UInt8(count & 255)])
            do throws(PDUDecodingError) {
                let pdu = try PDU(decoding: cut)
                #expect(vector.fields.starts(with: pdu.written) || vector.name.contains("_resp"))
            } catch {
                guard case .answerable = error.severity else {
                    Issue.record("cut to \(count) octets: \(error)")
                    continue
                }
                #expect(error.header?.commandID.rawValue == cut[4..<8].reduce(0) { $0 << 8 | UInt32($1) })
            }
        }
    }

    @Test func `a refused deliver_sm is answered with its message_id, for OsmoMSC 1.9.0`() throws {
        let refusal = PDU(.deliverSMResponse(DeliverSMResponse()), 7, .temporaryApplicationError)
        #expect(try Hex.text(refusal.encoded()) == "0000001180000005000000640000000700")
    }

    @Test func `a short message of 255 octets passes and one of 256 does not`() throws {
        var message = ShortMessage(shortMessage: Array(repeating: 65, count: 255))
        let octets = try PDU(sequenceNumber: 1, body: .submitSM(message)).encoded()
        #expect(try PDU(decoding: octets).body == .submitSM(message))
        message.shortMessage.append(65)
        #expect(throws: FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 255))) {
            try PDU(sequenceNumber: 1, body: .submitSM(message)).encoded()
        }
    }

    @Test func `a lower limit of a short message holds on reading too`() throws {
        let limits = PDULimits(shortMessageMax: 254)
        for (count, refusal) in [(254, nil as PDUDecodingError.Severity?), (255, .answerable(.invalidMessageLength))] {
            let message = ShortMessage(shortMessage: Array(repeating: 65, count: count))
            let octets = try PDU(sequenceNumber: 1, body: .submitSM(message)).encoded()
            #expect(status(of: octets, limits: limits) == refusal)
        }
    }

    /// Field, the most characters it takes, and the answer to one more. Source: SMPP 3.4 §4, §5.1.3.
    @Test(arguments: [
        ("service_type", 5, CommandStatus.invalidServiceType), ("source_addr", 20, .invalidSourceAddress),
        ("destination_addr", 20, .invalidDestinationAddress), ("schedule_delivery_time", 16, .invalidScheduledTime),
        ("validity_period", 16, .invalidValidityPeriod),
    ])
    func `a field takes its longest value and is refused one past it`(
        field: String, longest: Int, refusal: CommandStatus
    ) throws {
        func message(_ count: Int) -> ShortMessage {
            let value = String(repeating: "1", count: count)
            switch field {
            case "service_type": return ShortMessage(serviceType: value)
            case "source_addr": return ShortMessage(source: Address(digits: value))
            case "destination_addr": return ShortMessage(destination: Address(digits: value))
            case "schedule_delivery_time": return ShortMessage(scheduleDeliveryTime: value)
            default: return ShortMessage(validityPeriod: value)
            }
        }
        let longestPDU = PDU(sequenceNumber: 1, body: .submitSM(message(longest)))
        let octets = try longestPDU.encoded()
        #expect(try PDU(decoding: octets) == longestPDU)
        #expect(throws: FieldError.self) {
            try PDU(sequenceNumber: 1, body: .submitSM(message(longest + 1))).encoded()
        }
        var longer = octets
        let start = try #require(octets.indices.dropFirst(16).first { octets[$0] == UInt8(ascii: "1") })
        longer.insert(UInt8(ascii: "1"), at: start)
        longer[3] += 1
        #expect(status(of: longer) == .answerable(refusal))
    }

    @Test func `text that is not one octet a character, or holds a NUL, is not written`() throws {
        for text in ["код", "a\0b", "👋"] {
            var octets: [UInt8] = [1, 2, 3]
            #expect(throws: FieldError(field: .sourceAddress, problem: .notOneOctetEach)) {
                try PDU(sequenceNumber: 1, body: .submitSM(ShortMessage(source: .alphanumeric(text))))
                    .encode(into: &octets)
            }
            #expect(octets == [1, 2, 3], "what was there before must stay and nothing be added")
        }
    }

    @Test func `a PDU longer than the limit is not written`() throws {
        let message = ShortMessage(tlvs: [TLV(.messagePayload, Array(repeating: 0, count: 65_500))])
        #expect(throws: FieldError(field: .commandLength, problem: .tooLong(octetsMax: 65_536))) {
            try PDU(sequenceNumber: 1, body: .submitSM(message)).encoded()
        }
    }

    @Test(arguments: 1...3)
    func `octets too few for an optional parameter break the stream`(count: Int) throws {
        var octets = Vector.octets("submit_sm")
        octets += Array(repeating: 0, count: count)
        octets[3] += UInt8(count)
        #expect(status(of: octets) == .answerable(.invalidTLVStream))
    }

    @Test func `an optional parameter longer than the PDU breaks the stream`() throws {
        var octets = Vector.octets("submit_sm")
        octets[octets.count - 3] += 1
        #expect(status(of: octets) == .answerable(.invalidTLVStream))
    }

    @Test func `256 optional parameters pass and 257 do not`() throws {
        var message = ShortMessage(tlvs: Array(repeating: TLV(TLVTag(rawValue: 0x1400), []), count: 256))
        let octets = try PDU(sequenceNumber: 1, body: .deliverSM(message)).encoded()
        #expect(try PDU(decoding: octets).body == .deliverSM(message))
        message.tlvs.append(TLV(.userMessageReference, short: 1))
        #expect(throws: FieldError(field: .tlvs, problem: .tooMany(countMax: 256))) {
            try PDU(sequenceNumber: 1, body: .deliverSM(message)).encoded()
        }
        #expect(status(of: octets, limits: PDULimits(tlvCountMax: 255)) == .answerable(.invalidTLVStream))
    }

    @Test func `octets at random never trap and never leave the framing in doubt`() throws {
        var random = SplitMix64(seed: 0xF00D)
        for vector in Vector.all {
            for _ in 0..<300 {
                var octets = vector.octets
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                var reader = FrameReader()
                let results = reader.results(octets)
                let isFatal = results.contains {
                    if case .failure(let error) = $0, case .fatal = error.severity { true } else { false }
                }
                #expect(isFatal || reader.partialCount < octets.count || results.isEmpty)
                #expect(!PDUExplanation.explain(octets).isEmpty)
            }
        }
    }

    @Test func `nothing that describes a message or a bind shows its text, number or password`() throws {
        let message = ShortMessage(
            source: .alphanumeric("ACME"), destination: .international("+447700900123"),
            shortMessage: Array("code 493027".utf8), tlvs: [TLV(.messagePayload, Array("code 493027".utf8))])
        let bind = BindRequest(systemID: "otpgw", password: "secret08")
        for body in [PDUBody.submitSM(message), .bindRequest(bind)] {
            let pdu = PDU(sequenceNumber: 1, body: body)
            var dumped = ""
            dump(pdu, to: &dumped)
            for text in ["\(pdu)", String(reflecting: pdu), dumped] {
                #expect(!text.contains("493027") && !text.contains("447700900123") && !text.contains("secret08"))
                #expect(!text.contains("52, 57, 51"), "the octets of 493 in decimal")
            }
        }
    }
}

/// The severity of the error that decoding gives; `nil` when it decodes.
func status(of octets: [UInt8], limits: PDULimits = PDULimits()) -> PDUDecodingError.Severity? {
    do throws(PDUDecodingError) {
        _ = try PDU(decoding: octets, limits: limits)
        return nil
    } catch {
        return error.severity
    }
}
