extension PDU {
    /// The PDU as a peer of `version` may be sent it: without optional parameters it does not know, and with the
    /// nearest of the values it does.
    ///
    /// Throws where that would change what is said: an operation the version has not, a text that only an optional
    /// parameter can hold, more destinations or octets of text than it allows.
    package func conforming(to version: SMPPVersion) throws(FieldError) -> PDU {
        guard version < .v50 else { return self }
        guard let since = commandID.since, since <= version else {
            throw FieldError(field: .commandID, problem: .notIn(version))
        }
        guard !body.isPlain(to: version) || !commandStatus.isOK else { return self }
        var pdu = self
        pdu.commandStatus = commandStatus.conforming(to: version)
        try pdu.body.conform(to: version)
        return pdu
    }
}

extension PDUBody {
    /// Nothing in it could be new to the peer: so are nearly all messages and their responses.
    fileprivate func isPlain(to version: SMPPVersion) -> Bool {
        if case .submitSM(let message) = self { return message.isPlain(to: version) }
        if case .deliverSM(let message) = self { return message.isPlain(to: version) }
        if case .submitSMResponse(let response) = self { return response.tlvs.arePlain(to: version) }
        if case .deliverSMResponse(let response) = self { return response.tlvs.arePlain(to: version) }
        return false
    }

    fileprivate mutating func conform(to version: SMPPVersion) throws(FieldError) {
        switch self {
        case .submitSM(var message):
            try message.conform(to: version)
            self = .submitSM(message)
        case .deliverSM(var message):
            try message.conform(to: version)
            self = .deliverSM(message)
        case .submitMulti(var multi):
            // 254 in SMPP 3.4 §4.5.1, 255 in 5.0.
            guard multi.destinations.count <= 254 else {
                throw FieldError(field: .numberOfDestinations, problem: .tooMany(countMax: 254))
            }
            try multi.message.conform(to: version)
            self = .submitMulti(multi)
        case .replaceSM(var replace):
            // Its message_payload is from 5.0.
            try replace.tlvs.moveText(into: &replace.shortMessage)
            replace.registeredDelivery = replace.registeredDelivery.conforming(to: version)
            replace.tlvs.conform(to: version)
            self = .replaceSM(replace)
        case .dataSM(var data):
            data.registeredDelivery = data.registeredDelivery.conforming(to: version)
            data.tlvs.conform(to: version)
            self = .dataSM(data)
        case .querySMResponse(var response):
            response.messageState =
                MessageState(rawValue: response.messageState)?.conforming(to: version).rawValue
                ?? response.messageState
            response.tlvs.conform(to: version)
            self = .querySMResponse(response)
        case .submitMultiResponse(var response):
            for index in response.unsuccessful.indices {
                response.unsuccessful[index].status = response.unsuccessful[index].status.conforming(to: version)
            }
            response.tlvs.conform(to: version)
            self = .submitMultiResponse(response)
        case .bindRequest, .bindResponse, .outbind, .submitSMResponse, .deliverSMResponse, .dataSMResponse, .querySM,
            .cancelSM, .cancelSMResponse, .replaceSMResponse, .broadcastSM, .broadcastSMResponse, .queryBroadcastSM,
            .queryBroadcastSMResponse, .cancelBroadcastSM, .cancelBroadcastSMResponse, .alertNotification,
            .enquireLinkResponse, .unbindResponse:
            if !tlvs.isEmpty { tlvs.conform(to: version) }
        case .enquireLink, .unbind, .genericNack: break
        }
    }
}

extension ShortMessage {
    fileprivate func isPlain(to version: SMPPVersion) -> Bool {
        tlvs.arePlain(to: version) && registeredDelivery.rawValue & 3 != 3 && shortMessage.count <= 254
    }

    fileprivate mutating func conform(to version: SMPPVersion) throws(FieldError) {
        guard shortMessage.count <= 254 else {
            throw FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 254))
        }
        if !version.hasTLVs { try tlvs.moveText(into: &shortMessage) }
        registeredDelivery = registeredDelivery.conforming(to: version)
        if !tlvs.isEmpty { tlvs.conform(to: version) }
    }
}

extension [TLV] {
    fileprivate func arePlain(to version: SMPPVersion) -> Bool {
        allSatisfy { $0.tag.isKnown(to: version) && $0.tag != .messageState }
    }

    fileprivate mutating func conform(to version: SMPPVersion) {
        removeAll { !$0.tag.isKnown(to: version) }
        for index in indices where self[index].tag == .messageState {
            guard let state = self[index].octet.flatMap(MessageState.init(rawValue:)) else { continue }
            self[index].value = [state.conforming(to: version).rawValue]
        }
    }

    /// A text that cannot stay where it is goes where it fits, or nowhere.
    fileprivate mutating func moveText(into shortMessage: inout [UInt8]) throws(FieldError) {
        guard let text = messagePayload, !text.isEmpty else { return }
        guard shortMessage.isEmpty, text.count <= 254 else {
            throw FieldError(field: .shortMessage, problem: .tooLong(octetsMax: 254))
        }
        shortMessage = text
        removeAll { $0.tag == .messagePayload }
    }
}
