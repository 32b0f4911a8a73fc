import Delivery
import Gateway
import SMPP
import World

/// What became of one delivery.
enum DeliverySettlement: Equatable {
    /// Taken: to be deleted.
    case taken
    /// The application will never take it: to be deleted, and counted.
    case refused
    /// Its life was over before it could be sent.
    case expired
    /// To be sent again.
    case again
}

/// The deliveries of one application that are in memory: read from the store in order, sent in order, deleted when the
/// application took them.
struct Outbox {
    /// How many are read at once.
    static let pageMax = 100
    /// A page is read while fewer wait.
    static let lowWater = 50
    /// After a temporary refusal or silence nothing is sent for a while, so that the order holds.
    static let pause = Backoff(base: .seconds(1), limit: .seconds(60))

    /// By identifier, which is by time.
    private(set) var waiting: [ESMEDelivery] = []
    private(set) var inFlight: [DeliveryID: ESMEDelivery] = [:]
    /// Settled, and still in the store.
    private(set) var ending: Set<DeliveryID> = []
    private(set) var isReading = false
    private(set) var pausedUntil = Timestamp.distantPast
    private var failuresInRow = 0
    /// All up to here were read.
    private var readThrough: DeliveryID?
    private var mayHoldMore = true
    /// The lowest that was stored while a page was being read.
    private var lowestNotice: DeliveryID?
    /// Those that went from the store while a page was being read, which may show them still.
    private var goneMeanwhile: Set<DeliveryID> = []

    var wantsPage: Bool { mayHoldMore && !isReading && waiting.count < Self.lowWater }
    var isIdle: Bool { inFlight.isEmpty && ending.isEmpty && !isReading }

    // MARK: Reading

    /// Something was stored.
    mutating func stored(_ id: DeliveryID) {
        mayHoldMore = true
        if isReading {
            lowestNotice = min(lowestNotice ?? id, id)
        } else {
            reread(from: id)
        }
    }

    /// Begins a page: where to read after, or `nil` when none is wanted.
    mutating func beginReading() -> (after: DeliveryID?, limit: Int)? {
        guard wantsPage else { return nil }
        (isReading, lowestNotice) = (true, nil)
        return (readThrough, Self.pageMax)
    }

    /// Ends it; `nil` when it could not be read.
    mutating func read(_ page: [ESMEDelivery]?) {
        isReading = false
        defer { goneMeanwhile = [] }
        if let page {
            let known = Set(waiting.map(\.id)).union(goneMeanwhile)
            for delivery in page where !known.contains(delivery.id) && inFlight[delivery.id] == nil {
                // One that can't be opened stays in the store until it expires.
                if !ending.contains(delivery.id), delivery.message != nil { insert(delivery) }
            }
            if let last = page.last { readThrough = max(readThrough ?? last.id, last.id) }
            mayHoldMore = page.count >= Self.pageMax || lowestNotice != nil
        }
        if let notice = lowestNotice { reread(from: notice) }
        lowestNotice = nil
    }

    /// Commits need not come in the order of the identifiers: one that comes before what was read is read again for.
    private mutating func reread(from id: DeliveryID) {
        guard let readThrough, id <= readThrough else { return }
        self.readThrough = id.predecessor
    }

    // MARK: Sending

    /// The next to be sent; those that expired meanwhile are given with `expired`.
    mutating func next(now: Timestamp, expired: inout [DeliveryID]) -> ESMEDelivery? {
        guard now >= pausedUntil else { return nil }
        while let first = waiting.first {
            waiting.removeFirst()
            guard first.expiresAt > now else {
                ending.insert(first.id)
                expired.append(first.id)
                continue
            }
            inFlight[first.id] = first
            return first
        }
        return nil
    }

    mutating func settle(
        _ id: DeliveryID, _ outcome: DeliverOutcome, now: Timestamp, using random: inout some RandomNumberGenerator
    ) -> DeliverySettlement {
        guard let delivery = inFlight.removeValue(forKey: id) else { return .taken }
        let settlement = Self.settlement(outcome)
        switch settlement {
        case .taken, .refused, .expired:
            failuresInRow = 0
            ending.insert(id)
        case .again:
            insert(delivery)
            switch outcome {
            case .answered, .ambiguous(.timedOut), .ambiguous(.unreadableResponse):
                // Answers to what was sent together count once.
                guard now >= pausedUntil else { break }
                failuresInRow += 1
                pausedUntil = now + Self.pause.delay(afterFailures: failuresInRow, using: &random)
            case .ambiguous(.connectionLost), .notSent: break
            }
        }
        return settlement
    }

    /// A permanent refusal is the application's own decision, as that of a phone is.
    private static func settlement(_ outcome: DeliverOutcome) -> DeliverySettlement {
        switch outcome {
        case .answered(let status):
            switch status.disposition {
            case .accepted: .taken
            case .messagePermanent, .destinationPermanent: .refused
            case .throttle, .temporary, .session, .failover, .sender, .encoding, .configuration, .protocolFault:
                .again
            }
        case .ambiguous: .again
        case .notSent(.unencodable): .refused
        case .notSent: .again
        }
    }

    /// They are gone from the store.
    mutating func deleted(_ ids: [DeliveryID]) {
        for id in ids { ending.remove(id) }
        if isReading { goneMeanwhile.formUnion(ids) }
    }

    /// They are to be dropped unsent.
    mutating func drop(_ ids: [DeliveryID]) {
        let dropped = Set(ids)
        if isReading { goneMeanwhile.formUnion(dropped) }
        waiting.removeAll { dropped.contains($0.id) }
    }

    private mutating func insert(_ delivery: ESMEDelivery) {
        let place = waiting.firstIndex { $0.id > delivery.id } ?? waiting.count
        waiting.insert(delivery, at: place)
    }
}

extension Identifier {
    /// The one just before.
    fileprivate var predecessor: Identifier? {
        if low > 0 { return Identifier(high: high, low: low - 1) }
        return high > 0 ? Identifier(high: high - 1, low: .max) : nil
    }
}
