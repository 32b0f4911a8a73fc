package import World

/// Finds the attempt a receipt belongs to, by carrier and the carrier's message ID; never by guess.
///
/// An ID that two live attempts of a carrier share names neither. A receipt may come before the submit response:
/// it is held for a while and claimed when its attempt is registered. How a carrier writes IDs in its receipts is
/// learned from those that name one attempt beyond doubt, unless `rules` says it.
package struct ReceiptCorrelation: Sendable {
    /// How long a receipt waits for its attempt.
    package static let holdTime = Duration.seconds(30)
    /// How many receipts wait at most, all carriers together.
    package static let heldMax = 10_000
    /// Live attempts under one ID before it is said that the carrier's IDs name nothing.
    package static let sharedToNotice = 3

    /// One segment of one attempt of a message.
    package struct Target: Hashable, Sendable {
        package var message: MessageID
        package var attempt: Int
        package var segment: Int
        package init(message: MessageID, attempt: Int, segment: Int) {
            (self.message, self.attempt, self.segment) = (message, attempt, segment)
        }
    }

    /// What a carrier reported.
    package struct Report: Hashable, Sendable {
        package var carrier: String
        /// As the receipt writes it.
        package var carrierID: String
        package var verdict: ReceiptVerdict
        /// For the timeline: the state's name and the network's error.
        package var detail: String
        package var at: Timestamp
        /// The phone the receipt says it is about.
        package var phone: NumberTail?
        package init(
            carrier: String, carrierID: String, verdict: ReceiptVerdict, detail: String, at: Timestamp,
            phone: NumberTail? = nil
        ) {
            (self.carrier, self.carrierID, self.verdict) = (carrier, carrierID, verdict)
            (self.detail, self.at, self.phone) = (detail, at, phone)
        }
    }

    package enum Verdict: Hashable, Sendable {
        case credited(Target)
        /// No attempt has the ID yet, or it isn't sure which is meant; held.
        case held
        /// The final receipt of this segment was credited before.
        case duplicate
        /// It could name several live attempts.
        case ambiguous
        /// It waited its time, and names none.
        case unknown
        /// Too many receipts wait already.
        case overflow
    }

    /// What whoever runs the gateway is to be told of a carrier, once.
    package enum Notice: Hashable, Sendable {
        case learned(carrier: String, MessageIDForm)
        /// It gives several live messages one ID, or none.
        case sharedIDs(carrier: String)
    }

    /// By carrier; one without learns the form of its IDs.
    package let rules: [String: ReceiptRule]
    private var slots: [SlotKey: Slot] = [:]
    private var evidence: [String: FormEvidence] = [:]
    private var held: [SlotKey: [Report]] = [:]
    private var heldOrder = FIFO<(key: SlotKey, report: Report)>()
    private var heldOldest: (key: SlotKey, report: Report)?
    package private(set) var heldCount = 0
    private var notices: [Notice] = []
    private var noticed: Set<String> = []
    /// By carrier: how many segments it took without giving them an ID.
    private var withoutID: [String: Int] = [:]

    package init(rules: [String: ReceiptRule] = [:]) { self.rules = rules }

    private func rule(_ carrier: String) -> ReceiptRule { rules[carrier] ?? ReceiptRule() }

    /// The ID as the carrier wrote it, compared as its rule says.
    private func key(_ carrier: String, _ id: String, _ phone: NumberTail?) -> SlotKey {
        switch rule(carrier).key {
        case .messageID: SlotKey(carrier: carrier, id: MessageIDForm.canonical(id), phone: nil)
        case .userMessageReference: SlotKey(carrier: carrier, id: id, phone: phone)
        }
    }

    /// The carrier gave `carrierID` to a segment that goes to `phone`. Returns the receipts that came before; credit
    /// them now.
    package mutating func register(
        _ target: Target, carrier: String, carrierID: String, phone: NumberTail? = nil
    ) -> [Report] {
        guard !carrierID.isEmpty else {
            withoutID[carrier, default: 0] += 1
            noteSharedIDs(carrier, count: withoutID[carrier] ?? 0)
            return []
        }
        let key = key(carrier, carrierID, phone)
        switch slots[key] {
        case nil: slots[key] = .one(target, phone: phone, settled: false)
        case .one(let earlier, _, _):
            guard earlier != target else { return [] }
            slots[key] = .shared(count: 2)
        case .shared(let count):
            slots[key] = .shared(count: count + 1)
            noteSharedIDs(carrier, count: count + 1)
        }
        return claimed(by: key)
    }

    private mutating func noteSharedIDs(_ carrier: String, count: Int) {
        guard count >= Self.sharedToNotice, noticed.insert(carrier).inserted else { return }
        notices.append(.sharedIDs(carrier: carrier))
    }

    /// The held receipts that can be decided now that `key` is registered.
    private mutating func claimed(by key: SlotKey) -> [Report] {
        guard heldCount > 0 else { return [] }
        var claimed: [Report] = []
        var looked: [SlotKey] = []
        for form in forms(key.carrier) {
            guard let id = form.receiptID(ofResponse: key.id) else { continue }
            let place = SlotKey(carrier: key.carrier, id: id, phone: key.phone)
            guard !looked.contains(place), let waiting = held[place] else { continue }
            looked.append(place)
            let decided = waiting.filter { decide($0, isOverdue: false).verdict != .held }
            let left = waiting.filter { !decided.contains($0) }
            held[place] = left.isEmpty ? nil : left
            heldCount -= waiting.count - left.count
            claimed += decided
        }
        return claimed
    }

    /// The attempt is of no interest any more.
    package mutating func forget(carrier: String, carrierID: String, phone: NumberTail? = nil) {
        let key = key(carrier, carrierID, phone)
        switch slots[key] {
        case nil: break
        case .one: slots[key] = nil
        // Which of them remains can't be told, so the rest stay shared until all are gone.
        case .shared(let count): slots[key] = count > 1 ? .shared(count: count - 1) : nil
        }
    }

    /// A receipt came, or `isOverdue`: one that was held has waited its time.
    package mutating func receive(_ report: Report, isOverdue: Bool = false) -> Verdict {
        let decision = decide(report, isOverdue: isOverdue)
        switch decision.verdict {
        case .credited(let target):
            if report.verdict != .intermediate, let key = decision.key {
                slots[key] = .one(target, phone: decision.phone, settled: true)
            }
            learn(decision, carrier: report.carrier)
        case .held:
            guard heldCount < Self.heldMax else { return .overflow }
            let key = key(report.carrier, report.carrierID, report.phone)
            held[key, default: []].append(report)
            heldOrder.append((key, report))
            heldCount += 1
        case .duplicate, .ambiguous, .unknown, .overflow: break
        }
        return decision.verdict
    }

    private mutating func learn(_ decision: Decision, carrier: String) {
        guard rule(carrier).form == nil, rule(carrier).key == .messageID else { return }
        let before = evidence[carrier]?.learned
        evidence[carrier, default: FormEvidence()].note(form: decision.form, agreed: decision.agreed)
        if let form = evidence[carrier]?.learned, form != before {
            notices.append(.learned(carrier: carrier, form))
        }
    }

    /// What is to be told since the last call.
    package mutating func takeNotices() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    /// The receipts that waited their time: to be received once more, as overdue.
    package mutating func unclaimed(now: Timestamp) -> [Report] {
        var unclaimed: [Report] = []
        while let oldest = heldOldest ?? heldOrder.popFirst() {
            guard oldest.report.at + Self.holdTime <= now else {
                heldOldest = oldest
                return unclaimed
            }
            heldOldest = nil
            guard var waiting = held[oldest.key], let index = waiting.firstIndex(of: oldest.report) else { continue }
            waiting.remove(at: index)
            held[oldest.key] = waiting.isEmpty ? nil : waiting
            heldCount -= 1
            unclaimed.append(oldest.report)
        }
        return unclaimed
    }
}

