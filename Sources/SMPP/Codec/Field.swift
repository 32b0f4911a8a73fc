/// A field of a PDU by the specification's name. Source: SMPP 3.4 §4, §5.2.
package enum Field: String, Sendable {
    case commandLength = "command_length"
    case commandID = "command_id"
    case commandStatus = "command_status"
    case sequenceNumber = "sequence_number"
    case systemID = "system_id"
    case password
    case systemType = "system_type"
    case interfaceVersion = "interface_version"
    case addressTON = "addr_ton"
    case addressNPI = "addr_npi"
    case addressRange = "address_range"
    case serviceType = "service_type"
    case sourceTON = "source_addr_ton"
    case sourceNPI = "source_addr_npi"
    case sourceAddress = "source_addr"
    case destinationTON = "dest_addr_ton"
    case destinationNPI = "dest_addr_npi"
    case destinationAddress = "destination_addr"
    case esmeTON = "esme_addr_ton"
    case esmeNPI = "esme_addr_npi"
    case esmeAddress = "esme_addr"
    case esmClass = "esm_class"
    case protocolID = "protocol_id"
    case priorityFlag = "priority_flag"
    case scheduleDeliveryTime = "schedule_delivery_time"
    case validityPeriod = "validity_period"
    case registeredDelivery = "registered_delivery"
    case replaceIfPresent = "replace_if_present_flag"
    case dataCoding = "data_coding"
    case defaultMessageID = "sm_default_msg_id"
    case shortMessageLength = "sm_length"
    case shortMessage = "short_message"
    case messageID = "message_id"
    case finalDate = "final_date"
    case messageState = "message_state"
    case errorCode = "error_code"
    case numberOfDestinations = "number_of_dests"
    case destinationFlag = "dest_flag"
    case distributionListName = "dl_name"
    case unsuccessfulCount = "no_unsuccess"
    case errorStatusCode = "error_status_code"
    case tlvs = "optional parameters"

    /// What an SMSC answers when this field cannot be read, where SMPP 3.4 §5.1.3 has a status for it.
    package var invalidStatus: CommandStatus {
        switch self {
        case .commandLength: .invalidCommandLength
        case .commandID: .invalidCommandID
        case .systemID: .invalidSystemID
        case .password: .invalidPassword
        case .systemType: .invalidSystemType
        case .serviceType: .invalidServiceType
        case .sourceAddress: .invalidSourceAddress
        case .destinationAddress: .invalidDestinationAddress
        case .scheduleDeliveryTime: .invalidScheduledTime
        case .validityPeriod: .invalidValidityPeriod
        case .shortMessageLength, .shortMessage: .invalidMessageLength
        case .messageID: .invalidMessageID
        case .numberOfDestinations: .invalidNumberOfDestinations
        case .destinationFlag: .invalidDestinationFlag
        case .distributionListName: .invalidDistributionListName
        case .tlvs: .invalidTLVStream
        case .commandStatus, .sequenceNumber, .interfaceVersion, .addressTON, .addressNPI, .addressRange,
            .sourceTON, .sourceNPI, .destinationTON, .destinationNPI, .esmeTON, .esmeNPI, .esmeAddress, .esmClass,
            .protocolID, .priorityFlag, .registeredDelivery, .replaceIfPresent, .dataCoding, .defaultMessageID,
            .finalDate, .messageState, .errorCode, .unsuccessfulCount, .errorStatusCode:
            .invalidParameterLength
        }
    }
}

/// A field that cannot be read or written.
package struct FieldError: Error, Equatable, Sendable {
    package let field: Field
    package let problem: Problem

    package init(field: Field, problem: Problem) { (self.field, self.problem) = (field, problem) }

    package enum Problem: Equatable, Sendable {
        /// The PDU ends inside the field.
        case truncated
        /// More octets than the field may have, terminator included.
        case tooLong(octetsMax: Int)
        /// A C-octet string holds a NUL, or a character that is not one octet in Latin-1.
        case notOneOctetEach
        /// 1–3 octets, or fewer than a TLV's length says, at the end of the optional parameters.
        case brokenStream
        /// More optional parameters than `PDULimits.tlvCountMax`, or more of a list than its count can say.
        case tooMany(countMax: Int)
        /// A value on which the form of what follows depends, and which is none of those the text gives.
        case notOneOf(String)
        /// The peer's version has not this.
        case notIn(SMPPVersion)
    }

    /// What the text prescribes as the answer.
    package var status: CommandStatus {
        switch problem {
        case .truncated: .invalidCommandLength
        case .tooLong, .notOneOctetEach, .tooMany, .notOneOf, .notIn: field.invalidStatus
        case .brokenStream: .invalidTLVStream
        }
    }
}

extension FieldError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .truncated: "\(field.rawValue): the PDU ends inside it"
        case .tooLong(let octetsMax): "\(field.rawValue): more than \(octetsMax) octets"
        case .notOneOctetEach: "\(field.rawValue): holds a NUL or a character outside Latin-1"
        case .brokenStream: "\(field.rawValue): the stream ends inside a parameter"
        case .tooMany(let countMax): "\(field.rawValue): more than \(countMax)"
        case .notOneOf(let values): "\(field.rawValue): not \(values)"
        case .notIn(let version): "\(field.rawValue): not in \(version)"
        }
    }
}
