import SMPP
import World

/// The ESME's machine against whatever an SMSC, and its own driver, may do.
func fuzzESMESession(_ input: [UInt8]) {
    var choices = Choices(input)
    let bind = BindRequest(kind: choices.one(of: [.transceiver, .transmitter, .receiver]), systemID: "esme")
    var configuration = ESMEConfiguration(endpoint: Endpoint(host: "smsc", port: 1), bind: bind)
    configuration.windowMax = 1 + choices.below(4)
    configuration.inboundWindowMax = choices.below(4)
    configuration.submitsPerSecondMax = choices.flag() ? 10 : nil
    configuration.timers.enquireLink = choices.flag() ? nil : .seconds(30)
    configuration.limits = PDULimits(commandLengthMax: 200)
    let begins = Timestamp(seconds: 1_000_000)
    var session = ESMESession(configuration, now: begins)
    if !choices.flag() { session.bind(now: begins) }
    var play = SessionPlay(
        session, limits: configuration.limits, windowMax: configuration.windowMax,
        inboundWindowMax: configuration.inboundWindowMax, begins: begins)
    play.run(&choices)
}

/// The SMSC's machine against whatever an ESME, and its own driver, may do.
func fuzzSMSCSession(_ input: [UInt8]) {
    var choices = Choices(input)
    var configuration = SMSCConfiguration(endpoint: Endpoint(host: "smsc", port: 1))
    // The largest that a bind's answer may give.
    configuration.windowMax = 4
    configuration.inboundWindowMax = 1 + choices.below(4)
    configuration.timers.enquireLink = choices.flag() ? nil : .seconds(30)
    configuration.limits = PDULimits(commandLengthMax: 200)
    let begins = Timestamp(seconds: 1_000_000)
    var play = SessionPlay(
        SMSCSession(configuration, now: begins), limits: configuration.limits, windowMax: configuration.windowMax,
        inboundWindowMax: configuration.inboundWindowMax, begins: begins)
    play.run(&choices)
}

/// A message that mostly fits the protocol.
private func message(_ choices: inout Choices) -> ShortMessage {
    ShortMessage(shortMessage: Array(repeating: 0x68, count: choices.one(of: [2, 120, 254, 255])))
}

private let answeredStatuses: [CommandStatus] = [.ok, .throttled, .systemError]

extension ESMESession: PlayedSession {
    mutating func ask(_ choices: inout Choices, token: SessionToken, now: Timestamp) -> Bool {
        let body: PDUBody =
            switch choices.below(8) {
            case 0: .querySM(QuerySM())
            case 1: .cancelSM(CancelSM())
            case 2: .replaceSM(ReplaceSM())
            case 3: .submitMulti(SubmitMulti())
            case 4: .dataSM(DataSM())
            case 5: .deliverSM(ShortMessage())
            default: .submitSM(message(&choices))
            }
        return request(body, token: token, now: now) == nil
    }

    mutating func answer(_ handed: Event, _ choices: inout Choices, now: Timestamp) {
        guard case .request(let sequence, let request) = handed else { return }
        let status = choices.one(of: answeredStatuses)
        switch request {
        case .deliver: answer(sequence: sequence, .deliverSMResponse(DeliverSMResponse()), status: status)
        case .data: answer(sequence: sequence, .dataSMResponse(DataSMResponse()), status: status)
        }
    }

    static func meaning(of event: Event) -> EventMeaning {
        switch event {
        case .request: .request
        case .bound, .alert: .news
        }
    }
}

extension SMSCSession: PlayedSession {
    mutating func ask(_ choices: inout Choices, token: SessionToken, now: Timestamp) -> Bool {
        if choices.below(8) == 0 {
            _ = alert(AlertNotification())
            return false
        }
        return deliver(message(&choices), token: token, now: now) == nil
    }

    mutating func answer(_ handed: Event, _ choices: inout Choices, now: Timestamp) {
        switch handed {
        case .bind:
            let answer: BindAnswer =
                choices.below(4) == 3
                ? .refused(.invalidSystemID)
                : .accepted(windowMax: 1 + choices.below(4), submitsPerSecondMax: choices.flag() ? 10 : nil)
            answerBind(answer, now: now)
        case .request(let sequence, let request):
            // The second ID is longer than the protocol allows.
            let id = choices.one(of: ["m1", String(repeating: "m", count: 66), ""])
            answer(sequence: sequence, response(to: request, id), status: choices.one(of: answeredStatuses))
        case .bound: break
        }
    }

    private func response(to request: SMSCRequest, _ id: String) -> PDUBody {
        switch request {
        case .submit: .submitSMResponse(SubmitSMResponse(messageID: id))
        case .data: .dataSMResponse(DataSMResponse(messageID: id))
        case .submitMulti: .submitMultiResponse(SubmitMultiResponse(messageID: id))
        case .query: .querySMResponse(QueryAnswer.found(id, state: .enroute).response)
        case .cancel: .cancelSMResponse()
        case .replace: .replaceSMResponse()
        }
    }

    static func meaning(of event: Event) -> EventMeaning {
        switch event {
        case .request: .request
        case .bind: .bind
        case .bound: .news
        }
    }
}
