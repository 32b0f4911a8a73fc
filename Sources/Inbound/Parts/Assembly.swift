package import Verification
package import World

/// Which parts of long messages are there: says what to do with each, and when a message is whole or overdue.
///
/// It holds no text. Parts lie sealed in the store; a carrier is answered once its part is there.
package struct Assembly: Sendable {
    /// One long message: a keyed digest of carrier, addresses, reference and total.
    package typealias Group = RecipientDigest

    package struct Limits: Hashable, Sendable {
        /// Unfinished messages; a part of one more is refused for now, and the carrier keeps it.
        package var groupsMax = 1000
        /// Finished messages remembered, so that a part that comes again is known.
        package var finishedMax = 10_000
        /// From the first part's arrival until what is there is shown as it is.
        package var lifetime = Duration.seconds(600)

        package init() {}
    }

    /// How many parts a message may have that is joined: what one batch of writes can end. Parts of longer ones are
    /// messages of their own.
    package static let partsMax = 48

    package enum Action: Hashable, Sendable {
        /// Store it, then say `stored`.
        case store
        /// It is the last one: join it with those that are stored.
        case join
        /// It is durable already.
        case alreadyThere
        /// Everything is stored, but joining failed before: join what is stored.
        case joinStored
        /// Another message took the reference before this one was whole: end that one as it is, then ask again.
        case endEarlier
        /// The same part, or the whole, is being written just now, or there is no room: let the carrier send it again.
        case tryAgain
    }

    private enum Part: Hashable {
        case writing(UInt64)
        case stored(UInt64)

        var fingerprint: UInt64 {
            switch self {
            case .writing(let fingerprint), .stored(let fingerprint): fingerprint
            }
        }
    }

    private struct Open {
        var total: UInt8
        var startedAt: Timestamp
        var parts: [UInt8: Part] = [:]
        var isJoining = false

        /// No part is being written.
        var isAtRest: Bool {
            parts.values.allSatisfy { part in
                if case .stored = part { true } else { false }
            }
        }

        func isWhole(with index: UInt8? = nil) -> Bool {
            (1...total).allSatisfy { each in
                if each == index { return true }
                if case .stored? = parts[each] { return true }
                return false
            }
        }
    }

    package struct Finished: Hashable, Sendable {
        package var fingerprints: [UInt8: UInt64]
        package var until: Timestamp
    }

    package let limits: Limits
    private var open: [Group: Open] = [:]
    private var finished: [Group: Finished] = [:]
    private var finishedOrder: [(group: Group, until: Timestamp)] = []

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Unfinished messages.
    package var count: Int { open.count }
    package var finishedCount: Int { finished.count }

    /// A part came; `fingerprint` is a keyed digest of its content.
    package mutating func arrived(
        _ index: UInt8, of total: UInt8, group: Group, fingerprint: UInt64, now: Timestamp
    ) -> Action {
        if let done = finished[group], done.fingerprints[index] == fingerprint, now < done.until {
            return .alreadyThere
        }
        var entry = open[group] ?? Open(total: total, startedAt: now)
        guard !entry.isJoining else { return .tryAgain }
        switch entry.parts[index] {
        case .writing(fingerprint): return .tryAgain
        case .stored(fingerprint): return entry.isWhole() ? beginJoining(group, .joinStored) : .alreadyThere
        case .writing: return .tryAgain
        case .stored: return beginJoining(group, .endEarlier)
        case nil: break
        }
        guard open[group] != nil || open.count < limits.groupsMax else { return .tryAgain }
        entry.parts[index] = .writing(fingerprint)
        entry.isJoining = entry.isWhole(with: index)
        open[group] = entry
        return entry.isJoining ? .join : .store
    }

    /// The part is durable. Returns whether that makes the message whole, to be joined now.
    package mutating func stored(_ index: UInt8, group: Group) -> Bool {
        guard var entry = open[group], let part = entry.parts[index] else { return false }
        entry.parts[index] = .stored(part.fingerprint)
        entry.isJoining = entry.isJoining || entry.isWhole()
        let isMine = entry.isJoining && open[group]?.isJoining == false
        open[group] = entry
        return isMine
    }

    /// The part could not be stored; the carrier is told so.
    package mutating func failed(_ index: UInt8, group: Group) {
        open[group]?.parts[index] = nil
        open[group]?.isJoining = false
        if open[group]?.parts.isEmpty == true { open[group] = nil }
    }

    /// Joining what is stored failed; it stays for the next try.
    package mutating func joiningFailed(_ group: Group) { open[group]?.isJoining = false }

    /// The message is durable, whole or as it was. What is remembered of it is to be stored with it.
    package func remembering(_ group: Group, now: Timestamp) -> Finished {
        Finished(fingerprints: (open[group]?.parts ?? [:]).mapValues(\.fingerprint), until: now + limits.lifetime)
    }

    package mutating func ended(_ group: Group, _ done: Finished) {
        open[group] = nil
        remember(group, done)
    }

    /// Groups that nobody joins though they are whole, or whose time is over: each is to be ended as it is. They count
    /// as being joined until that is said.
    package mutating func overdue(now: Timestamp) -> [Group] {
        let over = open.filter { _, entry in
            let isDue = now - entry.startedAt >= limits.lifetime || entry.isWhole()
            return isDue && !entry.isJoining && entry.isAtRest
        }
        let groups = over.sorted { ($0.value.startedAt, $0.key.high) < ($1.value.startedAt, $1.key.high) }.map(\.key)
        for group in groups { open[group]?.isJoining = true }
        return groups
    }

    /// The parts of a group that are stored, in order, and how many there should be.
    package func storedParts(_ group: Group) -> (indices: [UInt8], total: UInt8) {
        guard let entry = open[group] else { return ([], 0) }
        let indices = entry.parts.compactMap { index, part -> UInt8? in
            if case .stored = part { index } else { nil }
        }
        return (indices.sorted(), entry.total)
    }

    // MARK: After a start

    package mutating func recovered(
        _ index: UInt8, of total: UInt8, group: Group, fingerprint: UInt64, at moment: Timestamp
    ) {
        var entry = open[group] ?? Open(total: total, startedAt: moment)
        entry.parts[index] = .stored(fingerprint)
        entry.startedAt = min(entry.startedAt, moment)
        open[group] = entry
    }

    package mutating func recovered(_ group: Group, _ done: Finished) { remember(group, done) }

    // MARK: Private

    private mutating func beginJoining(_ group: Group, _ action: Action) -> Action {
        guard open[group]?.isAtRest == true else { return .tryAgain }
        open[group]?.isJoining = true
        return action
    }

    private mutating func remember(_ group: Group, _ done: Finished) {
        finished[group] = done
        finishedOrder.append((group, done.until))
        while finishedOrder.count > limits.finishedMax {
            let oldest = finishedOrder.removeFirst()
            if finished[oldest.group]?.until == oldest.until { finished[oldest.group] = nil }
        }
    }
}
