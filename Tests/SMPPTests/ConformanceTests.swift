import SMPP
import Testing

@Suite struct ConformanceTests {
    @Test func `versions between two are the older`() {
        #expect(SMPPVersion.v50.agreed(with: .v34) == .v34)
        #expect(!SMPPVersion(rawValue: 0).hasTLVs && !SMPPVersion.v33.hasTLVs && SMPPVersion.v34.hasTLVs)
        #expect(!TLVTag.congestionState.isKnown(to: SMPPVersion(rawValue: 0x4F)))
        #expect("\(SMPPVersion.v50)" == "SMPP 5.0")
    }

    @Test(arguments: Vector.all)
    func `a vector for an older peer has only what that peer knows, or is not sent`(vector: Vector) throws {
        let pdu = try PDU(decoding: vector.octets)
        for version in [SMPPVersion(rawValue: 0), .v33, .v34] {
            let older: PDU
            do throws(FieldError) {
                older = try pdu.conforming(to: version)
            } catch {
                let isUnknown = try #require(pdu.commandID.since) > version
                #expect(isUnknown || error.field == .shortMessage, "\(error)")
                continue
            }
            #expect(try #require(older.commandID.since) <= version)
            #expect(older.body.tlvs.allSatisfy { $0.tag.isKnown(to: version) })
            #expect(version.hasTLVs || older.body.tlvs.isEmpty)
            #expect(try older.conforming(to: version) == older)
            #expect(try PDU(decoding: older.encoded()) == older)
        }
    }

    /// Source: SMPP 3.4 §5.1.2.1, SMPP 5.0 Table 4-44.
    @Test(arguments: [
        (PDUBody.broadcastSM(BroadcastSM()), SMPPVersion.v34), (.queryBroadcastSM(QueryBroadcastSM()), .v34),
        (.cancelBroadcastSMResponse(), .v34), (.dataSM(DataSM()), .v33), (.outbind(Outbind()), .v33),
        (.bindRequest(BindRequest(kind: .transceiver)), .v33), (.alertNotification(AlertNotification()), .v33),
    ])
    func `an operation the peer's version has not is not written`(body: PDUBody, version: SMPPVersion) {
        #expect(throws: FieldError(field: .commandID, problem: .notIn(version))) {
            try PDU(sequenceNumber: 1, body: body).conforming(to: version)
        }
    }

    @Test func `a message keeps what 3,4 knows of its parameters, in order`() throws {
        let kept = [
            TLV(.userMessageReference, short: 1), TLV(TLVTag(rawValue: 0x1401), [1]),
            TLV(TLVTag(rawValue: 0x1401), [2]),
            TLV(TLVTag(rawValue: 0x7777), [3]),
        ]
        let message = ShortMessage(
            registeredDelivery: RegisteredDelivery(rawValue: 0x13),
            tlvs: [TLV(.destNetworkID, cString: "1234015")] + kept + [TLV(.congestionState, octet: 3)])
        let sent = try PDU(sequenceNumber: 1, body: .submitSM(message)).conforming(to: .v34)
        #expect(
            sent.body == .submitSM(ShortMessage(registeredDelivery: RegisteredDelivery(rawValue: 0x11), tlvs: kept)))
        let oldest = try PDU(sequenceNumber: 1, body: .submitSM(message)).conforming(to: .v33)
        #expect(oldest.body.tlvs.isEmpty)
    }

    @Test func `255 octets of text go to a 5,0 peer alone`() throws {
        let longest = PDU(
            sequenceNumber: 1, body: .submitSM(ShortMessage(shortMessage: [UInt8](repeating: 65, count: 255))))
        #expect(try longest.conforming(to: .v50) == longest)
        #expect(throws: FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 254))) {
            try longest.conforming(to: .v34)
        }
    }

    @Test func `a payload goes into the text for a peer without parameters, up to 254 octets`() throws {
        let text = [UInt8](repeating: 65, count: 254)
        let message = ShortMessage(tlvs: [TLV(.messagePayload, text)])
        let sent = try PDU(sequenceNumber: 1, body: .deliverSM(message)).conforming(to: .v33)
        #expect(sent.body == .deliverSM(ShortMessage(shortMessage: text)))
        let longer = ShortMessage(tlvs: [TLV(.messagePayload, text + [65])])
        #expect(throws: FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 254))) {
            try PDU(sequenceNumber: 1, body: .deliverSM(longer)).conforming(to: .v33)
        }
    }

    @Test func `the payload of a replacement, which is from 5,0, goes into the text before it`() throws {
        var replace = ReplaceSM()
        replace.tlvs = [TLV(.messagePayload, Array("hi".utf8))]
        let sent = try PDU(sequenceNumber: 1, body: .replaceSM(replace)).conforming(to: .v34)
        (replace.shortMessage, replace.tlvs) = (Array("hi".utf8), [])
        #expect(sent.body == .replaceSM(replace))
    }

    @Test func `254 destinations go to a 3,4 peer, 255 to a 5,0 one`() throws {
        let one = SubmitMulti.Destination.address(.international("447700900123"))
        let most = PDU(
            sequenceNumber: 1, body: .submitMulti(SubmitMulti(destinations: Array(repeating: one, count: 254))))
        #expect(try most.conforming(to: .v34) == most)
        let more = PDU(
            sequenceNumber: 1, body: .submitMulti(SubmitMulti(destinations: Array(repeating: one, count: 255))))
        #expect(throws: FieldError(field: .numberOfDestinations, problem: .tooMany(countMax: 254))) {
            try more.conforming(to: .v34)
        }
        #expect(try PDU(decoding: more.conforming(to: .v50).encoded()) == more)
    }

    @Test func `256 destinations are not written`() {
        let one = SubmitMulti.Destination.distributionList("all")
        let multi = SubmitMulti(destinations: Array(repeating: one, count: 256))
        #expect(throws: FieldError(field: .numberOfDestinations, problem: .tooMany(countMax: 255))) {
            try PDU(sequenceNumber: 1, body: .submitMulti(multi)).encoded()
        }
    }

    @Test func `states and statuses of 5,0 become the nearest before it`() throws {
        var response = QuerySMResponse()
        response.messageState = MessageState.scheduled.rawValue
        response.tlvs = [TLV(.congestionState, octet: 1)]
        let sent = try PDU(sequenceNumber: 1, body: .querySMResponse(response)).conforming(to: .v34)
        guard case .querySMResponse(let older) = sent.body else { return }
        #expect(older.messageState == MessageState.enroute.rawValue && older.tlvs.isEmpty)
        let receipt = ShortMessage(tlvs: [TLV(.messageState, octet: 9)])
        #expect(
            try PDU(sequenceNumber: 1, body: .deliverSM(receipt)).conforming(to: .v34).body.tlvs.messageState
                == .rejected)
        #expect(CommandStatus.serviceTypeDenied.conforming(to: .v34) == .invalidServiceType)
        #expect(CommandStatus.invalidDataCoding.conforming(to: .v34) == .unknownError)
        #expect(CommandStatus.invalidDataCoding.conforming(to: .v50) == .invalidDataCoding)
        #expect(CommandStatus.throttled.conforming(to: .v33) == .throttled)
        #expect(CommandStatus(rawValue: 0x410).conforming(to: .v34).rawValue == 0x410)
    }
}
