import MessageEncoding
import Numbering
import SMPP
import World

/// What an SMSC decides, and its books: a value, without effects.
struct SMSCDesk: Sendable {
    /// Receipts and segments from handsets that wait for a bind; one more drops the oldest tenth.
    static let waitingMax = 10_000
    /// What waited longer is dropped.
    static let waitingLifetime = Duration.seconds(3600)
    /// Segments of one text that a handset sends.
    static let handsetSegmentsMax = 10
    /// Responses withheld in one session; past it they are sent. Below the session's own bound of submits at hand, so
    /// that a lossy line does not turn into a full queue.
    static let withheldMax = 500

    let profile: CarrierProfile
    var plan = FaultPlan()
    var statistics = CarrierStatistics()
    private var random: SplitMix64
    private var rate = RateLimit()
    private var lastNumber: UInt64
    /// Binds that take receipts, by rising ID.
    private var receivers: [SMSCSessionID] = []
    private var nextReceiver = 0
    var waiting: [PendingDeliverSM] = []
    /// Of the concatenated segments that a handset sent last.
    var nextReference: UInt8 = 0

    /// Message numbers go up from the time, so that no later SMSC of the name gives one out again.
    init(profile: CarrierProfile, seed: UInt64, now: Timestamp) {
        self.profile = profile
        random = SplitMix64(seed: seed)
        lastNumber = UInt64(max(0, now.milliseconds)) * 1000
    }

    // MARK: Binds

    func bind(_ request: BindRequest, now: Timestamp) -> CommandStatus {
        guard request.systemID == profile.systemID else { return .invalidSystemID }
        guard request.password == profile.password else { return .invalidPassword }
        return plan.conditions(at: now).isDown ? .systemError : .ok
    }

    mutating func bound(_ kind: BindKind, session: SMSCSessionID) {
        statistics.binds += 1
        guard kind.delivers else { return }
        let index = receivers.firstIndex { $0 > session } ?? receivers.endIndex
        receivers.insert(session, at: index)
    }

    mutating func ended(_ session: SMSCSessionID) { receivers.removeAll { $0 == session } }

    // MARK: Submits

    mutating func decide(_ submit: SubmitSM, now: Timestamp) -> SubmitDecision {
        statistics.submits += 1
        let conditions = plan.conditions(at: now)
        guard !conditions.isDown else { return refuse(.systemError) }
        let rateMax = [profile.segmentsPerSecondMax, conditions.segmentsPerSecondMax].compactMap { $0 }.min()
        if let rateMax, !rate.passes(rate: rateMax, now: now) {
            statistics.throttled += 1
            return .refuse(.throttled)
        }
        guard statistics.queued < profile.queueMax else {
            statistics.queueFull += 1
            return .refuse(.messageQueueFull)
        }
        guard [.international, .unknown].contains(submit.destination.ton),
            let handset = E164("+" + submit.destination.digits)
        else { return refuse(.invalidDestinationAddress) }
        let latency: Latency
        switch profile.hub.route(to: handset) {
        case .own: latency = profile.deliveryLatency
        case .network(let network): latency = network.deliveryLatency ?? profile.deliveryLatency
        case .none: return refuse(.invalidDestinationAddress)
        }
        guard let notBefore = moment(submit.scheduleDeliveryTime, now: now, absent: now) else {
            return refuse(.invalidScheduledTime)
        }
        let validityEnd = now + profile.validityDefault
        guard let expiresAt = moment(submit.validityPeriod, now: now, absent: validityEnd), expiresAt > now else {
            return refuse(.invalidValidityPeriod)
        }
        let delivery = latency.sample(using: &random) * conditions.slowness
        let response = profile.submitLatency.sample(using: &random) * conditions.slowness
        let isSilent = profile.loss.draw(using: &random) || conditions.dropsSilently
        let isFailing = profile.failure.draw(using: &random)
        let isAnswered = !profile.responseLoss.draw(using: &random)
        let isReceiptFirst = profile.receipts.comesBeforeResponse
        let arrivesAt = max(now, notBefore) + delivery + (isReceiptFirst ? .zero : response)
        lastNumber += 1
        statistics.accepted += 1
        statistics.queued += 1
        let message = AcceptedMessage(
            number: lastNumber, source: submit.source, destination: submit.destination, handset: handset,
            content: content(of: submit), registeredDelivery: submit.registeredDelivery, acceptedAt: now,
            arrivesAt: arrivesAt, expiresAt: expiresAt,
            fate: isSilent ? .silence : isFailing ? .failure : .delivery)
        // The receipt needs a moment to be on the wire before the response.
        let responseFrom = isReceiptFirst ? arrivesAt + profile.receiptDelay + .milliseconds(5) : now
        return .accept(message, responseAt: responseFrom + response, isAnswered: isAnswered)
    }

