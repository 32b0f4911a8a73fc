import Storage
import World

/// The events that wait, by when they are due, and how many posts are under way: which one goes next.
struct WebhookQueue: Sendable {
    private struct Due: Comparable {
        var at: Timestamp
        var id: DeliveryID
        static func < (left: Self, right: Self) -> Bool { (left.at, left.id) < (right.at, right.id) }
    }

    private let limits: WebhookSender.Limits
    private var waiting: [DeliveryID: PendingDelivery] = [:]
    /// Sorted, the next one last.
    private var order: [Due] = []
    private var inFlight: Set<DeliveryID> = []
    private var inFlightByOwner: [PendingDelivery.Owner: Int] = [:]

    init(limits: WebhookSender.Limits) { self.limits = limits }

    var waitingCount: Int { waiting.count }
    var inFlightCount: Int { inFlight.count }

    /// `false` when there is no room for it. One that is known already is not taken twice.
    mutating func add(_ delivery: PendingDelivery) -> Bool {
        guard waiting[delivery.id] == nil, !inFlight.contains(delivery.id) else { return true }
        guard waiting.count < limits.waitingMax else { return false }
        waiting[delivery.id] = delivery
        insert(Due(at: delivery.notBefore, id: delivery.id))
        return true
    }

    /// One that is due and whose webhook is not busy, now under way; `nil` when there is none.
    mutating func next(now: Timestamp) -> PendingDelivery? {
        guard inFlight.count < limits.inFlightMax else { return nil }
        var place = order.count - 1
        while place >= 0, order[place].at <= now {
            if let delivery = waiting[order[place].id],
                inFlightByOwner[delivery.owner, default: 0] < limits.inFlightPerInboxMax
            {
                order.remove(at: place)
                waiting[delivery.id] = nil
                inFlight.insert(delivery.id)
                inFlightByOwner[delivery.owner, default: 0] += 1
                return delivery
            }
            place -= 1
        }
        return nil
    }

    /// The post ended; `again` is how it is to be tried again.
    mutating func done(_ delivery: PendingDelivery, again: PendingDelivery?) {
        inFlight.remove(delivery.id)
        let left = inFlightByOwner[delivery.owner, default: 1] - 1
        inFlightByOwner[delivery.owner] = left > 0 ? left : nil
        if let again { _ = add(again) }
    }

    private mutating func insert(_ due: Due) {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle] > due { low = middle + 1 } else { high = middle }
        }
        order.insert(due, at: low)
    }
}
