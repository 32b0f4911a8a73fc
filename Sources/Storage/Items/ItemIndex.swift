import World

/// The keys of the in-memory store's small records, sorted, by kind and by what they are listed under.
struct ItemIndex: Sendable {
    private struct Group: Hashable {
        var kind: ItemKind
        /// `nil` groups the kind whatever the parent.
        var parent: [UInt8]?
    }

    private var parents: [ItemKey: [UInt8]] = [:]
    private var groups: [Group: [[UInt8]]] = [:]

    mutating func set(_ key: ItemKey, parent: [UInt8]?) {
        if let former = parents[key] {
            guard former != parent else { return }
            remove(key.bytes, from: Group(kind: key.kind, parent: former))
            remove(key.bytes, from: Group(kind: key.kind, parent: nil))
        }
        parents[key] = parent
        guard let parent else { return }
        insert(key.bytes, into: Group(kind: key.kind, parent: parent))
        insert(key.bytes, into: Group(kind: key.kind, parent: nil))
    }

    /// The keys after `after`, in order; of every parent if `parent` is `nil`.
    func keys(_ kind: ItemKind, parent: [UInt8]?, after: [UInt8]?) -> ArraySlice<[UInt8]> {
        let keys = groups[Group(kind: kind, parent: parent)] ?? []
        guard let after else { return keys[...] }
        let place = Self.place(of: after, in: keys)
        return keys[(place.isTaken ? place.index + 1 : place.index)...]
    }

    private mutating func insert(_ key: [UInt8], into group: Group) {
        let place = Self.place(of: key, in: groups[group] ?? [])
        if !place.isTaken { groups[group, default: []].insert(key, at: place.index) }
    }

    private mutating func remove(_ key: [UInt8], from group: Group) {
        let place = Self.place(of: key, in: groups[group] ?? [])
        if place.isTaken { groups[group]?.remove(at: place.index) }
        if groups[group]?.isEmpty == true { groups[group] = nil }
    }

    private static func place(of key: [UInt8], in keys: [[UInt8]]) -> (index: Int, isTaken: Bool) {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return (low, low < keys.count && keys[low] == key)
    }
}
