import Delivery
import Numbering
import SMPP
package import Storage
import Verification
package import World

/// Messages of applications: taken, asked about, taken back, replaced.
extension Gateway {
    /// Takes messages that share a name, as those of a `submit_multi`; what is taken is durable. One answer for each,
    /// in order; the name is the first taken one's identifier.
    package func submit(
        _ submissions: [ESMESubmission], esme: ESMEAccount
    ) async -> [Result<MessageID, GatewayError>] {
        var answers: [Result<MessageID, GatewayError>] = []
        var group: [(index: Int, message: Message, number: E164)] = []
        var name: MessageID?
        for (index, submission) in submissions.enumerated() {
            do {
                var (message, number) = try await compose(submission, esme: esme, ahead: group.count)
                if submissions.count > 1, case .esme(var origin) = message.origin, let name {
                    origin.namedAfter = name
                    message.origin = .esme(origin)
                }
                if name == nil { name = message.id }
                group.append((index, message, number))
                answers.append(.success(message.id))
            } catch {
                answers.append(.failure(error))
            }
        }
        // Once a part is not stored the rest isn't either: its name might be that of a message there is not.
        var failure: GatewayError?
        for start in stride(from: 0, to: group.count, by: WriteBatch.operationsMax) {
            let part = group[start..<min(start + WriteBatch.operationsMax, group.count)]
            do throws(GatewayError) {
                if let failure { throw failure }
                try await gatewayErrors { () async throws(StoreError) in
                    try await store.commit(
                        WriteBatch(part.map { .insertMessage($0.message) }, now: world.now))
                }
                for (_, message, number) in part { await dispatcher.enqueue(message, to: number, at: world.now) }
            } catch {
                failure = error
                for (index, _, _) in part { answers[index] = .failure(error) }
            }
        }
        return answers
    }

    /// Takes one message, durably; gives its name.
    package func submit(_ submission: ESMESubmission, esme: ESMEAccount) async throws(GatewayError) -> MessageID {
        if submission.replacesWaiting, let waiting = try await replaceWaiting(submission, esme: esme) {
            return waiting
        }
        return try await submit([submission], esme: esme)[0].get()
    }

    /// What became of a message of the application's account.
    package func message(_ id: MessageID, esme: ESMEAccount) async throws(GatewayError) -> ESMEMessageStatus {
        let (message, origin) = try await own(id, esme: esme)
        return ESMEMessageStatus(
            id: id, state: MessageState(message.state), endedAt: message.endedAt, source: origin.source)
    }

    /// Takes a waiting message back, durably. Throws `.conflict` once it was handed to a carrier or ended.
    package func cancel(_ id: MessageID, esme: ESMEAccount) async throws(GatewayError) {
        try requireAccepting()
        _ = try await own(id, esme: esme)
        try await cancel([id])
    }

    /// Takes back what waits from one address to another; throws `.notFound` when that is nothing.
    package func cancelWaiting(
        from source: String, to number: String, name: MessageID?, serviceType: String, esme: ESMEAccount
    ) async throws(GatewayError) {
        try requireAccepting()
        let found = await dispatcher.waiting(
            ESMEWaiting(
                account: esme.account, source: source, recipient: keys.recipientDigest(of: number),
                serviceType: serviceType, name: name))
        guard !found.isEmpty else { throw .notFound(.message) }
        try await cancel(found)
    }

    /// Puts another text in the place of a waiting message's, durably.
    package func replace(
        _ id: MessageID, with replacement: ESMEReplacement, esme: ESMEAccount
    ) async throws(GatewayError) {
        try requireAccepting()
        let (message, origin) = try await own(id, esme: esme)
        let now = world.now
        let deadline = replacement.deadline ?? message.deadline
        let start = replacement.scheduled ?? origin.scheduled ?? now
        guard deadline > max(now, start) else {
            throw .invalid(field: "validity_period", problem: "ends before the message may be sent")
        }
        guard let sealed = message.body, let plain = keys.open(sealed, context: message.bodyContext),
            let body = MessageBody(plain)
        else { throw .conflict(problem: "the message has ended") }
        var raw = RawShortMessage(octets: replacement.octets, dataCoding: origin.dataCoding)
        if let content = replacement.content {
            raw = content
        } else if case .short(let earlier) = body.content {
            raw = earlier
            raw.octets = replacement.octets
        } else {
            raw.alphabet = RawShortMessage.Alphabet(esme.defaultAlphabet)
        }
        var changed = message
        changed.deadline = deadline
        var random = world.random
        changed.body = keys.seal(
            MessageBody(to: body.to, content: try raw.content()).bytes, context: changed.bodyContext, now: now,
            using: &random)
        var changedOrigin = origin
        changedOrigin.dataCoding = raw.dataCoding
        changedOrigin.registeredDelivery = replacement.registeredDelivery
        changedOrigin.scheduled = replacement.scheduled ?? origin.scheduled
        changed.origin = .esme(changedOrigin)
        try require(await dispatcher.replace(id, with: changed, notBefore: max(now, start)))
    }

