/// The values SMPP names. Source: SMPP 5.0 Table 4-45, which keeps those of SMPP 3.4 §5.1.3.
///
/// What to do about each is Watchword's inference from the text and from what Kannel 1.4.5 retries.
extension CommandStatus {
    package static let ok = CommandStatus(rawValue: 0x00000000)
    package static let invalidMessageLength = CommandStatus(rawValue: 0x00000001)
    package static let invalidCommandLength = CommandStatus(rawValue: 0x00000002)
    package static let invalidCommandID = CommandStatus(rawValue: 0x00000003)
    package static let incorrectBindStatus = CommandStatus(rawValue: 0x00000004)
    package static let alreadyBound = CommandStatus(rawValue: 0x00000005)
    package static let invalidPriorityFlag = CommandStatus(rawValue: 0x00000006)
    package static let invalidRegisteredDeliveryFlag = CommandStatus(rawValue: 0x00000007)
    package static let systemError = CommandStatus(rawValue: 0x00000008)
    package static let invalidSourceAddress = CommandStatus(rawValue: 0x0000000A)
    package static let invalidDestinationAddress = CommandStatus(rawValue: 0x0000000B)
    package static let invalidMessageID = CommandStatus(rawValue: 0x0000000C)
    package static let bindFailed = CommandStatus(rawValue: 0x0000000D)
    package static let invalidPassword = CommandStatus(rawValue: 0x0000000E)
    package static let invalidSystemID = CommandStatus(rawValue: 0x0000000F)
    package static let cancelFailed = CommandStatus(rawValue: 0x00000011)
    package static let replaceFailed = CommandStatus(rawValue: 0x00000013)
    package static let messageQueueFull = CommandStatus(rawValue: 0x00000014)
    package static let invalidServiceType = CommandStatus(rawValue: 0x00000015)
    package static let invalidNumberOfDestinations = CommandStatus(rawValue: 0x00000033)
    package static let invalidDistributionListName = CommandStatus(rawValue: 0x00000034)
    package static let invalidDestinationFlag = CommandStatus(rawValue: 0x00000040)
    package static let invalidSubmitWithReplace = CommandStatus(rawValue: 0x00000042)
    package static let invalidESMClass = CommandStatus(rawValue: 0x00000043)
    package static let cannotSubmitToDistributionList = CommandStatus(rawValue: 0x00000044)
    package static let submitFailed = CommandStatus(rawValue: 0x00000045)
    package static let invalidSourceTON = CommandStatus(rawValue: 0x00000048)
    package static let invalidSourceNPI = CommandStatus(rawValue: 0x00000049)
    package static let invalidDestinationTON = CommandStatus(rawValue: 0x00000050)
    package static let invalidDestinationNPI = CommandStatus(rawValue: 0x00000051)
    package static let invalidSystemType = CommandStatus(rawValue: 0x00000053)
    package static let invalidReplaceFlag = CommandStatus(rawValue: 0x00000054)
    package static let invalidNumberOfMessages = CommandStatus(rawValue: 0x00000055)
    package static let throttled = CommandStatus(rawValue: 0x00000058)
    package static let invalidScheduledTime = CommandStatus(rawValue: 0x00000061)
    package static let invalidValidityPeriod = CommandStatus(rawValue: 0x00000062)
    package static let invalidDefaultMessageID = CommandStatus(rawValue: 0x00000063)
    package static let temporaryApplicationError = CommandStatus(rawValue: 0x00000064)
    package static let permanentApplicationError = CommandStatus(rawValue: 0x00000065)
    package static let rejectedByApplication = CommandStatus(rawValue: 0x00000066)
    package static let queryFailed = CommandStatus(rawValue: 0x00000067)
    package static let invalidTLVStream = CommandStatus(rawValue: 0x000000C0)
    package static let tlvNotAllowed = CommandStatus(rawValue: 0x000000C1)
    package static let invalidParameterLength = CommandStatus(rawValue: 0x000000C2)
    package static let missingTLV = CommandStatus(rawValue: 0x000000C3)
    package static let invalidTLVValue = CommandStatus(rawValue: 0x000000C4)
    package static let deliveryFailure = CommandStatus(rawValue: 0x000000FE)
    package static let unknownError = CommandStatus(rawValue: 0x000000FF)
    package static let serviceTypeUnauthorised = CommandStatus(rawValue: 0x00000100)
    package static let prohibited = CommandStatus(rawValue: 0x00000101)
    package static let serviceTypeUnavailable = CommandStatus(rawValue: 0x00000102)
    package static let serviceTypeDenied = CommandStatus(rawValue: 0x00000103)
    package static let invalidDataCoding = CommandStatus(rawValue: 0x00000104)
    package static let invalidSourceAddressSubunit = CommandStatus(rawValue: 0x00000105)
    package static let invalidDestinationAddressSubunit = CommandStatus(rawValue: 0x00000106)
    package static let invalidBroadcastFrequencyInterval = CommandStatus(rawValue: 0x00000107)
    package static let invalidBroadcastAliasName = CommandStatus(rawValue: 0x00000108)
    package static let invalidBroadcastAreaFormat = CommandStatus(rawValue: 0x00000109)
    package static let invalidNumberOfBroadcastAreas = CommandStatus(rawValue: 0x0000010A)
    package static let invalidBroadcastContentType = CommandStatus(rawValue: 0x0000010B)
    package static let invalidBroadcastMessageClass = CommandStatus(rawValue: 0x0000010C)
    package static let broadcastFailed = CommandStatus(rawValue: 0x0000010D)
    package static let broadcastQueryFailed = CommandStatus(rawValue: 0x0000010E)
    package static let broadcastCancelFailed = CommandStatus(rawValue: 0x0000010F)
    package static let invalidBroadcastRepeat = CommandStatus(rawValue: 0x00000110)
    package static let invalidBroadcastServiceGroup = CommandStatus(rawValue: 0x00000111)
    package static let invalidBroadcastChannelIndicator = CommandStatus(rawValue: 0x00000112)

