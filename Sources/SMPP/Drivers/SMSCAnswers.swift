/// What an SMSC says to a bind, and what it lets the session have instead of the server's own limits.
package struct BindAnswer: Equatable, Sendable {
    package var status: CommandStatus
    /// Delivers without answer at once.
    package var windowMax: Int?
    /// Requests being handled at once; past it the peer is told `ESME_RMSGQFUL`.
    package var inboundWindowMax: Int?
    /// Segments; past it the peer is told `ESME_RTHROTTLED`. `nil` is unlimited.
    package var submitsPerSecondMax: Int?

    private init(_ status: CommandStatus) { self.status = status }

    package static func accepted(
        windowMax: Int? = nil, inboundWindowMax: Int? = nil, submitsPerSecondMax: Int? = nil
    ) -> BindAnswer {
        var answer = BindAnswer(.ok)
        (answer.windowMax, answer.inboundWindowMax) = (windowMax, inboundWindowMax)
        answer.submitsPerSecondMax = submitsPerSecondMax
        return answer
    }

    /// `status` is not `.ok`; one that is becomes `ESME_RBINDFAIL`.
    package static func refused(_ status: CommandStatus) -> BindAnswer {
        BindAnswer(status.isOK ? .bindFailed : status)
    }
}

/// What an SMSC says to a submit.
package struct SubmitAnswer: Equatable, Sendable {
    package var status: CommandStatus
    /// The SMSC's name for the message, at most 64 characters; empty when refused.
    package var messageID: String
    package var tlvs: [TLV]

    package init(status: CommandStatus = .ok, messageID: String = "", tlvs: [TLV] = []) {
        (self.status, self.messageID, self.tlvs) = (status, messageID, tlvs)
    }

    package static func accepted(_ messageID: String) -> SubmitAnswer { SubmitAnswer(messageID: messageID) }
    package static func rejected(_ status: CommandStatus) -> SubmitAnswer { SubmitAnswer(status: status) }
}

/// What an SMSC says to a `submit_multi`.
package struct SubmitMultiAnswer: Equatable, Sendable {
    package var status: CommandStatus
    package var response: SubmitMultiResponse

    package init(status: CommandStatus = .ok, response: SubmitMultiResponse = SubmitMultiResponse()) {
        (self.status, self.response) = (status, response)
    }

    /// Accepted under one name, but for the destinations in `unsuccessful`.
    package static func accepted(
        _ messageID: String, unsuccessful: [SubmitMultiResponse.Unsuccessful] = []
    ) -> SubmitMultiAnswer {
        SubmitMultiAnswer(response: SubmitMultiResponse(messageID: messageID, unsuccessful: unsuccessful))
    }
    package static func rejected(_ status: CommandStatus) -> SubmitMultiAnswer { SubmitMultiAnswer(status: status) }
}

/// What an SMSC says to a `query_sm`.
package struct QueryAnswer: Equatable, Sendable {
    package var status: CommandStatus
    package var response: QuerySMResponse

    package init(status: CommandStatus = .ok, response: QuerySMResponse = QuerySMResponse()) {
        (self.status, self.response) = (status, response)
    }

    /// `finalDate` is absolute, by `SMPPTime`, or empty while there is no final state.
    package static func found(
        _ messageID: String, state: MessageState, finalDate: String = "", errorCode: UInt8 = 0
    ) -> QueryAnswer {
        var response = QuerySMResponse()
        (response.messageID, response.finalDate) = (messageID, finalDate)
        (response.messageState, response.errorCode) = (state.rawValue, errorCode)
        return QueryAnswer(response: response)
    }
    package static func rejected(_ status: CommandStatus) -> QueryAnswer { QueryAnswer(status: status) }
}
