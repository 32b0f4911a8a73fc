import SMPP
import Testing

@Suite struct TLVTests {
    /// Source: SMPP 5.0 Table 4-60 has 64, of which SMPP 3.4 §5.3.2 has the first 44 sections.
    @Test func `the table has each tag once, in the order of the values`() {
        let values = TLVDefinition.table.map(\.tag.rawValue)
        #expect(values == values.sorted() && Set(values).count == 64)
        #expect(TLVDefinition.table.count { $0.since == .v34 } == 44)
        #expect(TLVDefinition.table.count { $0.since == .v50 } == 20)
        #expect(TLVDefinition.table.allSatisfy { $0.tag.name == $0.name && !$0.tag.isVendors })
    }

    @Test(arguments: TLVDefinition.table.map(\.tag))
    func `a value of the shortest and the longest length is right, one octet less or more is not`(
        tag: TLVTag
    ) throws {
        let definition = try #require(tag.definition)
        func value(_ count: Int) -> TLV { TLV(tag, [UInt8](repeating: 0x31, count: max(0, count - 1)) + [0]) }
        let lengths = definition.lengths
        for count in [lengths.lowerBound, lengths.upperBound] where count > 0 {
            #expect(value(count).problem == nil, "\(count)")
        }
        if lengths.lowerBound > 1 { #expect(value(lengths.lowerBound - 1).problem == .length(lengths)) }
        #expect(TLV(tag, [UInt8](repeating: 0, count: lengths.upperBound + 1)).problem == .length(lengths))
        #expect(TLV.Problem.length(lengths).status == .invalidParameterLength)
    }

    @Test func `a string ends with its only NUL`() {
        #expect(TLV(.receiptedMessageID, cString: "17").problem == nil)
        #expect(TLV(.receiptedMessageID, Array("17".utf8)).problem == .notTerminated)
        #expect(TLV(.receiptedMessageID, Array("1\u{0}7\u{0}".utf8)).problem == .notTerminated)
        #expect(TLV.Problem.notTerminated.status == .invalidTLVValue)
        #expect(TLV(TLVTag(rawValue: 0x1401), []).problem == nil)
    }

    @Test func `what is of the wrong length is kept and re-encoded octet for octet`() throws {
        let tlvs = TLVDefinition.table.flatMap { row in
            [TLV(row.tag, []), TLV(row.tag, [UInt8](repeating: 7, count: min(row.lengths.upperBound + 1, 300)))]
        }
        let pdu = PDU(sequenceNumber: 1, body: .dataSM(dataSM(tlvs)))
        let octets = try pdu.encoded()
        let decoded = try PDU(decoding: octets)
        #expect(decoded.body.tlvs == tlvs)
        #expect(try decoded.encoded() == octets)
        #expect(!PDUExplanation.explain(octets).isEmpty)
    }

    @Test func `of a parameter that is there twice the first is read`() {
        let tlvs = [TLV(.userMessageReference, short: 1), TLV(.userMessageReference, short: 2)]
        #expect(tlvs.userMessageReference == 1)
    }

    @Test func `typed access reads each value and takes the wrong length for absence`() {
        let tlvs = [
            TLV(.congestionState, octet: 85), TLV(.sarReferenceNumber, short: 7), TLV(.sarTotalSegments, octet: 3),
            TLV(.sarSegmentNumber, octet: 2), TLV(.messagePayload, [1, 2]), TLV(.qosTimeToLive, [0, 0, 1, 0]),
            TLV(.receiptedMessageID, cString: "x"), TLV(.networkErrorCode, [3, 1, 2]),
            TLV(.userMessageReference, short: 258), TLV(.destNetworkID, cString: "1234030"),
            TLV(.sourceNetworkID, cString: "1234015"), TLV(.msAvailabilityStatus, octet: 2),
            TLV(.deliveryFailureReason, octet: 1), TLV(.dpfResult, octet: 1), TLV(.setDpf, octet: 0),
            TLV(.sourcePort, short: 9200), TLV(.destinationPort, short: 9201), TLV(.destAddrNPResolution, octet: 2),
            TLV(.additionalStatusInfoText, cString: "absent"),
        ]
        #expect(tlvs.congestionState == 85 && tlvs.messagePayload == [1, 2] && tlvs.qosTimeToLive == 256)
        #expect(tlvs.segment.map { [Int($0.reference), Int($0.total), Int($0.number)] } == [7, 3, 2])
        #expect(tlvs.receiptedMessageID == "x" && tlvs.userMessageReference == 258)
        #expect(tlvs.networkErrorCode == NetworkErrorCode(networkType: 3, code: 258))
        #expect(tlvs.destNetworkID == "1234030" && tlvs.sourceNetworkID == "1234015")
        #expect(tlvs.availabilityStatus == 2 && tlvs.deliveryFailureReason == 1 && tlvs.portabilityResolution == 2)
        #expect(tlvs.dpfResult == true && tlvs.setDpf == false)
        #expect(tlvs.sourcePort == 9200 && tlvs.destinationPort == 9201)
        #expect(tlvs.additionalStatusInfoText == "absent")
        let wrong = tlvs.map { TLV($0.tag, $0.value + [0, 0, 0, 0, 0]) }
        #expect(wrong.congestionState == nil && wrong.segment == nil && wrong.qosTimeToLive == nil)
        #expect(wrong.networkErrorCode == nil && wrong.userMessageReference == nil && wrong.dpfResult == nil)
        #expect([TLV(.sarReferenceNumber, short: 7), TLV(.sarTotalSegments, octet: 3)].segment == nil)
    }

    @Test(arguments: [
        (TLV(.userMessageReference, [3]), "error: 1 octet, not 2"),
        (TLV(.alertOnMessageDelivery, [0, 0]), "error: 2 octets, not 0–1"),
        (TLV(.receiptedMessageID, [0x37]), "\"7\", not ended by one NUL"),
        (TLV(.congestionState, octet: 101), "101, reserved"), (TLV(.payloadType, octet: 9), "9, reserved"),
        (TLV(.networkErrorCode, [3, 0, 200]), "3, GSM, code 200"),
        (TLV(.networkErrorCode, [7, 0, 0x58]), "7, SMPP error, code 88, ESME_RTHROTTLED"),
        (TLV(.networkErrorCode, [9, 0, 1]), "9, reserved, code 1"),
        (TLV(.congestionState, octet: 29), "29, low load"), (TLV(.congestionState, octet: 50), "50, high load"),
    ])
    func `a value out of range is said to be so`(tlv: TLV, words: String) throws {
        let octets = try PDU(sequenceNumber: 1, body: .dataSM(dataSM([tlv]))).encoded()
        #expect(PDUExplanation.explain(octets).last?.meaning == words)
    }

    private func dataSM(_ tlvs: [TLV]) -> DataSM {
        var data = DataSM()
        data.tlvs = tlvs
        return data
    }
}