    // MARK: Private

    private func compose(
        _ submission: ESMESubmission, esme: ESMEAccount, ahead: Int
    ) async throws(GatewayError) -> (Message, E164) {
        try requireAccepting()
        let queued = await dispatcher.waitingCount(of: esme.id) + ahead
        guard queued < configuration.esmeQueueMax else {
            throw .limited(limit: Self.queueLimitName, retryAfter: .seconds(1))
        }
        let number = try number(submission.to, field: "to", anyKind: false)
        let content = try submission.content.content()
        try await requireRoute(to: number)
        try await requireNotOptedOut(number, sender: submission.sender, account: esme.account)
        let now = world.now
        var random = world.random
        var message = Message(
            id: MessageID(at: now, using: &random), account: esme.account, service: nil, verification: nil,
            recipient: keys.recipientDigest(of: number.text), masked: number.masked, sender: submission.sender,
            body: nil, createdAt: now, deadline: submission.deadline)
        message.body = keys.seal(
            MessageBody(to: number.text, content: content).bytes, context: message.bodyContext, now: now,
            using: &random)
        message.origin = .esme(submission.origin)
        if let scheduled = submission.origin.scheduled, scheduled > now {
            message.state = .queued(notBefore: scheduled)
        }
        message.timeline.stamp(.accepted, at: now)
        message.timeline.stamp(.assessed, at: world.now)
        return (message, number)
    }

    /// Another application's message is as good as none, and so is one of the API.
    private func own(_ id: MessageID, esme: ESMEAccount) async throws(GatewayError) -> (Message, ESMEOrigin) {
        guard let message = try await current(id), message.account == esme.account,
            case .esme(let origin) = message.origin
        else { throw .notFound(.message) }
        return (message, origin)
    }

    private func replaceWaiting(
        _ submission: ESMESubmission, esme: ESMEAccount
    ) async throws(GatewayError) -> MessageID? {
        let origin = submission.origin
        let number = try number(submission.to, field: "to", anyKind: false)
        try await requireNotOptedOut(number, sender: submission.sender, account: esme.account)
        let found = await dispatcher.waiting(
            ESMEWaiting(
                account: esme.account, source: origin.source.digits,
                recipient: keys.recipientDigest(of: number.text), serviceType: origin.serviceType, name: nil))
        guard let id = found.last else { return nil }
        do {
            var replacement = ESMEReplacement(
                octets: submission.content.octets, scheduled: origin.scheduled, deadline: submission.deadline,
                registeredDelivery: origin.registeredDelivery)
            replacement.content = submission.content
            try await replace(id, with: replacement, esme: esme)
            return id
        } catch .conflict, .notFound {
            // It was sent meanwhile: then this one is a message of its own.
            return nil
        } catch {
            throw error
        }
    }

    private func cancel(_ ids: [MessageID]) async throws(GatewayError) {
        var last: DispatcherAnswer = .tooLate
        for id in ids {
            let answer = await dispatcher.cancel(id)
            if last != .done || answer == .notDurable { last = answer }
        }
        try require(last)
    }

    private func require(_ answer: DispatcherAnswer) throws(GatewayError) {
        switch answer {
        case .done: break
        case .tooLate: throw .conflict(problem: "the message was handed to a carrier, or has ended")
        case .notDurable: throw .storeUnavailable("the change could not be stored; it is tried again")
        }
    }

    /// Names the limit on what may wait of one application in `GatewayError.limited`.
    package static let queueLimitName = "queued_messages"
}

extension RawShortMessage.Alphabet {
    package init(_ alphabet: ESMEAccount.Alphabet) {
        switch alphabet {
        case .gsm: self = .gsm0338
        case .latin1: self = .latin1
        case .ascii: self = .ascii
        }
    }
}

extension MessageState {
    /// A message's state as SMPP names it. Source: SMPP 3.4 §5.2.28.
    ///
    /// One that a carrier took and never reported on is `unknown`: nobody knows whether the phone has it.
    init(_ state: Message.State) {
        switch state {
        case .queued, .submitting, .submitted: self = .enroute
        case .delivered: self = .delivered
        case .failed(.expired, _): self = .expired
        case .failed(.undeliverable, _): self = .undeliverable
        case .failed(.unconfirmed, _): self = .unknown
        case .failed(.canceled, _): self = .deleted
        }
    }
}
