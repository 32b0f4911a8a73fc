package import World

/// What an SMSC refuses of what an application submits. Source: SMPP 3.4 §4.4.1, §5.1.3, §5.2.
///
/// The rules are those of the protocol; which senders, destinations and codings a service takes is its own affair.
extension ShortMessage {
    /// The first rule broken by a `submit_sm`; `nil` for none. Addresses are taken as they are: see `normalized(as:)`.
    package func problem(now: Timestamp) -> MessageProblem? {
        if let status = destination.problem(as: .destination) { return MessageProblem(.destinationAddress, status) }
        return problemBesidesDestination(now: now)
    }

    /// As `problem(now:)`, for `submit_multi`, where each destination is judged alone.
    package func problemBesidesDestination(now: Timestamp) -> MessageProblem? {
        if let status = source.problem(as: .source) { return MessageProblem(.sourceAddress, status) }
        return problemOfFlags ?? problemOfText ?? tlvs.problem ?? problemOfTimes(now: now)
    }

    private func problemOfTimes(now: Timestamp) -> MessageProblem? {
        do throws(MessageProblem) {
            _ = try times(now: now)
            return nil
        } catch {
            return error
        }
    }

    private var problemOfFlags: MessageProblem? {
        // Of the types, an application has acknowledgements; receipts are the SMSC's. Source: SMPP 3.4 §5.2.12.
        guard [0x00, 0x08, 0x10].contains(esmClass.rawValue & 0x3C) else {
            return MessageProblem(.esmClass, .invalidESMClass)
        }
        guard priorityFlag <= 3 else { return MessageProblem(.priorityFlag, .invalidPriorityFlag) }
        guard registeredDelivery.rawValue & 0xE0 == 0 else {
            return MessageProblem(.registeredDelivery, .invalidRegisteredDeliveryFlag)
        }
        guard replaceIfPresent <= 1 else { return MessageProblem(.replaceIfPresent, .invalidReplaceFlag) }
        return nil
    }

    private var problemOfText: MessageProblem? {
        // One place or the other. Source: SMPP 3.4 §5.3.2.32.
        if !shortMessage.isEmpty, tlvs.messagePayload?.isEmpty == false {
            return MessageProblem(field: TLVTag.messagePayload.name, status: .tlvNotAllowed)
        }
        guard esmClass.hasUserDataHeader else { return nil }
        let octets = payload
        guard let length = octets.first, Int(length) < octets.count, length > 0 else {
            return MessageProblem(.esmClass, .invalidESMClass)
        }
        // What the header says may not be said again beside it. Source: SMPP 5.0 §4.8.4.48.
        let repeated: [TLVTag] = [
            .sarReferenceNumber, .sarTotalSegments, .sarSegmentNumber, .sourcePort, .destinationPort,
        ]
        if let tag = repeated.first(where: { tlvs[$0] != nil }) {
            return MessageProblem(field: tag.name, status: .tlvNotAllowed)
        }
        return nil
    }
}

extension DataSM {
    /// The first rule broken by a `data_sm` of an application; `nil` for none.
    package func problem(now: Timestamp) -> MessageProblem? { asMessage.problem(now: now) }

    private var asMessage: ShortMessage {
        ShortMessage(
            serviceType: serviceType, source: source, destination: destination, esmClass: esmClass,
            registeredDelivery: registeredDelivery, dataCoding: dataCoding, tlvs: tlvs)
    }
}

extension SubmitMulti {
    /// The first rule broken whatever the destination; `nil` for none. Source: SMPP 3.4 §4.5.1.
    package func problem(now: Timestamp) -> MessageProblem? {
        guard !destinations.isEmpty else { return MessageProblem(.numberOfDestinations) }
        return message.problemBesidesDestination(now: now)
    }
}

extension [TLV] {
    /// The first value of a length it may not have, or a segment that is none of its message; `nil` for none.
    package var problem: MessageProblem? {
        for tlv in self {
            // A NUL left out is common and does no harm.
            guard let problem = tlv.problem, problem != .notTerminated else { continue }
            return MessageProblem(field: tlv.tag.name, status: problem.status)
        }
        if let segment, segment.number == 0 || segment.number > segment.total {
            return MessageProblem(field: TLVTag.sarSegmentNumber.name, status: .invalidTLVValue)
        }
        return nil
    }
}