// MARK: Deciding

extension ReceiptCorrelation {
    private struct SlotKey: Hashable {
        var carrier: String
        var id: String
        /// Part of the key where the carrier's IDs are references that are unique by phone only.
        var phone: NumberTail?
    }

    private enum Slot {
        case one(Target, phone: NumberTail?, settled: Bool)
        case shared(count: Int)
    }

    /// A slot the receipt's ID may stand for, and under which reading.
    private struct Candidate {
        var form: MessageIDForm
        var key: SlotKey
        var slot: Slot

        /// Whether receipt and attempt name the same phone; `nil` when one of them names none.
        func agrees(_ phone: NumberTail?) -> Bool? {
            guard case .one(_, let own?, _) = slot, let phone else { return nil }
            return own == phone
        }
    }

    private struct Decision {
        var verdict: Verdict
        var key: SlotKey?
        var phone: NumberTail?
        /// What a credited receipt teaches of the carrier's IDs; `nil` when it can be read in several ways at once.
        var form: MessageIDForm?
        var agreed: Bool?
    }

    private func forms(_ carrier: String) -> [MessageIDForm] {
        let rule = rule(carrier)
        guard rule.key == .messageID else { return [.same] }
        return rule.form.map { [$0] } ?? MessageIDForm.allCases
    }

