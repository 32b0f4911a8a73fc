import Delivery
import Gateway
import SMPP
import Storage
import World

/// Reads a `submit_sm` as a submission in the gateway's terms, or says why it is refused: by the protocol's rules, or
/// by what this service and the application's account allow.
struct SubmitReader {
    let esme: ESMEAccount
    let now: Timestamp

    func submission(_ given: SubmitSM) throws(Refusal) -> ESMESubmission {
        var message = given
        message.source = given.source.normalized(as: .source)
        message.destination = given.destination.normalized(as: .destination)
        if let problem = message.problem(now: now) { throw Refusal(problem) }
        // Receipts and notifications go the other way; an acknowledgement by the application (0x08) or its user (0x10)
        // is a message like any other, and what rusmppyc 0.4.0a2 calls all of its own. Source: SMPP 3.4 §5.2.12.
        guard [0, 0x08, 0x10].contains(message.esmClass.rawValue & 0x3C) else { throw Refusal(.invalidESMClass) }
        // There are no texts kept by number.
        guard message.defaultMessageID == 0 else { throw Refusal(.invalidDefaultMessageID) }
        let (to, prefix) = try Self.number(given.destination)
        let sender = try sender(message.source)
        let times: MessageTimes
        do throws(MessageProblem) { times = try message.times(now: now) } catch { throw Refusal(error) }
        let life = try MessageLife(times, secondsToLive: message.tlvs.secondsToLive, now: now)
        var origin = ESMEOrigin(
            esme: esme.id,
            source: ESMEOrigin.Source(
                ton: given.source.ton.rawValue, npi: given.source.npi.rawValue, digits: given.source.digits),
            destinationTON: given.destination.ton.rawValue, destinationNPI: given.destination.npi.rawValue,
            serviceType: message.serviceType, registeredDelivery: message.registeredDelivery.rawValue,
            priority: message.priorityFlag, scheduled: life.scheduled)
        (origin.destinationPrefix, origin.dataCoding) = (prefix, message.dataCoding)
        var submission = ESMESubmission(
            to: to, sender: sender, content: content(message), origin: origin, deadline: life.deadline)
        submission.replacesWaiting = message.replaceIfPresent == 1
        return submission
    }

    // MARK: Fields

    /// With the leading "+", and what stood before the digits.
    static func number(_ address: Address) throws(Refusal) -> (number: String, prefix: String) {
        switch address.ton {
        case .unknown, .international: break
        default: throw Refusal(.invalidDestinationTON)
        }
        switch address.npi {
        case .unknown, .e164: break
        default: throw Refusal(.invalidDestinationNPI)
        }
        let prefix = address.digits.hasPrefix("+") ? "+" : address.digits.hasPrefix("00") ? "00" : ""
        let digits = address.digits.dropFirst(prefix.count)
        guard (5...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Refusal(.invalidDestinationAddress)
        }
        return ("+" + digits, prefix)
    }

    /// A name or a number; for an empty source the account's first sender, or the gateway's own.
    private func sender(_ source: Address) throws(Refusal) -> String {
        guard !source.digits.isEmpty else { return esme.senders.first ?? "" }
        guard SenderName.isValid(source.digits) else { throw Refusal(.invalidSourceAddress) }
        let bare = Self.bare(source.digits)
        guard esme.senders.isEmpty || esme.senders.contains(where: { Self.bare($0) == bare }) else {
            throw Refusal(.invalidSourceAddress)
        }
        let isNumber = bare.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard source.ton != .alphanumeric else { return source.digits }
        return isNumber && source.ton == .international ? "+" + bare : source.digits
    }

    private static func bare(_ sender: String) -> String {
        sender.hasPrefix("+") ? String(sender.dropFirst()) : sender
    }

    private func content(_ message: SubmitSM) -> RawShortMessage {
        var raw = RawShortMessage(octets: message.payload, dataCoding: message.dataCoding)
        raw.hasUserDataHeader = message.esmClass.hasUserDataHeader
        raw.hasReplyPath = message.esmClass.rawValue & 0x80 != 0
        raw.protocolID = message.protocolID
        raw.alphabet = RawShortMessage.Alphabet(esme.defaultAlphabet)
        if !message.source.digits.isEmpty { raw.source = message.source }
        raw.tlvs = message.tlvs.filter { !Self.ownTags.contains($0.tag) }
        // All three or none. Source: SMPP 3.4 §5.3.2.22.
        if message.tlvs.segment == nil { raw.tlvs.removeAll { Self.segmentTags.contains($0.tag) } }
        return raw
    }

    /// Said to the gateway or by it, not to the phone.
    private static let ownTags: [TLVTag] = [
        .messagePayload, .qosTimeToLive, .setDpf, .receiptedMessageID, .messageState, .networkErrorCode,
        .congestionState, .scInterfaceVersion, .deliveryFailureReason, .additionalStatusInfoText,
    ]
    private static let segmentTags: [TLVTag] = [.sarReferenceNumber, .sarTotalSegments, .sarSegmentNumber]
}

extension [TLV] {
    /// Source: SMPP 3.4 §5.3.2.9.
    fileprivate var secondsToLive: UInt32? {
        guard let value = self[.qosTimeToLive]?.value, value.count == 4 else { return nil }
        return value.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
