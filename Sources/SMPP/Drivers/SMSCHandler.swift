/// Names one session of an SMSC; never used again within a server.
package struct SMSCSessionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let value: UInt64
    package init(_ value: UInt64) { self.value = value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    package var description: String { "session-\(value)" }
}

/// What an SMSC server's owner is told and asked. Calls for one session may overlap. A response is sent with what its
/// method returns, so it can wait for a durable commit. What an owner does not take is refused: ESME_RINVCMDID.
package protocol SMSCHandler: Sendable {
    /// Lets an ESME in, or not.
    func bind(_ request: BindRequest, from peer: PeerIdentity, session: SMSCSessionID) async -> BindAnswer
    /// Once, after the bind's response went out and before `ended`; from any thread; must not block.
    func bound(_ session: SMSCSessionID, as kind: BindKind)
    /// Takes a `submit_sm`, or a `data_sm` in its form with the text in the TLV `message_payload`.
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer
    func submitMulti(_ message: SubmitMulti, session: SMSCSessionID) async -> SubmitMultiAnswer
    func query(_ query: QuerySM, session: SMSCSessionID) async -> QueryAnswer
    func cancel(_ cancel: CancelSM, session: SMSCSessionID) async -> CommandStatus
    func replace(_ replacement: ReplaceSM, session: SMSCSessionID) async -> CommandStatus
    /// Once a connection, bound or not; from any thread; must not block.
    func ended(_ session: SMSCSessionID)
}

extension SMSCHandler {
    package func bound(_ session: SMSCSessionID, as kind: BindKind) {}
    package func submitMulti(_ message: SubmitMulti, session: SMSCSessionID) async -> SubmitMultiAnswer {
        .rejected(.invalidCommandID)
    }
    package func query(_ query: QuerySM, session: SMSCSessionID) async -> QueryAnswer {
        .rejected(.invalidCommandID)
    }
    package func cancel(_ cancel: CancelSM, session: SMSCSessionID) async -> CommandStatus { .invalidCommandID }
    package func replace(_ replacement: ReplaceSM, session: SMSCSessionID) async -> CommandStatus {
        .invalidCommandID
    }
}

extension SMSCHandler {
    /// The response to a request, its body and its status.
    func answer(_ request: SMSCRequest, session: SMSCSessionID) async -> (body: PDUBody, status: CommandStatus) {
        switch request {
        case .submit(let message):
            let answer = await submit(message, session: session)
            let response = SubmitSMResponse(messageID: answer.messageID, tlvs: answer.tlvs)
            return (.submitSMResponse(response), answer.status)
        case .data(let message):
            let answer = await submit(SubmitSM(message), session: session)
            let response = DataSMResponse(messageID: answer.messageID, tlvs: answer.tlvs)
            return (.dataSMResponse(response), answer.status)
        case .submitMulti(let message):
            let answer = await submitMulti(message, session: session)
            return (.submitMultiResponse(answer.response), answer.status)
        case .query(let message):
            let answer = await query(message, session: session)
            return (.querySMResponse(answer.response), answer.status)
        case .cancel(let message):
            return (.cancelSMResponse(), await cancel(message, session: session))
        case .replace(let message):
            return (.replaceSMResponse(), await replace(message, session: session))
        }
    }
}
