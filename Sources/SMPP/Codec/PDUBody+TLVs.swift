extension PDUBody {
    /// The optional parameters, in the order of the wire. Setting those of `enquire_link`, `unbind` and
    /// `generic_nack`, which have none, does nothing.
    package var tlvs: [TLV] {
        get {
            switch self {
            case .bindRequest(let body): body.tlvs
            case .bindResponse(let body): body.tlvs
            case .outbind(let body): body.tlvs
            case .submitSM(let body), .deliverSM(let body): body.tlvs
            case .submitSMResponse(let body), .deliverSMResponse(let body), .dataSMResponse(let body),
                .broadcastSMResponse(let body), .queryBroadcastSMResponse(let body):
                body.tlvs
            case .submitMulti(let body): body.message.tlvs
            case .submitMultiResponse(let body): body.tlvs
            case .dataSM(let body): body.tlvs
            case .querySM(let body): body.tlvs
            case .querySMResponse(let body): body.tlvs
            case .cancelSM(let body): body.tlvs
            case .replaceSM(let body): body.tlvs
            case .broadcastSM(let body): body.tlvs
            case .queryBroadcastSM(let body): body.tlvs
            case .cancelBroadcastSM(let body): body.tlvs
            case .alertNotification(let body): body.tlvs
            case .cancelSMResponse(let body), .replaceSMResponse(let body), .cancelBroadcastSMResponse(let body),
                .enquireLinkResponse(let body), .unbindResponse(let body):
                body.tlvs
            case .enquireLink, .unbind, .genericNack: []
            }
        }
        set { self = with(newValue) }
    }

    private func with(_ tlvs: [TLV]) -> PDUBody {
        func set<Body>(_ body: Body, _ path: WritableKeyPath<Body, [TLV]>) -> Body {
            var body = body
            body[keyPath: path] = tlvs
            return body
        }
        return switch self {
        case .bindRequest(let body): .bindRequest(set(body, \.tlvs))
        case .bindResponse(let body): .bindResponse(set(body, \.tlvs))
        case .outbind(let body): .outbind(set(body, \.tlvs))
        case .submitSM(let body): .submitSM(set(body, \.tlvs))
        case .submitSMResponse(let body): .submitSMResponse(set(body, \.tlvs))
        case .submitMulti(let body): .submitMulti(set(body, \.message.tlvs))
        case .submitMultiResponse(let body): .submitMultiResponse(set(body, \.tlvs))
        case .deliverSM(let body): .deliverSM(set(body, \.tlvs))
        case .deliverSMResponse(let body): .deliverSMResponse(set(body, \.tlvs))
        case .dataSM(let body): .dataSM(set(body, \.tlvs))
        case .dataSMResponse(let body): .dataSMResponse(set(body, \.tlvs))
        case .querySM(let body): .querySM(set(body, \.tlvs))
        case .querySMResponse(let body): .querySMResponse(set(body, \.tlvs))
        case .cancelSM(let body): .cancelSM(set(body, \.tlvs))
        case .cancelSMResponse(let body): .cancelSMResponse(set(body, \.tlvs))
        case .replaceSM(let body): .replaceSM(set(body, \.tlvs))
        case .replaceSMResponse(let body): .replaceSMResponse(set(body, \.tlvs))
        case .broadcastSM(let body): .broadcastSM(set(body, \.tlvs))
        case .broadcastSMResponse(let body): .broadcastSMResponse(set(body, \.tlvs))
        case .queryBroadcastSM(let body): .queryBroadcastSM(set(body, \.tlvs))
        case .queryBroadcastSMResponse(let body): .queryBroadcastSMResponse(set(body, \.tlvs))
        case .cancelBroadcastSM(let body): .cancelBroadcastSM(set(body, \.tlvs))
        case .cancelBroadcastSMResponse(let body): .cancelBroadcastSMResponse(set(body, \.tlvs))
        case .alertNotification(let body): .alertNotification(set(body, \.tlvs))
        case .enquireLinkResponse(let body): .enquireLinkResponse(set(body, \.tlvs))
        case .unbindResponse(let body): .unbindResponse(set(body, \.tlvs))
        case .enquireLink, .unbind, .genericNack: self
        }
    }
}