    private mutating func refuse(_ status: CommandStatus) -> SubmitDecision {
        statistics.refused += 1
        return .refuse(status)
    }

    /// `nil` for a text that is no time. Source: SMPP 3.4 §7.1.1.
    private func moment(_ text: String, now: Timestamp, absent: Timestamp) -> Timestamp? {
        guard !text.isEmpty else { return absent }
        switch SMPPTime(text) {
        case .absolute(let moment): return moment
        case .relative(let wait): return now + wait
        case nil: return nil
        }
    }

    /// A segment's place comes from its header, or from the sar parameters. Source: SMPP 3.4 §5.3.2.22.
    private func content(of submit: SubmitSM) -> DecodedMessage {
        var decoded = MessageDecoder.decode(
            dataCoding: DataCoding(rawValue: submit.dataCoding), esmUDHI: submit.esmClass.hasUserDataHeader,
            octets: submit.payload, defaultAlphabet: profile.defaultAlphabet)
        if decoded.concatenation == nil, let segment = submit.tlvs.segment, segment.number >= 1,
            segment.number <= segment.total
        {
            let place = Concatenation(
                reference: .sixteenBit(segment.reference), total: segment.total, index: segment.number)
            decoded.header = UserDataHeader(place)
        }
        return decoded
    }

    // MARK: Endings and receipts

    mutating func withheldResponse() { statistics.responsesLost += 1 }

    /// The message is at its end. Gives the receipt to send, if one was asked for.
    mutating func end(_ message: AcceptedMessage, _ ending: AcceptedMessage.Ending, now: Timestamp) -> PendingDeliverSM?
    {
        statistics.queued -= 1
        let state: MessageState
        switch ending {
        case .delivered:
            statistics.delivered += 1
            state = .delivered
        case .failed:
            statistics.failed += 1
            state = .undeliverable
        case .expired:
            statistics.expired += 1
            state = .expired
        case .lost:
            statistics.lost += 1
            return nil
        }
        guard message.registeredDelivery.wantsReceipt(delivered: state == .delivered) else { return nil }
        let receipt = Receipt(
            messageID: profile.receipts.receiptID(message.number), state: state,
            errorCode: state == .delivered ? "000" : state == .expired ? "027" : "001", submitted: 1,
            delivered: state == .delivered ? 1 : 0, submitDate: message.acceptedAt, doneDate: now)
        let deliver = ReceiptText.deliverSM(
            receipt, from: message.destination, to: message.source, dialect: profile.receipts.dialect)
        return PendingDeliverSM(message: deliver, madeAt: now)
    }

    var hasReceiver: Bool { !receivers.isEmpty }

    /// The bind that the next delivery goes to: each in turn.
    mutating func receiver(now: Timestamp) -> SMSCSessionID? {
        guard !receivers.isEmpty, !plan.conditions(at: now).isDown else { return nil }
        nextReceiver = (nextReceiver + 1) % receivers.count
        return receivers[nextReceiver]
    }
}
