/// One protocol data unit. Source: SMPP 3.4 §3.2.
package struct PDU: Hashable, Sendable {
    /// 1 … 0x7FFFFFFF; 0 only in a `generic_nack` to something unreadable.
    package var sequenceNumber: UInt32
    /// Zero in requests.
    package var commandStatus: CommandStatus
    package var body: PDUBody

    package init(sequenceNumber: UInt32, commandStatus: CommandStatus = .ok, body: PDUBody) {
        (self.sequenceNumber, self.commandStatus, self.body) = (sequenceNumber, commandStatus, body)
    }

    package var commandID: CommandID { body.commandID }
}

/// What a PDU says, by operation.
package enum PDUBody: Hashable, Sendable {
    case bindRequest(BindRequest)
    case bindResponse(BindResponse)
    case outbind(Outbind)
    case submitSM(SubmitSM)
    case submitSMResponse(SubmitSMResponse)
    case submitMulti(SubmitMulti)
    case submitMultiResponse(SubmitMultiResponse)
    case deliverSM(DeliverSM)
    case deliverSMResponse(DeliverSMResponse)
    case dataSM(DataSM)
    case dataSMResponse(DataSMResponse)
    case querySM(QuerySM)
    case querySMResponse(QuerySMResponse)
    case cancelSM(CancelSM)
    case cancelSMResponse(BareResponse = BareResponse())
    case replaceSM(ReplaceSM)
    case replaceSMResponse(BareResponse = BareResponse())
    case broadcastSM(BroadcastSM)
    case broadcastSMResponse(BroadcastSMResponse)
    case queryBroadcastSM(QueryBroadcastSM)
    case queryBroadcastSMResponse(QueryBroadcastSMResponse)
    case cancelBroadcastSM(CancelBroadcastSM)
    case cancelBroadcastSMResponse(BareResponse = BareResponse())
    case alertNotification(AlertNotification)
    case enquireLink
    case enquireLinkResponse(BareResponse = BareResponse())
    case unbind
    case unbindResponse(BareResponse = BareResponse())
    case genericNack

    package var commandID: CommandID {
        switch self {
        case .bindRequest(let request): request.kind.commandID
        case .bindResponse(let response): response.kind.commandID.response
        case .outbind: .outbind
        case .submitSM: .submitSM
        case .submitSMResponse: .submitSM.response
        case .submitMulti: .submitMulti
        case .submitMultiResponse: .submitMulti.response
        case .deliverSM: .deliverSM
        case .deliverSMResponse: .deliverSM.response
        case .dataSM: .dataSM
        case .dataSMResponse: .dataSM.response
        case .querySM: .querySM
        case .querySMResponse: .querySM.response
        case .cancelSM: .cancelSM
        case .cancelSMResponse: .cancelSM.response
        case .replaceSM: .replaceSM
        case .replaceSMResponse: .replaceSM.response
        case .broadcastSM: .broadcastSM
        case .broadcastSMResponse: .broadcastSM.response
        case .queryBroadcastSM: .queryBroadcastSM
        case .queryBroadcastSMResponse: .queryBroadcastSM.response
        case .cancelBroadcastSM: .cancelBroadcastSM
        case .cancelBroadcastSMResponse: .cancelBroadcastSM.response
        case .alertNotification: .alertNotification
        case .enquireLink: .enquireLink
        case .enquireLinkResponse: .enquireLink.response
        case .unbind: .unbind
        case .unbindResponse: .unbind.response
        case .genericNack: .genericNack
        }
    }
}

extension PDUBody {
    /// The body of the response to `command` that says nothing more; `nil` where the operation has no response.
    static func emptyResponse(to command: CommandID) -> PDUBody? {
        switch command {
        case .bindReceiver: .bindResponse(BindResponse(kind: .receiver))
        case .bindTransmitter: .bindResponse(BindResponse(kind: .transmitter))
        case .bindTransceiver: .bindResponse(BindResponse(kind: .transceiver))
        case .submitSM: .submitSMResponse(SubmitSMResponse())
        case .submitMulti: .submitMultiResponse(SubmitMultiResponse())
        case .deliverSM: .deliverSMResponse(DeliverSMResponse())
        case .dataSM: .dataSMResponse(DataSMResponse())
        case .querySM: .querySMResponse(QuerySMResponse())
        case .cancelSM: .cancelSMResponse()
        case .replaceSM: .replaceSMResponse()
        case .broadcastSM: .broadcastSMResponse(BroadcastSMResponse())
        case .queryBroadcastSM: .queryBroadcastSMResponse(QueryBroadcastSMResponse())
        case .cancelBroadcastSM: .cancelBroadcastSMResponse()
        case .enquireLink: .enquireLinkResponse()
        case .unbind: .unbindResponse()
        default: nil
        }
    }
}
