/// Joins the segments of long messages, in any order, within bounds of count, octets and time.
///
/// `Source` says whose messages may be joined: sender and recipient, and the link where links differ. Times are
/// milliseconds of one clock. A message redelivered whole is given again; refusing repeats is the caller's.
package struct Reassembler<Source: Hashable & Sendable>: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Unfinished messages kept; one more drops the oldest.
        package var messagesMax: Int
        /// Octets kept of all of them; more drops the oldest.
        package var octetsMax: Int
        /// How long a message may take from its first segment seen.
        package var lifetimeMilliseconds: Int64

        package init(messagesMax: Int = 1000, octetsMax: Int = 1 << 20, lifetimeMilliseconds: Int64 = 3_600_000) {
            self.messagesMax = messagesMax
            self.octetsMax = octetsMax
            self.lifetimeMilliseconds = lifetimeMilliseconds
        }
    }

    /// A message with all its segments.
    package struct Whole: Hashable, Sendable {
        /// Runs of segments of one kind, joined.
        package var contents: [MessageContent]
        package var segmentCount: Int
        /// `nil` when any of it is binary.
        package var text: String? {
            var text = ""
            for content in contents {
                guard let part = content.text else { return nil }
                text += part
            }
            return text
        }
    }

    /// A message given up on.
    package struct Unfinished: Hashable, Sendable {
        package var source: Source
        package var received: Int
        package var total: Int
    }

    package enum Outcome: Hashable, Sendable {
        case whole(Whole)
        case waiting(received: Int, total: Int)
        /// The segment was already there.
        case duplicate
        /// There is no room for it: its message, being the oldest, went past `octetsMax` and was dropped.
        case refused
    }

    package let limits: Limits
    /// Unfinished messages dropped for room or because their reference was taken by another; expired ones not counted.
    package private(set) var droppedCount = 0
    /// Octets held.
    package private(set) var octetCount = 0

    private struct Key: Hashable {
        var source: Source
        var reference: ConcatenationReference
        var total: UInt8
    }

    private struct Entry {
        var startedAt: Int64
        var serial: UInt64
        var parts: [UInt8: MessageContent] = [:]
        var octetCount = 0
    }

    private var entries: [Key: Entry] = [:]
    /// Oldest first; places whose entry is gone or has another serial are skipped.
    private var order: [(key: Key, serial: UInt64)] = []
    private var orderHead = 0
    private var nextSerial: UInt64 = 0

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Unfinished messages held.
    package var count: Int { entries.count }
    /// Places kept of messages' order, for the test that it stays bounded.
    var orderCount: Int { order.count }

    /// Takes a message in; one without a concatenation element is whole at once.
    ///
    /// A segment that differs from one already there under the same place starts a new message: references come round.
    package mutating func add(_ message: DecodedMessage, from source: Source, now: Int64) -> Outcome {
        guard let place = message.concatenation, place.total > 1 else {
            return .whole(Whole(contents: [message.content], segmentCount: 1))
        }
        let octets = message.content.octets.count
        guard octets <= limits.octetsMax, limits.messagesMax > 0 else { return .refused }
        let key = Key(source: source, reference: place.reference, total: place.total)
        if let entry = entries[key] {
            if now - entry.startedAt >= limits.lifetimeMilliseconds {
                remove(key)
            } else if let present = entry.parts[place.index] {
                if present == message.content { return .duplicate }
                remove(key)
                droppedCount += 1
            }
        }
        var entry = entries[key] ?? start(key, now: now)
        entry.parts[place.index] = message.content
        entry.octetCount += octets
        octetCount += octets
        entries[key] = entry
        if entry.parts.count == Int(place.total) {
            remove(key)
            return .whole(Self.whole(entry, total: place.total))
        }
        while octetCount > limits.octetsMax, dropOldest() {}
        guard entries[key] != nil else { return .refused }
        return .waiting(received: entry.parts.count, total: Int(place.total))
    }

    /// Gives up on the messages whose time is over, oldest first.
    package mutating func expire(now: Int64) -> [Unfinished] {
        var expired: [Unfinished] = []
        while let (key, entry) = oldest(), now - entry.startedAt >= limits.lifetimeMilliseconds {
            expired.append(Unfinished(source: key.source, received: entry.parts.count, total: Int(key.total)))
            remove(key)
        }
        return expired
    }

    private mutating func start(_ key: Key, now: Int64) -> Entry {
        while entries.count >= limits.messagesMax, dropOldest() {}
        let entry = Entry(startedAt: now, serial: nextSerial)
        order.append((key, nextSerial))
        nextSerial += 1
        return entry
    }

    private mutating func dropOldest() -> Bool {
        guard let (key, _) = oldest() else { return false }
        remove(key)
        droppedCount += 1
        return true
    }

    private mutating func oldest() -> (key: Key, entry: Entry)? {
        while orderHead < order.count {
            let (key, serial) = order[orderHead]
            if let entry = entries[key], entry.serial == serial { return (key, entry) }
            orderHead += 1
        }
        order.removeAll(keepingCapacity: true)
        orderHead = 0
        return nil
    }

    private mutating func remove(_ key: Key) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        octetCount -= entry.octetCount
        compactOrder()
    }

    /// Keeps `order` at most twice the messages held and a little, though most finish out of its order.
    private mutating func compactOrder() {
        guard order.count > 2 * entries.count + 64 else { return }
        order = order[orderHead...].filter { entries[$0.key]?.serial == $0.serial }
        orderHead = 0
    }

    private static func whole(_ entry: Entry, total: UInt8) -> Whole {
        var contents: [MessageContent] = []
        for index in 1...total {
            guard let part = entry.parts[index] else { continue }
            if let last = contents.last, let joined = last.joined(with: part) {
                contents[contents.count - 1] = joined
            } else {
                contents.append(part)
            }
        }
        return Whole(contents: contents, segmentCount: Int(total))
    }
}