    private func decide(_ report: Report, isOverdue: Bool) -> Decision {
        let waiting = Decision(verdict: isOverdue ? .unknown : .held)
        let place = key(report.carrier, report.carrierID, report.phone)
        let forms = forms(report.carrier)
        var readings: [String] = []
        var candidates: [Candidate] = []
        for form in forms {
            // 1…9 are the same in both bases.
            guard let id = form.responseID(ofReceipt: place.id), !readings.contains(id) else { continue }
            readings.append(id)
            let key = SlotKey(carrier: report.carrier, id: id, phone: place.phone)
            if let slot = slots[key] { candidates.append(Candidate(form: form, key: key, slot: slot)) }
        }
        guard !candidates.isEmpty else { return waiting }
        guard forms.count > 1, readings.count > 1 else { return decision(candidates[0], report, teaches: nil) }
        return choose(among: candidates, report, otherwise: waiting)
    }

    /// Where the carrier's form isn't said: the phone decides, then what was learned, else nobody.
    private func choose(among candidates: [Candidate], _ report: Report, otherwise waiting: Decision) -> Decision {
        let evidence = evidence[report.carrier] ?? FormEvidence()
        let learned = evidence.learned
        let isShared = candidates.contains {
            if case .shared = $0.slot { $0.form == learned ?? $0.form } else { false }
        }
        guard !isShared else { return Decision(verdict: .ambiguous) }
        var pool = candidates.filter { $0.agrees(report.phone) == true }
        if pool.count > 1, let learned { pool = pool.filter { $0.form == learned } }
        if pool.isEmpty {
            pool = candidates.filter { !($0.agrees(report.phone) == false && evidence.namesPhones) }
            if let learned { pool = pool.filter { $0.form == learned } }
        }
        guard let only = pool.first else { return waiting }
        guard pool.count == 1 else { return Decision(verdict: .ambiguous) }
        // It could name one attempt, but neither the phone nor what was learned bears that out: the attempt it means,
        // by another reading, may be registered yet.
        if only.agrees(report.phone) != true, learned == nil, waiting.verdict == .held { return waiting }
        return decision(only, report, teaches: only.form)
    }

    private func decision(_ candidate: Candidate, _ report: Report, teaches form: MessageIDForm?) -> Decision {
        switch candidate.slot {
        case .shared: Decision(verdict: .ambiguous)
        case .one(_, _, settled: true): Decision(verdict: .duplicate)
        case .one(let target, let phone, settled: false):
            Decision(
                verdict: .credited(target), key: candidate.key, phone: phone, form: form,
                agreed: candidate.agrees(report.phone))
        }
    }
}
