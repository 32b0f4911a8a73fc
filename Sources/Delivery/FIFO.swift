/// A first-in, first-out queue over an array; both ends in amortised constant time.
package struct FIFO<Element: Sendable>: Sendable {
    private var items: [Element] = []
    private var head = 0

    package init() {}

    package var count: Int { items.count - head }
    package var isEmpty: Bool { count == 0 }

    package mutating func append(_ element: Element) { items.append(element) }

    package mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        defer {
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: head <= 4096)
                head = 0
            } else if head > 1024, head > items.count / 2 {
                items.removeFirst(head)
                head = 0
            }
        }
        return items[head]
    }

    package mutating func removeAll() -> [Element] {
        defer { (items, head) = ([], 0) }
        return Array(items[head...])
    }
}
