package import World

/// Finds the attempt a receipt belongs to, by carrier and the carrier's message ID; never by guess.
///
/// An ID that two live attempts of a carrier share names neither. A receipt may come before the submit response:
/// it is held for a while and claimed when its attempt is registered.
package struct ReceiptCorrelation: Sendable {
    /// How long a receipt waits for its attempt.
    package static let holdTime = Duration.seconds(30)
    /// How many receipts wait at most, all carriers together.
    package static let heldMax = 10_000

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
        package var carrierID: String
        package var verdict: ReceiptVerdict
        /// For the timeline: the state's name and the network's error.
        package var detail: String
        package var at: Timestamp
        package init(carrier: String, carrierID: String, verdict: ReceiptVerdict, detail: String, at: Timestamp) {
            (self.carrier, self.carrierID, self.verdict) = (carrier, carrierID, verdict)
            (self.detail, self.at) = (detail, at)
        }
    }

    package enum Verdict: Hashable, Sendable {
        case credited(Target)
        /// No attempt has the ID yet; held.
        case held
        /// The final receipt of this segment was credited before.
        case duplicate
        /// Several live attempts share the ID.
        case ambiguous
        /// Too many receipts wait already.
        case overflow
    }

    private struct Key: Hashable { var carrier: String; var id: String }
    private enum Slot {
        case one(Target, settled: Bool)
        case shared(count: Int)
    }

    private var slots: [Key: Slot] = [:]
    private var held: [Key: [Report]] = [:]
    private var heldOrder = FIFO<(key: Key, report: Report)>()
    private var heldOldest: (key: Key, report: Report)?
    package private(set) var heldCount = 0

    package init() {}

    /// Carriers change an ID's letter case between response and receipt (jasmin#763); bases are the link's dialect.
    private func key(_ carrier: String, _ id: String) -> Key { Key(carrier: carrier, id: id.lowercased()) }

    /// The carrier gave `carrierID` to a segment. Returns the receipts that came before; credit them now.
    package mutating func register(_ target: Target, carrier: String, carrierID: String) -> [Report] {
        guard !carrierID.isEmpty else { return [] }
        let key = key(carrier, carrierID)
        switch slots[key] {
        case nil:
            slots[key] = .one(target, settled: false)
            let early = held.removeValue(forKey: key) ?? []
            heldCount -= early.count
            return early
        case .one(let earlier, _):
            if earlier != target { slots[key] = .shared(count: 2) }
            return []
        case .shared(let count):
            slots[key] = .shared(count: count + 1)
            return []
        }
    }

    /// The attempt is of no interest any more.
    package mutating func forget(carrier: String, carrierID: String) {
        let key = key(carrier, carrierID)
        switch slots[key] {
        case nil: break
        case .one: slots[key] = nil
        // Which of them remains can't be told, so the rest stay shared until all are gone.
        case .shared(let count): slots[key] = count > 1 ? .shared(count: count - 1) : nil
        }
    }

    /// A receipt came.
    package mutating func receive(_ report: Report) -> Verdict {
        let key = key(report.carrier, report.carrierID)
        switch slots[key] {
        case .one(_, settled: true): return .duplicate
        case .one(let target, settled: false):
            if report.verdict != .intermediate { slots[key] = .one(target, settled: true) }
            return .credited(target)
        case .shared: return .ambiguous
        case nil:
            guard heldCount < Self.heldMax else { return .overflow }
            held[key, default: []].append(report)
            heldOrder.append((key, report))
            heldCount += 1
            return .held
        }
    }

    /// The receipts that waited too long: nobody claimed them.
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
