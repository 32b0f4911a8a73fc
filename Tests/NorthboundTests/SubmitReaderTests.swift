import Delivery
import Gateway
import SMPP
import Storage
import Testing
import World

@testable import Northbound

struct SubmitReaderTests {
    static let now = Timestamp(seconds: 1_790_000_000)

    private func esme(_ change: (inout ESMEAccount) -> Void = { _ in }) -> ESMEAccount {
        var esme = ESMEAccount(
            id: ESMEID(high: 1, low: 1), account: AccountID(high: 1, low: 2), systemID: "app", createdAt: Self.now)
        change(&esme)
        return esme
    }

    private func read(_ esme: ESMEAccount? = nil, _ change: (inout SubmitSM) -> Void) throws -> ESMESubmission {
        try SubmitReader(esme: esme ?? self.esme(), now: Self.now).submission(Stage.message("hi", change))
    }

    private func refusal(_ esme: ESMEAccount? = nil, _ change: (inout SubmitSM) -> Void) -> CommandStatus? {
        do {
            _ = try read(esme, change)
            return nil
        } catch {
            return (error as? Refusal)?.status
        }
    }

    @Test(arguments: [
        (Address(ton: .international, npi: .e164, digits: "46701234567"), ""),
        (Address(ton: .unknown, npi: .unknown, digits: "46701234567"), ""),
        (Address(ton: .international, npi: .e164, digits: "+46701234567"), "+"),
        (Address(ton: .unknown, npi: .e164, digits: "0046701234567"), "00"),
    ])
    func `an international number is read as applications write it`(address: Address, prefix: String) throws {
        let submission = try read { $0.destination = address }
        #expect(submission.to == "+46701234567")
        #expect(submission.origin.destinationPrefix == prefix)
    }

    @Test(arguments: [
        (Address(ton: .national, npi: .e164, digits: "0701234567"), CommandStatus.invalidDestinationTON),
        (Address(ton: .alphanumeric, npi: .unknown, digits: "Bank"), .invalidDestinationTON),
        (Address(ton: .international, npi: .x121, digits: "46701234567"), .invalidDestinationNPI),
        (Address(ton: .international, npi: .e164, digits: "46 70"), .invalidDestinationAddress),
        (Address(ton: .international, npi: .e164, digits: ""), .invalidDestinationAddress),
        (Address(ton: .international, npi: .e164, digits: "1234567890123456"), .invalidDestinationAddress),
    ])
    func `another destination is refused by the field that is wrong`(address: Address, status: CommandStatus) {
        #expect(refusal { $0.destination = address } == status)
    }

    @Test func `a sender outside the account's list is refused, an empty one is its first`() throws {
        let esme = esme { $0.senders = ["Bank", "46700000001"] }
        #expect(refusal(esme) { $0.source = .alphanumeric("Post") } == .invalidSourceAddress)
        #expect(try read(esme) { $0.source = .international("46700000001") }.sender == "+46700000001")
        #expect(try read(esme) { $0.source = Address() }.sender == "Bank")
        #expect(try read { $0.source = Address() }.sender == "")
        #expect(refusal { $0.source = .alphanumeric("twelve chars") } == .invalidSourceAddress)
    }

    @Test func `an acknowledgement is a message too, as rusmppyc 0.4.0a2 calls each of its own`() {
        for type in [UInt8(0x08), 0x10, 0x88] {
            #expect(refusal { $0.esmClass = ESMClass(rawValue: type) } == nil)
        }
    }

    @Test func `flags no message of an application has are refused`() {
        for type in [UInt8(0x04), 0x0C, 0x18, 0x20] {
            #expect(refusal { $0.esmClass = ESMClass(rawValue: type) } == .invalidESMClass)
        }
        #expect(refusal { $0.priorityFlag = 3 } == nil)
        #expect(refusal { $0.priorityFlag = 4 } == .invalidPriorityFlag)
        #expect(refusal { $0.replaceIfPresent = 2 } == .invalidReplaceFlag)
        #expect(refusal { $0.defaultMessageID = 1 } == .invalidDefaultMessageID)
    }

    @Test func `life and schedule are read relative and absolute, and bounded`() throws {
        let plain = try read { _ in }
        #expect(plain.origin.scheduled == nil)
        #expect(plain.deadline == Self.now + MessageLife.lifeDefault)
        #expect(try read { $0.validityPeriod = "000000000200000R" }.deadline == Self.now + .seconds(120))
        let later = SMPPTime.absolute(Self.now + .seconds(3600)).text
        let scheduled = try read { $0.scheduleDeliveryTime = later }
        #expect(scheduled.origin.scheduled == Self.now + .seconds(3600))
        #expect(scheduled.deadline == Self.now + .seconds(3600) + MessageLife.lifeDefault)
        #expect(try read { $0.validityPeriod = "990000000000000R" }.deadline == Self.now + MessageLife.lifeMax)
    }

    @Test func `times that say nothing possible are refused by their field`() {
        #expect(refusal { $0.validityPeriod = "tomorrow" } == .invalidValidityPeriod)
        #expect(refusal { $0.validityPeriod = "000000000000000R" } == .invalidValidityPeriod)
        #expect(refusal { $0.scheduleDeliveryTime = "000000000200000X" } == .invalidScheduledTime)
        #expect(refusal { $0.scheduleDeliveryTime = "000007000000000R" } == nil)
        #expect(refusal { $0.scheduleDeliveryTime = "000007000001000R" } == .invalidScheduledTime)
        #expect(
            refusal {
                $0.scheduleDeliveryTime = "000000010000000R"
                $0.validityPeriod = "000000005900000R"
            } == .invalidValidityPeriod)
    }

    @Test func `the octets are in one place, and segments are said in one way`() {
        let payload = TLV(.messagePayload, [1])
        let segment = [
            TLV(.sarReferenceNumber, short: 7), TLV(.sarTotalSegments, octet: 2), TLV(.sarSegmentNumber, octet: 1),
        ]
        #expect(refusal { $0.tlvs = [payload] } == .tlvNotAllowed)
        #expect(
            refusal {
                $0.esmClass = .userDataHeader
                $0.shortMessage = [5, 0, 3, 7, 2, 1, 0x41]
                $0.tlvs = segment
            } == .tlvNotAllowed)
        #expect(
            refusal {
                $0.esmClass = .userDataHeader
                $0.shortMessage = [5, 0, 3, 7, 2]
            } == .invalidESMClass)
        #expect(refusal { $0.tlvs = segment.dropLast() + [TLV(.sarSegmentNumber, octet: 3)] } == .invalidTLVValue)
    }

    @Test func `what is for the phone is kept, what is for the gateway is not`() throws {
        let vendor = TLV(TLVTag(rawValue: 0x1401), [1])
        let raw = try read {
            $0.tlvs = [vendor, TLV(.qosTimeToLive, [0, 0, 0, 60]), TLV(.sarReferenceNumber, short: 1)]
            $0.dataCoding = 0xF1
            $0.protocolID = 0x41
        }.content
        #expect(raw.tlvs == [vendor])
        #expect(raw.dataCoding == 0xF1 && raw.protocolID == 0x41)
    }
}
