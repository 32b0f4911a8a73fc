/// One message for several destinations. Source: SMPP 3.4 §4.5.1.
package struct SubmitMulti: Hashable, Sendable {
    /// 1–254 by SMPP 3.4, 255 by 5.0.
    package var destinations: [Destination]
    /// What every destination gets. Its own `destination` is not part of the PDU and stays empty.
    package var message: ShortMessage

    package init(destinations: [Destination] = [], message: ShortMessage = ShortMessage()) {
        (self.destinations, self.message) = (destinations, message)
    }

    /// The same message for one destination.
    package func message(to address: Address) -> SubmitSM {
        var one = message
        one.destination = address
        return one
    }

    /// Source: SMPP 3.4 §4.5.1.1.
    package enum Destination: Hashable, Sendable {
        case address(Address)
        /// The SMSC's name for a list it keeps, at most 20 characters.
        case distributionList(String)
    }
}

extension SubmitMulti: PDUFields {
    init() { self.init(destinations: []) }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        try visitor.cString(&message.serviceType, .serviceType, octetsMax: 6)
        try visitor.source(&message.source)
        try visitor.list(&destinations, .numberOfDestinations)
        try message.visitAfterDestination(&visitor)
    }
}

extension SubmitMulti.Destination: PDUFields {
    init() { self = .address(Address()) }

    /// `dest_flag` says which of the two follows. Source: SMPP 3.4 §5.2.25.
    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        var address = Address()
        var list = ""
        var flag: UInt8 = 1
        switch self {
        case .address(let value): address = value
        case .distributionList(let value): (list, flag) = (value, 2)
        }
        try visitor.octet(&flag, .destinationFlag)
        switch flag {
        case 1:
            try visitor.destination(&address)
            self = .address(address)
        case 2:
            try visitor.cString(&list, .distributionListName, octetsMax: 21)
            self = .distributionList(list)
        default: throw FieldError(field: .destinationFlag, problem: .notOneOf("1 or 2"))
        }
    }
}

/// Source: SMPP 3.4 §4.5.2.
package struct SubmitMultiResponse: Hashable, Sendable {
    /// One name for all the messages, at most 64 characters.
    package var messageID: String
    /// The destinations that were refused.
    package var unsuccessful: [Unsuccessful]
    package var tlvs: [TLV]

    package init(messageID: String = "", unsuccessful: [Unsuccessful] = [], tlvs: [TLV] = []) {
        (self.messageID, self.unsuccessful, self.tlvs) = (messageID, unsuccessful, tlvs)
    }

    /// Source: SMPP 3.4 §4.5.2.1.
    package struct Unsuccessful: Hashable, Sendable {
        package var address: Address
        package var status: CommandStatus

        package init(address: Address = Address(), status: CommandStatus = .ok) {
            (self.address, self.status) = (address, status)
        }
    }
}

extension SubmitMultiResponse: PDUFields {
    init() { self.init(messageID: "") }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        guard !visitor.bodyIsAbsent(nothingToSay: self == SubmitMultiResponse()) else { return }
        try visitor.cString(&messageID, .messageID, octetsMax: 65)
        try visitor.list(&unsuccessful, .unsuccessfulCount)
        try visitor.tlvs(&tlvs)
    }
}

extension SubmitMultiResponse.Unsuccessful: PDUFields {
    init() { self.init(address: Address()) }

    mutating func visit(_ visitor: inout some FieldVisitor) throws(FieldError) {
        var code = status.rawValue
        try visitor.destination(&address)
        try visitor.word(&code, .errorStatusCode)
        status = CommandStatus(rawValue: code)
    }
}
