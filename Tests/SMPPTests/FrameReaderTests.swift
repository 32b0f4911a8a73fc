import SMPP
import Testing

@Suite struct FrameReaderTests {
    @Test(arguments: Array(0...15) + [65_537, 0x8000_0000, 0xFFFF_FFFF] as [UInt32])
    func `a command length outside 16 to 65536 is fatal as soon as its four octets are there`(length: UInt32) throws {
        var reader = FrameReader()
        let octets = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        for octet in octets.dropLast() { #expect(try reader.read([octet]) == []) }
        let error = PDUDecodingError(header: nil, reason: .commandLengthOutOfRange(length))
        #expect(throws: error) { try reader.read([octets[3]]) }
        #expect(error.severity == .fatal(.invalidCommandLength))
        #expect(error.answer == PDU(sequenceNumber: 0, commandStatus: .invalidCommandLength, body: .genericNack))
    }

    @Test func `a PDU of the greatest length passes`() throws {
        let message = ShortMessage(tlvs: [TLV(.messagePayload, Array(repeating: 7, count: 65_536 - 16 - 17 - 4))])
        let octets = try PDU(sequenceNumber: 1, body: .submitSM(message)).encoded()
        #expect(octets.count == 65_536)
        var reader = FrameReader()
        #expect(try reader.read(octets).count == 1)
    }

    @Test func `an unknown command gets a generic_nack with its number, and the next PDU is read`() throws {
        let unknown = try #require(Hex.octets("00000012 00007777 00000000 0000002a abcd"))
        var reader = FrameReader()
        let error = PDUDecodingError(header: header(unknown), reason: .unknownCommand)
        let results = reader.results(unknown + Vector.octets("enquire_link"))
        #expect(results == [.failure(error), .success(PDU(.enquireLink, 9))])
        #expect(error.severity == .answerable(.invalidCommandID))
        #expect(error.answer == PDU(sequenceNumber: 42, commandStatus: .invalidCommandID, body: .genericNack))
    }

    @Test func `an unreadable response is answered by nobody`() throws {
        let unknown = try #require(Hex.octets("00000010 80007777 00000000 0000002a"))
        #expect(PDUDecodingError(header: header(unknown), reason: .unknownCommand).answer == nil)
        let field = FieldError(field: .messageID, problem: .truncated)
        let response = Vector.octets("submit_sm_resp")
        #expect(PDUDecodingError(header: header(response), reason: .field(field)).answer == nil)
    }

    @Test func `a field that cannot be read is answered with the operation's own response`() throws {
        let field = FieldError(field: .destinationAddress, problem: .tooLong(octetsMax: 21))
        let error = PDUDecodingError(header: header(Vector.octets("submit_sm")), reason: .field(field))
        let expected = PDU(
            sequenceNumber: 2, commandStatus: .invalidDestinationAddress, body: .submitSMResponse(SubmitSMResponse()))
        #expect(error.answer == expected)
    }

    @Test(arguments: 1...40)
    func `a stream is the same PDUs however it is cut`(size: Int) throws {
        let stream = Vector.all.flatMap(\.octets)
        let expected = try Vector.all.map { try PDU(decoding: $0.octets) }
        var reader = FrameReader()
        var found: [PDU] = []
        var start = 0
        while start < stream.count {
            let end = min(start + size, stream.count)
            found += try reader.read(Array(stream[start..<end]))
            start = end
        }
        #expect(found == expected)
    }

    private func header(_ octets: [UInt8]) -> PDUHeader? { octets.withUnsafeBytes { PDUHeader($0) } }
}

extension FrameReader {
    /// Every PDU and error in `octets`, up to a fatal one.
    mutating func results(_ octets: [UInt8]) -> [Result<PDU, PDUDecodingError>] {
        var results: [Result<PDU, PDUDecodingError>] = []
        octets.withUnsafeBytes { all in
            var input = all
            while true {
                do throws(PDUDecodingError) {
                    guard let pdu = try next(&input) else { return }
                    results.append(.success(pdu))
                } catch {
                    results.append(.failure(error))
                    if case .fatal = error.severity { return }
                }
            }
        }
        return results
    }

    /// Every PDU that `octets` complete.
    mutating func read(_ octets: [UInt8]) throws -> [PDU] {
        var found: [PDU] = []
        try octets.withUnsafeBytes { all in
            var input = all
            while let pdu = try next(&input) { found.append(pdu) }
        }
        return found
    }
}
