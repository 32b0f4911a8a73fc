package import World

/// Things that fall due, earliest first; equal moments in the order they were added. A binary heap.
package struct DueQueue<Element: Sendable>: Sendable {
    private struct Entry: Sendable {
        var at: Timestamp
        var sequence: UInt64
        var element: Element
        func isBefore(_ other: Entry) -> Bool { (at, sequence) < (other.at, other.sequence) }
    }

    private var heap: [Entry] = []
    private var sequence: UInt64 = 0

    package init() {}

    package var count: Int { heap.count }
    package var nextDue: Timestamp? { heap.first?.at }

    package mutating func add(_ element: Element, at: Timestamp) {
        sequence += 1
        heap.append(Entry(at: at, sequence: sequence, element: element))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The earliest, if it is due at `now`.
    package mutating func popDue(now: Timestamp) -> Element? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.element }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            guard least != parent else { return first.element }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
