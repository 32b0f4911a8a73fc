/// One row a tag SMPP names, in the order of the values; above each the sections of the texts that define it.
///
/// Where the texts differ on a length, both are in the range: `source_telematics_id` and `ms_validity` have one octet
/// in 3.4, `alert_on_message_delivery` none.
extension TLVDefinition {
    package static let table: [TLVDefinition] = [
        // 3.4 §5.3.2.1, 5.0 §4.8.4.23
        TLVDefinition(.destAddrSubunit, "dest_addr_subunit", .named(.addressSubunits), 1...1, .v34),
        // 3.4 §5.3.2.3, 5.0 §4.8.4.26
        TLVDefinition(.destNetworkType, "dest_network_type", .named(.networkTypes), 1...1, .v34),
        // 3.4 §5.3.2.5, 5.0 §4.8.4.24
        TLVDefinition(.destBearerType, "dest_bearer_type", .named(.bearerTypes), 1...1, .v34),
        // 3.4 §5.3.2.7, 5.0 §4.8.4.29
        TLVDefinition(.destTelematicsID, "dest_telematics_id", .number, 2...2, .v34),
        // 3.4 §5.3.2.2, 5.0 §4.8.4.54
        TLVDefinition(.sourceAddressSubunit, "source_addr_subunit", .named(.addressSubunits), 1...1, .v34),
        // 3.4 §5.3.2.4, 5.0 §4.8.4.57
        TLVDefinition(.sourceNetworkType, "source_network_type", .named(.networkTypes), 1...1, .v34),
        // 3.4 §5.3.2.6, 5.0 §4.8.4.55
        TLVDefinition(.sourceBearerType, "source_bearer_type", .named(.bearerTypes), 1...1, .v34),
        // 3.4 §5.3.2.8, 5.0 §4.8.4.61
        TLVDefinition(.sourceTelematicsID, "source_telematics_id", .number, 1...2, .v34),
        // 3.4 §5.3.2.9, 5.0 §4.8.4.46
        TLVDefinition(.qosTimeToLive, "qos_time_to_live", .structured, 4...4, .v34),
        // 3.4 §5.3.2.10, 5.0 §4.8.4.44
        TLVDefinition(.payloadType, "payload_type", .named(.payloadTypes), 1...1, .v34),
        // 3.4 §5.3.2.11, 5.0 §4.8.4.1
        TLVDefinition(.additionalStatusInfoText, "additional_status_info_text", .cString, 1...256, .v34),
        // 3.4 §5.3.2.12, 5.0 §4.8.4.47
        TLVDefinition(.receiptedMessageID, "receipted_message_id", .cString, 1...65, .v34),
        // 3.4 §5.3.2.13, 5.0 §4.8.4.40
        TLVDefinition(.msMsgWaitFacilities, "ms_msg_wait_facilities", .structured, 1...1, .v34),
        // 3.4 §5.3.2.14, 5.0 §4.8.4.45
        TLVDefinition(.privacyIndicator, "privacy_indicator", .named(.privacyLevels), 1...1, .v34),
        // 3.4 §5.3.2.15, 5.0 §4.8.4.60
        TLVDefinition(.sourceSubaddress, "source_subaddress", .structured, 2...23, .v34),
        // 3.4 §5.3.2.16, 5.0 §4.8.4.28
        TLVDefinition(.destSubaddress, "dest_subaddress", .structured, 2...23, .v34),
        // 3.4 §5.3.2.17, 5.0 §4.8.4.62
        TLVDefinition(.userMessageReference, "user_message_reference", .number, 2...2, .v34),
        // 3.4 §5.3.2.18, 5.0 §4.8.4.63
        TLVDefinition(.userResponseCode, "user_response_code", .number, 1...1, .v34),
        // 3.4 §5.3.2.20, 5.0 §4.8.4.59
        TLVDefinition(.sourcePort, "source_port", .number, 2...2, .v34),
        // 3.4 §5.3.2.21, 5.0 §4.8.4.30
        TLVDefinition(.destinationPort, "dest_port", .number, 2...2, .v34),
        // 3.4 §5.3.2.22, 5.0 §4.8.4.48
        TLVDefinition(.sarReferenceNumber, "sar_msg_ref_num", .number, 2...2, .v34),
        // 3.4 §5.3.2.19, 5.0 §4.8.4.35
        TLVDefinition(.languageIndicator, "language_indicator", .named(.languages), 1...1, .v34),
        // 3.4 §5.3.2.23, 5.0 §4.8.4.50
        TLVDefinition(.sarTotalSegments, "sar_total_segments", .number, 1...1, .v34),
        // 3.4 §5.3.2.24, 5.0 §4.8.4.49
        TLVDefinition(.sarSegmentNumber, "sar_segment_seqnum", .number, 1...1, .v34),
        // 3.4 §5.3.2.25, 5.0 §4.8.4.51
        TLVDefinition(.scInterfaceVersion, "sc_interface_version", .structured, 1...1, .v34),
        // 3.4 §5.3.2.37, 5.0 §4.8.4.17
        TLVDefinition(.callbackNumPresInd, "callback_num_pres_ind", .structured, 1...1, .v34),
        // 3.4 §5.3.2.38, 5.0 §4.8.4.16
        TLVDefinition(.callbackNumAtag, "callback_num_atag", .structured, 1...65, .v34),
        // 3.4 §5.3.2.39, 5.0 §4.8.4.43
        TLVDefinition(.numberOfMessages, "number_of_messages", .number, 1...1, .v34),
        // 3.4 §5.3.2.36, 5.0 §4.8.4.15
        TLVDefinition(.callbackNum, "callback_num", .structured, 4...19, .v34),
        // 3.4 §5.3.2.28, 5.0 §4.8.4.32
        TLVDefinition(.dpfResult, "dpf_result", .named(.dpfResults), 1...1, .v34),
        // 3.4 §5.3.2.29, 5.0 §4.8.4.52
        TLVDefinition(.setDpf, "set_dpf", .named(.dpfRequests), 1...1, .v34),
        // 3.4 §5.3.2.30, 5.0 §4.8.4.39
        TLVDefinition(.msAvailabilityStatus, "ms_availability_status", .named(.availabilities), 1...1, .v34),
        // 3.4 §5.3.2.31, 5.0 §4.8.4.42
        TLVDefinition(.networkErrorCode, "network_error_code", .structured, 3...3, .v34),
        // 3.4 §5.3.2.32, 5.0 §4.8.4.36
        TLVDefinition(.messagePayload, "message_payload", .text, 0...65_535, .v34),
        // 3.4 §5.3.2.33, 5.0 §4.8.4.19
        TLVDefinition(.deliveryFailureReason, "delivery_failure_reason", .named(.deliveryFailures), 1...1, .v34),
        // 3.4 §5.3.2.34, 5.0 §4.8.4.38
        TLVDefinition(.moreMessagesToSend, "more_messages_to_send", .named(.moreMessages), 1...1, .v34),
        // 3.4 §5.3.2.35, 5.0 §4.8.4.37
        TLVDefinition(.messageState, "message_state", .named(.messageStates), 1...1, .v34),
        // 5.0 §4.8.4.18
        TLVDefinition(.congestionState, "congestion_state", .structured, 1...1, .v50),
        // 3.4 §5.3.2.44, 5.0 §4.8.4.64
        TLVDefinition(.ussdServiceOp, "ussd_service_op", .named(.ussdOperations), 1...1, .v34),
        // 5.0 §4.8.4.7
        TLVDefinition(
            .broadcastChannelIndicator, "broadcast_channel_indicator", .named(.broadcastChannels), 1...1, .v50),
        // 5.0 §4.8.4.8
        TLVDefinition(.broadcastContentType, "broadcast_content_type", .structured, 3...3, .v50),
        // 5.0 §4.8.4.6
        TLVDefinition(.broadcastContentTypeInfo, "broadcast_content_type_info", .octets, 1...255, .v50),
        // 5.0 §4.8.4.12
        TLVDefinition(.broadcastMessageClass, "broadcast_message_class", .named(.broadcastClasses), 1...1, .v50),
        // 5.0 §4.8.4.13
        TLVDefinition(.broadcastRepNum, "broadcast_rep_num", .number, 2...2, .v50),
        // 5.0 §4.8.4.11
        TLVDefinition(.broadcastFrequencyInterval, "broadcast_frequency_interval", .structured, 3...3, .v50),
        // 5.0 §4.8.4.4
        TLVDefinition(.broadcastAreaIdentifier, "broadcast_area_identifier", .structured, 1...101, .v50),
        // 5.0 §4.8.4.10
        TLVDefinition(.broadcastErrorStatus, "broadcast_error_status", .structured, 4...4, .v50),
        // 5.0 §4.8.4.5
        TLVDefinition(.broadcastAreaSuccess, "broadcast_area_success", .structured, 1...1, .v50),
        // 5.0 §4.8.4.9
        TLVDefinition(.broadcastEndTime, "broadcast_end_time", .structured, 17...17, .v50),
        // 5.0 §4.8.4.14
        TLVDefinition(.broadcastServiceGroup, "broadcast_service_group", .octets, 1...255, .v50),
        // 5.0 §4.8.4.3
        TLVDefinition(.billingIdentification, "billing_identification", .structured, 1...1024, .v50),
        // 5.0 §4.8.4.56
        TLVDefinition(.sourceNetworkID, "source_network_id", .cString, 7...65, .v50),
        // 5.0 §4.8.4.25
        TLVDefinition(.destNetworkID, "dest_network_id", .cString, 7...65, .v50),
        // 5.0 §4.8.4.58
        TLVDefinition(.sourceNodeID, "source_node_id", .structured, 6...6, .v50),
        // 5.0 §4.8.4.27
        TLVDefinition(.destNodeID, "dest_node_id", .structured, 6...6, .v50),
        // 5.0 §4.8.4.22
        TLVDefinition(.destAddrNPResolution, "dest_addr_np_resolution", .named(.portabilityQueries), 1...1, .v50),
        // 5.0 §4.8.4.21
        TLVDefinition(.destAddrNPInformation, "dest_addr_np_information", .structured, 10...10, .v50),
        // 5.0 §4.8.4.20
        TLVDefinition(.destAddrNPCountry, "dest_addr_np_country", .structured, 1...5, .v50),
        // 3.4 §5.3.2.26, 5.0 §4.8.4.31
        TLVDefinition(.displayTime, "display_time", .named(.displayTimes), 1...1, .v34),
        // 3.4 §5.3.2.40, 5.0 §4.8.4.53
        TLVDefinition(.smsSignal, "sms_signal", .number, 2...2, .v34),
        // 3.4 §5.3.2.27, 5.0 §4.8.4.41
        TLVDefinition(.msValidity, "ms_validity", .structured, 1...4, .v34),
        // 3.4 §5.3.2.41, 5.0 §4.8.4.2
        TLVDefinition(.alertOnMessageDelivery, "alert_on_message_delivery", .structured, 0...1, .v34),
        // 3.4 §5.3.2.42, 5.0 §4.8.4.33
        TLVDefinition(.itsReplyType, "its_reply_type", .named(.replyTypes), 1...1, .v34),
        // 3.4 §5.3.2.43, 5.0 §4.8.4.34
        TLVDefinition(.itsSessionInfo, "its_session_info", .structured, 2...2, .v34),
    ]
}
