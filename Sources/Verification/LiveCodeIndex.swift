package import World

/// The codes that are live now, by tag: what keeps any two of a service distinct. Bounded by the codes that live.
package struct LiveCodeIndex: Sendable {
    /// Codes are counted by service and length.
    package struct Scope: Hashable, Sendable {
        package var service: ServiceID
        package var codeLength: Int
        package init(service: ServiceID, codeLength: Int) { (self.service, self.codeLength) = (service, codeLength) }
    }

    private struct Entry { var scope: Scope; var until: Timestamp; var isPrimary: Bool }

    private var entries: [CodeTag: Entry] = [:]
    private var counts: [Scope: Int] = [:]
    /// Tags by the second they end in, so that time passing costs only what ended.
    private var endings: [Int64: [CodeTag]] = [:]
    private var sweptTo: Int64?

    package init() {}

    /// How many codes of the scope are live.
    package func count(_ scope: Scope) -> Int { counts[scope] ?? 0 }

    /// Holds all of `tags` until `until`, or none and `false` when one is held already.
    package mutating func reserve(_ tags: [CodeTag], scope: Scope, until: Timestamp, now: Timestamp) -> Bool {
        sweep(now: now)
        guard tags.allSatisfy({ entries[$0] == nil }) else { return false }
        for (index, tag) in tags.enumerated() {
            entries[tag] = Entry(scope: scope, until: until, isPrimary: index == 0)
            endings[until.seconds, default: []].append(tag)
        }
        counts[scope, default: 0] += 1
        return true
    }

    /// Lets go of `tags`: their code is used, retired or was never stored.
    package mutating func release(_ tags: [CodeTag]) {
        for tag in tags { remove(tag) }
    }

    private mutating func remove(_ tag: CodeTag) {
        guard let entry = entries.removeValue(forKey: tag), entry.isPrimary else { return }
        counts[entry.scope, default: 1] -= 1
        if counts[entry.scope] == 0 { counts[entry.scope] = nil }
    }

    private mutating func sweep(now: Timestamp) {
        let second = now.seconds
        guard let from = sweptTo else {
            sweptTo = second
            return
        }
        guard second > from else { return }
        // After a long sleep it is cheaper to visit the endings there are than every second that passed.
        let due =
            second - from > Int64(endings.count)
            ? endings.keys.filter { $0 < second }.sorted() : Array(from..<second)
        for ended in due {
            for tag in endings.removeValue(forKey: ended) ?? [] {
                if let entry = entries[tag], entry.until <= now { remove(tag) }
            }
        }
        sweptTo = second
    }
}
