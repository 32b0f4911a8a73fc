/// The tags SMPP names; 0x1400–0x3FFF belong to vendors. Source: SMPP 5.0 Table 4-60, SMPP 3.4 §5.3.2.
extension TLVTag {
    package static let destAddrSubunit = TLVTag(rawValue: 0x0005)
    package static let destNetworkType = TLVTag(rawValue: 0x0006)
    package static let destBearerType = TLVTag(rawValue: 0x0007)
    package static let destTelematicsID = TLVTag(rawValue: 0x0008)
    package static let sourceAddressSubunit = TLVTag(rawValue: 0x000D)
    package static let sourceNetworkType = TLVTag(rawValue: 0x000E)
    package static let sourceBearerType = TLVTag(rawValue: 0x000F)
    package static let sourceTelematicsID = TLVTag(rawValue: 0x0010)
    package static let qosTimeToLive = TLVTag(rawValue: 0x0017)
    package static let payloadType = TLVTag(rawValue: 0x0019)
    package static let additionalStatusInfoText = TLVTag(rawValue: 0x001D)
    package static let receiptedMessageID = TLVTag(rawValue: 0x001E)
    package static let msMsgWaitFacilities = TLVTag(rawValue: 0x0030)
    package static let privacyIndicator = TLVTag(rawValue: 0x0201)
    package static let sourceSubaddress = TLVTag(rawValue: 0x0202)
    package static let destSubaddress = TLVTag(rawValue: 0x0203)
    package static let userMessageReference = TLVTag(rawValue: 0x0204)
    package static let userResponseCode = TLVTag(rawValue: 0x0205)
    package static let sourcePort = TLVTag(rawValue: 0x020A)
    package static let destinationPort = TLVTag(rawValue: 0x020B)
    package static let sarReferenceNumber = TLVTag(rawValue: 0x020C)
    package static let languageIndicator = TLVTag(rawValue: 0x020D)
    package static let sarTotalSegments = TLVTag(rawValue: 0x020E)
    package static let sarSegmentNumber = TLVTag(rawValue: 0x020F)
    package static let scInterfaceVersion = TLVTag(rawValue: 0x0210)
    package static let callbackNumPresInd = TLVTag(rawValue: 0x0302)
    package static let callbackNumAtag = TLVTag(rawValue: 0x0303)
    package static let numberOfMessages = TLVTag(rawValue: 0x0304)
    package static let callbackNum = TLVTag(rawValue: 0x0381)
    package static let dpfResult = TLVTag(rawValue: 0x0420)
    package static let setDpf = TLVTag(rawValue: 0x0421)
    package static let msAvailabilityStatus = TLVTag(rawValue: 0x0422)
    package static let networkErrorCode = TLVTag(rawValue: 0x0423)
    package static let messagePayload = TLVTag(rawValue: 0x0424)
    package static let deliveryFailureReason = TLVTag(rawValue: 0x0425)
    package static let moreMessagesToSend = TLVTag(rawValue: 0x0426)
    package static let messageState = TLVTag(rawValue: 0x0427)
    package static let congestionState = TLVTag(rawValue: 0x0428)
    package static let ussdServiceOp = TLVTag(rawValue: 0x0501)
    package static let broadcastChannelIndicator = TLVTag(rawValue: 0x0600)
    package static let broadcastContentType = TLVTag(rawValue: 0x0601)
    package static let broadcastContentTypeInfo = TLVTag(rawValue: 0x0602)
    package static let broadcastMessageClass = TLVTag(rawValue: 0x0603)
    package static let broadcastRepNum = TLVTag(rawValue: 0x0604)
    package static let broadcastFrequencyInterval = TLVTag(rawValue: 0x0605)
    package static let broadcastAreaIdentifier = TLVTag(rawValue: 0x0606)
    package static let broadcastErrorStatus = TLVTag(rawValue: 0x0607)
    package static let broadcastAreaSuccess = TLVTag(rawValue: 0x0608)
    package static let broadcastEndTime = TLVTag(rawValue: 0x0609)
    package static let broadcastServiceGroup = TLVTag(rawValue: 0x060A)
    package static let billingIdentification = TLVTag(rawValue: 0x060B)
    package static let sourceNetworkID = TLVTag(rawValue: 0x060D)
    package static let destNetworkID = TLVTag(rawValue: 0x060E)
    package static let sourceNodeID = TLVTag(rawValue: 0x060F)
    package static let destNodeID = TLVTag(rawValue: 0x0610)
    package static let destAddrNPResolution = TLVTag(rawValue: 0x0611)
    package static let destAddrNPInformation = TLVTag(rawValue: 0x0612)
    package static let destAddrNPCountry = TLVTag(rawValue: 0x0613)
    package static let displayTime = TLVTag(rawValue: 0x1201)
    package static let smsSignal = TLVTag(rawValue: 0x1203)
    package static let msValidity = TLVTag(rawValue: 0x1204)
    package static let alertOnMessageDelivery = TLVTag(rawValue: 0x130C)
    package static let itsReplyType = TLVTag(rawValue: 0x1380)
    package static let itsSessionInfo = TLVTag(rawValue: 0x1383)

