import SMPP
import Testing
import World

@Suite struct MessageRulesTests {
    let now = CivilTime(year: 2026, month: 11, day: 23, hour: 20, minute: 15, second: 0).timestamp
    let plain = ShortMessage(
        source: .alphanumeric("ACME"), destination: .international("447700900123"), shortMessage: Array("hi".utf8))

    @Test func `nothing is wrong with a plain message`() {
        #expect(plain.problem(now: now) == nil)
    }

    /// Source: SMPP 3.4 §5.1.3.
    static let wrongs: [(String, CommandStatus, @Sendable (inout ShortMessage) -> Void)] = [
        ("destination_addr", .invalidDestinationAddress, { $0.destination = Address() }),
        ("source_addr", .invalidSourceTON, { $0.source.ton = .init(rawValue: 7) }),
        ("esm_class", .invalidESMClass, { $0.esmClass = .deliveryReceipt }),
        ("esm_class", .invalidESMClass, { $0.esmClass.rawValue = 0x0C }),
        ("esm_class", .invalidESMClass, { ($0.esmClass, $0.shortMessage) = (.userDataHeader, [5, 0, 3, 1, 2]) }),
        ("esm_class", .invalidESMClass, { ($0.esmClass, $0.shortMessage) = (.userDataHeader, []) }),
        ("priority_flag", .invalidPriorityFlag, { $0.priorityFlag = 4 }),
        ("registered_delivery", .invalidRegisteredDeliveryFlag, { $0.registeredDelivery.rawValue = 0x20 }),
        ("replace_if_present_flag", .invalidReplaceFlag, { $0.replaceIfPresent = 2 }),
        ("message_payload", .tlvNotAllowed, { $0.tlvs = [TLV(.messagePayload, [1])] }),
        ("user_message_reference", .invalidParameterLength, { $0.tlvs = [TLV(.userMessageReference, [1])] }),
        (
            "sar_segment_seqnum", .invalidTLVValue,
            {
                $0.tlvs = [
                    TLV(.sarReferenceNumber, short: 1), TLV(.sarTotalSegments, octet: 2),
                    TLV(.sarSegmentNumber, octet: 3),
                ]
            }
        ),
        (
            "sar_total_segments", .tlvNotAllowed,
            {
                ($0.esmClass, $0.shortMessage) = (.userDataHeader, [5, 0, 3, 1, 2, 1, 65])
                $0.tlvs = [TLV(.sarTotalSegments, octet: 2)]
            }
        ),
        ("schedule_delivery_time", .invalidScheduledTime, { $0.scheduleDeliveryTime = "tomorrow" }),
        ("validity_period", .invalidValidityPeriod, { $0.validityPeriod = "000000000000000R" }),
    ]

    @Test(arguments: wrongs.indices)
    func `a broken rule is named with its field and status`(index: Int) {
        let (field, status, change) = Self.wrongs[index]
        var message = plain
        change(&message)
        #expect(message.problem(now: now) == MessageProblem(field: field, status: status))
        #expect("\(MessageProblem(field: field, status: status))" == "\(field): \(status)")
    }

    @Test func `what peers do and the text does not forbid is no problem`() {
        var message = plain
        (message.source, message.esmClass) = (Address(), ESMClass(rawValue: 0x43))
        message.shortMessage = [5, 0, 3, 1, 2, 1, 65]
        message.registeredDelivery = RegisteredDelivery(rawValue: 0x1F)
        message.tlvs = [TLV(TLVTag(rawValue: 0x1401), []), TLV(.destNetworkID, Array("1234030".utf8))]
        #expect(message.problem(now: now) == nil)
        message.esmClass.rawValue = 0x08
        message.tlvs = [TLV(.sarTotalSegments, octet: 2)]
        #expect(message.problem(now: now) == nil, "sar_* without the other two is ignored")
    }

    @Test(arguments: [
        ("", "", nil as Int?, nil as Int?), ("000000001000000R", "", 600, nil), ("", "000000000200000R", nil, 120),
        ("261123201600000+", "261123211700004+", 60, 120), ("261123201400000+", "", nil, nil),
        ("000000000100000R", "000000000101000R", 60, 61),
    ])
    func `times are read from now, and a past one means at once`(
        schedule: String, validity: String, notBefore: Int?, expiry: Int?
    ) throws {
        var message = plain
        (message.scheduleDeliveryTime, message.validityPeriod) = (schedule, validity)
        let times = try message.times(now: now)
        #expect(times.notBefore == notBefore.map { now + .seconds($0) })
        #expect(times.expiresAt == expiry.map { now + .seconds($0) })
    }

    @Test(arguments: [
        ("", "261123201500000+"), ("000000000100000R", "000000000100000R"), ("261124201500000+", "000000001000000R"),
        ("", "sometime"),
    ])
    func `a message that expires before it goes is refused`(schedule: String, validity: String) {
        var replace = ReplaceSM()
        (replace.scheduleDeliveryTime, replace.validityPeriod) = (schedule, validity)
        #expect(throws: MessageProblem(field: "validity_period", status: .invalidValidityPeriod)) {
            try replace.times(now: now)
        }
    }

    @Test func `destinations of submit_multi are judged alone, but there must be one`() {
        var multi = SubmitMulti(destinations: [.address(Address())], message: plain)
        #expect(multi.problem(now: now) == nil)
        multi.destinations = []
        #expect(
            multi.problem(now: now)
                == MessageProblem(field: "number_of_dests", status: .invalidNumberOfDestinations))
    }

    @Test func `data_sm is held to the same rules`() {
        var data = DataSM()
        data.destination = .international("447700900123")
        #expect(data.problem(now: now) == nil)
        data.esmClass = .intermediateNotification
        #expect(data.problem(now: now)?.status == .invalidESMClass)
    }
}
