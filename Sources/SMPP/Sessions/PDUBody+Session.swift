extension PDUBody {
    /// A request that a bound ESME may make; binds, unbinds and `enquire_link` are the session's own.
    var isESMERequest: Bool {
        switch self {
        case .submitSM, .submitMulti, .dataSM, .querySM, .cancelSM, .replaceSM, .broadcastSM, .queryBroadcastSM,
            .cancelBroadcastSM:
            true
        case .bindRequest, .bindResponse, .outbind, .submitSMResponse, .submitMultiResponse, .deliverSM,
            .deliverSMResponse, .dataSMResponse, .querySMResponse, .cancelSMResponse, .replaceSMResponse,
            .broadcastSMResponse, .queryBroadcastSMResponse, .cancelBroadcastSMResponse, .alertNotification,
            .enquireLink, .enquireLinkResponse, .unbind, .unbindResponse, .genericNack:
            false
        }
    }

    /// What it counts for where segments a second are limited: one a destination, nothing for what is no message.
    var segments: Int {
        switch self {
        case .submitSM, .dataSM, .broadcastSM: 1
        case .submitMulti(let message): max(1, message.destinations.count)
        case .bindRequest, .bindResponse, .outbind, .submitSMResponse, .submitMultiResponse, .deliverSM,
            .deliverSMResponse, .dataSMResponse, .querySM, .querySMResponse, .cancelSM, .cancelSMResponse, .replaceSM,
            .replaceSMResponse, .broadcastSMResponse, .queryBroadcastSM, .queryBroadcastSMResponse,
            .cancelBroadcastSM, .cancelBroadcastSMResponse, .alertNotification, .enquireLink, .enquireLinkResponse,
            .unbind, .unbindResponse, .genericNack:
            0
        }
    }
}

extension CommandID {
    var isBind: Bool { self == .bindReceiver || self == .bindTransmitter || self == .bindTransceiver }
}

extension ShortMessage {
    /// A `data_sm` in the form of a `submit_sm` or `deliver_sm`: its text stays in the TLV `message_payload`.
    package init(_ data: DataSM) {
        self.init(
            serviceType: data.serviceType, source: data.source, destination: data.destination, esmClass: data.esmClass,
            registeredDelivery: data.registeredDelivery, dataCoding: data.dataCoding, tlvs: data.tlvs)
    }
}