    /// One row a value: the octets, the name in the specification, and what a sender may do about it.
    static let table: [(value: UInt32, name: String, disposition: Disposition)] = [
        (0x0000, "ESME_ROK", .accepted),
        (0x0001, "ESME_RINVMSGLEN", .messagePermanent),
        (0x0002, "ESME_RINVCMDLEN", .protocolFault),
        (0x0003, "ESME_RINVCMDID", .protocolFault),
        (0x0004, "ESME_RINVBNDSTS", .session),
        (0x0005, "ESME_RALYBND", .session),
        (0x0006, "ESME_RINVPRTFLG", .messagePermanent),
        (0x0007, "ESME_RINVREGDLVFLG", .messagePermanent),
        (0x0008, "ESME_RSYSERR", .temporary),
        (0x000A, "ESME_RINVSRCADR", .sender),
        (0x000B, "ESME_RINVDSTADR", .destinationPermanent),
        (0x000C, "ESME_RINVMSGID", .messagePermanent),
        (0x000D, "ESME_RBINDFAIL", .session),
        (0x000E, "ESME_RINVPASWD", .configuration),
        (0x000F, "ESME_RINVSYSID", .configuration),
        (0x0011, "ESME_RCANCELFAIL", .messagePermanent),
        (0x0013, "ESME_RREPLACEFAIL", .messagePermanent),
        (0x0014, "ESME_RMSGQFUL", .throttle),
        (0x0015, "ESME_RINVSERTYP", .failover),
        (0x0033, "ESME_RINVNUMDESTS", .messagePermanent),
        (0x0034, "ESME_RINVDLNAME", .messagePermanent),
        (0x0040, "ESME_RINVDESTFLAG", .messagePermanent),
        (0x0042, "ESME_RINVSUBREP", .messagePermanent),
        (0x0043, "ESME_RINVESMCLASS", .failover),
        (0x0044, "ESME_RCNTSUBDL", .messagePermanent),
        (0x0045, "ESME_RSUBMITFAIL", .failover),
        (0x0048, "ESME_RINVSRCTON", .sender),
        (0x0049, "ESME_RINVSRCNPI", .sender),
        (0x0050, "ESME_RINVDSTTON", .failover),
        (0x0051, "ESME_RINVDSTNPI", .failover),
        (0x0053, "ESME_RINVSYSTYP", .configuration),
        (0x0054, "ESME_RINVREPFLAG", .messagePermanent),
        (0x0055, "ESME_RINVNUMMSGS", .messagePermanent),
        (0x0058, "ESME_RTHROTTLED", .throttle),
        (0x0061, "ESME_RINVSCHED", .messagePermanent),
        (0x0062, "ESME_RINVEXPIRY", .messagePermanent),
        (0x0063, "ESME_RINVDFTMSGID", .messagePermanent),
        (0x0064, "ESME_RX_T_APPN", .temporary),
        (0x0065, "ESME_RX_P_APPN", .destinationPermanent),
        (0x0066, "ESME_RX_R_APPN", .messagePermanent),
        (0x0067, "ESME_RQUERYFAIL", .messagePermanent),
        (0x00C0, "ESME_RINVOPTPARSTREAM", .protocolFault),
        (0x00C1, "ESME_ROPTPARNOTALLWD", .protocolFault),
        (0x00C2, "ESME_RINVPARLEN", .protocolFault),
        (0x00C3, "ESME_RMISSINGOPTPARAM", .protocolFault),
        (0x00C4, "ESME_RINVOPTPARAMVAL", .protocolFault),
        (0x00FE, "ESME_RDELIVERYFAILURE", .failover),
        (0x00FF, "ESME_RUNKNOWNERR", .failover),
        (0x0100, "ESME_RSERTYPUNAUTH", .sender),
        (0x0101, "ESME_RPROHIBITED", .sender),
        (0x0102, "ESME_RSERTYPUNAVAIL", .temporary),
        (0x0103, "ESME_RSERTYPDENIED", .sender),
        (0x0104, "ESME_RINVDCS", .encoding),
        (0x0105, "ESME_RINVSRCADDRSUBUNIT", .messagePermanent),
        (0x0106, "ESME_RINVDSTADDRSUBUNIT", .messagePermanent),
        (0x0107, "ESME_RINVBCASTFREQINT", .messagePermanent),
        (0x0108, "ESME_RINVBCASTALIAS_NAME", .messagePermanent),
        (0x0109, "ESME_RINVBCASTAREAFMT", .messagePermanent),
        (0x010A, "ESME_RINVNUMBCAST_AREAS", .messagePermanent),
        (0x010B, "ESME_RINVBCASTCNTTYPE", .messagePermanent),
        (0x010C, "ESME_RINVBCASTMSGCLASS", .messagePermanent),
        (0x010D, "ESME_RBCASTFAIL", .messagePermanent),
        (0x010E, "ESME_RBCASTQUERYFAIL", .messagePermanent),
        (0x010F, "ESME_RBCASTCANCELFAIL", .messagePermanent),
        (0x0110, "ESME_RINVBCAST_REP", .messagePermanent),
        (0x0111, "ESME_RINVBCASTSRVGRP", .messagePermanent),
        (0x0112, "ESME_RINVBCASTCHANIND", .messagePermanent),
    ]
}