    /// One row a tag: its value and the name in the specification, in the order of the values.
    static let table: [(value: UInt16, name: String)] = [
        (0x0005, "dest_addr_subunit"),
        (0x0006, "dest_network_type"),
        (0x0007, "dest_bearer_type"),
        (0x0008, "dest_telematics_id"),
        (0x000D, "source_addr_subunit"),
        (0x000E, "source_network_type"),
        (0x000F, "source_bearer_type"),
        (0x0010, "source_telematics_id"),
        (0x0017, "qos_time_to_live"),
        (0x0019, "payload_type"),
        (0x001D, "additional_status_info_text"),
        (0x001E, "receipted_message_id"),
        (0x0030, "ms_msg_wait_facilities"),
        (0x0201, "privacy_indicator"),
        (0x0202, "source_subaddress"),
        (0x0203, "dest_subaddress"),
        (0x0204, "user_message_reference"),
        (0x0205, "user_response_code"),
        (0x020A, "source_port"),
        (0x020B, "dest_port"),
        (0x020C, "sar_msg_ref_num"),
        (0x020D, "language_indicator"),
        (0x020E, "sar_total_segments"),
        (0x020F, "sar_segment_seqnum"),
        (0x0210, "sc_interface_version"),
        (0x0302, "callback_num_pres_ind"),
        (0x0303, "callback_num_atag"),
        (0x0304, "number_of_messages"),
        (0x0381, "callback_num"),
        (0x0420, "dpf_result"),
        (0x0421, "set_dpf"),
        (0x0422, "ms_availability_status"),
        (0x0423, "network_error_code"),
        (0x0424, "message_payload"),
        (0x0425, "delivery_failure_reason"),
        (0x0426, "more_messages_to_send"),
        (0x0427, "message_state"),
        (0x0428, "congestion_state"),
        (0x0501, "ussd_service_op"),
        (0x0600, "broadcast_channel_indicator"),
        (0x0601, "broadcast_content_type"),
        (0x0602, "broadcast_content_type_info"),
        (0x0603, "broadcast_message_class"),
        (0x0604, "broadcast_rep_num"),
        (0x0605, "broadcast_frequency_interval"),
        (0x0606, "broadcast_area_identifier"),
        (0x0607, "broadcast_error_status"),
        (0x0608, "broadcast_area_success"),
        (0x0609, "broadcast_end_time"),
        (0x060A, "broadcast_service_group"),
        (0x060B, "billing_identification"),
        (0x060D, "source_network_id"),
        (0x060E, "dest_network_id"),
        (0x060F, "source_node_id"),
        (0x0610, "dest_node_id"),
        (0x0611, "dest_addr_np_resolution"),
        (0x0612, "dest_addr_np_information"),
        (0x0613, "dest_addr_np_country"),
        (0x1201, "display_time"),
        (0x1203, "sms_signal"),
        (0x1204, "ms_validity"),
        (0x130C, "alert_on_message_delivery"),
        (0x1380, "its_reply_type"),
        (0x1383, "its_session_info"),
    ]
}
