import Delivery
import MessageEncoding
import SMPP
import Synchronization
import World

extension SMPPCarrierLink {
    /// How long a segment after the first is tried again before the message is given back.
    static let partPatience = Duration.seconds(30)
    /// Between the tries of a segment.
    static let partPause = Backoff(base: .milliseconds(200), limit: .seconds(2))

    package func submit(_ submission: Submission) async -> SubmissionOutcome {
        guard bound != nil else { return .notSent }
        let submits: [SubmitSM]
        do {
            submits = try dialect.submits(submission, reference: nextReference())
        } catch {
            switch error {
            case .tooManySegments: return .rejected(.destination, detail: "unencodable")
            case .alphabet: return .rejected(.route, detail: "not in the carrier's alphabet")
            }
        }
        let end = world.now + submission.validity
        var ids: [String] = []
        for submit in submits {
            let written = await write(submit, isFirst: ids.isEmpty, until: end)
            if let id = written.id { ids.append(id) }
            guard let failure = written.failure else { continue }
            return ids.isEmpty ? failure.outcome : .partly(carrierIDs: ids, of: submits.count, then: failure)
        }
        return .acknowledged(carrierIDs: ids)
    }

    /// What became of one segment.
    private struct Written {
        /// What a receipt of it names it by; where references do, it has one without an answer too.
        var id: String?
        var failure: SubmitFailure?
    }

    /// Writes one segment. Once the first is out, the others must follow or the phone never shows any: they are
    /// tried again here, under the same reference, which makes a repeated one harmless.
    private func write(_ submit: SubmitSM, isFirst: Bool, until end: Timestamp) async -> Written {
        var submit = submit
        var reference: UInt8?
        switch dialect.receipts.key {
        case .messageID: break
        case .userMessageReference:
            reference = takeReference(submit.destination, until: end)
            guard let reference else {
                return Written(failure: .rejected(.temporary, detail: "256 live references to one number"))
            }
            submit.tlvs.removeAll { $0.tag == .userMessageReference }
            submit.tlvs.insert(TLV(.userMessageReference, short: UInt16(reference)), at: 0)
        }
        let patience = min(end, world.now + Self.partPatience)
        var random = world.random
        var mayBeOut = false
        for failures in 1... {
            let failure: SubmitFailure
            switch await bound?.submit(submit) ?? .notSent(.notBound) {
            case .accepted(let id, _): return Written(id: reference.map(Self.identifier) ?? id)
            case .rejected(let status): failure = .rejected(dialect.rejection(status), detail: status.name)
            case .ambiguous(let reason): failure = .ambiguous(detail: "\(reason)")
            // It doesn't fit the protocol, and will not fit it later either.
            case .notSent(.unencodable): failure = .rejected(.route, detail: "unencodable")
            case .notSent: failure = .notSent
            }
            if case .ambiguous = failure { mayBeOut = true }
            let pause = Self.partPause.delay(afterFailures: failures, using: &random)
            guard !isFirst, failure.mayPass, world.now + pause < patience, (try? await world.sleep(for: pause)) != nil
            else {
                guard mayBeOut else {
                    if let reference { giveBack(reference, submit.destination) }
                    return Written(failure: failure)
                }
                return Written(id: reference.map(Self.identifier), failure: failure)
            }
        }
        return Written(failure: .notSent)
    }

    package func segmentCount(_ submission: Submission) -> Int {
        guard dialect.defaultAlphabet != .gsm0338 else { return submission.segments }
        return (try? dialect.submits(submission, reference: 0))?.count ?? submission.segments
    }

    /// Live until no receipt is credited to the message any more.
    private func takeReference(_ destination: Address, until end: Timestamp) -> UInt8? {
        guard let phone = NumberTail(destination.digits) else { return nil }
        let first = UInt8(truncatingIfNeeded: world.nextRandom())
        let now = world.now
        return references.withLock { $0.take(phone, until: end + Dispatcher.grace, first: first, now: now) }
    }

    private func giveBack(_ reference: UInt8, _ destination: Address) {
        guard let phone = NumberTail(destination.digits) else { return }
        references.withLock { $0.giveBack(reference, of: phone) }
    }

    /// What stands for a message's ID where receipts name it by its reference.
    static func identifier(_ reference: UInt8) -> String { "umr:\(reference)" }
}

extension SubmitFailure {
    /// Whether another try of the same segment on the same link may succeed.
    fileprivate var mayPass: Bool {
        switch self {
        case .rejected(.throttled, _), .rejected(.temporary, _), .ambiguous, .notSent: true
        case .rejected(.route, _), .rejected(.destination, _): false
        }
    }
}
