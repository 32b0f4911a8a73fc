import Logging
import MessageEncoding
import Storage
import Verification
import World

/// Long messages: parts lie sealed in the store until the last one came, or their time is over.
extension InboundService {
    private static let recoveryPage = 500
    /// Parts belong to no account until they are a message: their records' keys bind them.
    private static let nobody = AccountID(high: 0, low: 0)

    /// `true` once the message, or its part, is durable.
    func keep(_ text: InboundText, carrier: String, in inbox: InboxNumber) async -> Bool {
        do {
            guard let place = text.place else {
                let letter = InboxLetter(from: text.from.text, parts: [1: text.content], total: 1)
                try await keep(letter, masked: text.from.masked, in: inbox, receivedAt: text.receivedAt)
                return true
            }
            return try await keepPart(text, place, carrier: carrier, in: inbox)
        } catch {
            logger.error(
                "a received message could not be kept; the carrier sends it again", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func keepPart(
        _ text: InboundText, _ place: Concatenation, carrier: String, in inbox: InboxNumber
    ) async throws(StoreError) -> Bool {
        let group = group(text, place, carrier: carrier)
        let body = PartBody(
            inbox: inbox.id, from: text.from.text, fingerprint: fingerprint(of: text.content), content: text.content)
        // Twice at most: the second time after an earlier message under the same reference was ended.
        for _ in 0..<2 {
            switch assembly.arrived(
                place.index, of: place.total, group: group, fingerprint: body.fingerprint, now: world.now)
            {
            case .store: return try await store(body, place, group)
            case .join:
                do throws(StoreError) {
                    try await join(group, last: (place.index, body))
                } catch {
                    assembly.failed(place.index, group: group)
                    throw error
                }
                return true
            case .joinStored:
                await joinStored(group)
                return true
            case .alreadyThere: return true
            case .endEarlier: await joinStored(group)
            case .tryAgain: return false
            }
        }
        return false
    }

    private func store(_ body: PartBody, _ place: Concatenation, _ group: Assembly.Group) async throws(StoreError)
        -> Bool
    {
        let now = world.now
        var random = world.random
        // As long as a message is kept: after a long stop its group is overdue, and is shown as it is.
        var part = InboundPart(
            group: group, index: place.index, total: place.total, body: SealedBytes(keyID: 0, day: 0, bytes: []),
            receivedAt: now, expiresAt: now + configuration.retention)
        part.body = keys.seal(body.bytes, context: Self.context(part.itemKey), now: now, using: &random)
        do throws(StoreError) {
            // What a lost race left under the key is replaced.
            try await store.commit(WriteBatch([.delete(part), .put(part, ifVersion: 0)], now: now))
        } catch {
            assembly.failed(place.index, group: group)
            throw error
        }
        if assembly.stored(place.index, group: group) { await joinStored(group) }
        return true
    }

    /// Ends groups that are whole or whose time is over.
    func endOverdue() async {
        for group in assembly.overdue(now: world.now) { await joinStored(group) }
    }

    /// Joins what is stored; what fails is tried again with the next round.
    private func joinStored(_ group: Assembly.Group) async {
        do throws(StoreError) {
            try await join(group, last: nil)
        } catch {
            assembly.joiningFailed(group)
            logger.error("parts of a message could not be joined; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    /// Puts the message into its inbox and ends its parts, in one commit.
    private func join(_ group: Assembly.Group, last: (index: UInt8, body: PartBody)?) async throws(StoreError) {
        let now = world.now
        let (indices, total) = assembly.storedParts(group)
        var contents: [UInt8: MessageContent] = [:]
        var any = last?.body
        if let last { contents[last.index] = last.body.content }
        for index in indices {
            guard let body = try await part(group, index, now: now) else { continue }
            contents[index] = body.content
            any = any ?? body
        }
        let done = assembly.remembering(group, now: now)
        var endings = ([0] + indices).map { WriteOperation.deleteItem(ItemKey(.inboundPart, group.bytes + [$0])) }
        endings.append(.put(finishedPart(group, done, now: now), ifVersion: 0))
        if let any, let inbox = inboxes.inbox(any.inbox) {
            let letter = InboxLetter(from: any.from, parts: contents, total: Int(total))
            try await keep(
                letter, masked: PhoneAddress.masked(any.from), in: inbox, receivedAt: now, with: endings)
        } else {
            // The inbox was deleted meanwhile, or its parts can't be read any more.
            try await store.commit(WriteBatch(endings, now: now))
        }
        assembly.ended(group, done)
    }

    private func part(_ group: Assembly.Group, _ index: UInt8, now: Timestamp) async throws(StoreError) -> PartBody? {
        guard let part = try await store.get(InboundPart.self, group.bytes + [index], now: now) else { return nil }
        return open(part)
    }

    private func open(_ part: InboundPart) -> PartBody? {
        keys.open(part.body, context: Self.context(part.itemKey)).flatMap { try? PartBody($0) }
    }

    private func finishedPart(_ group: Assembly.Group, _ done: Assembly.Finished, now: Timestamp) -> InboundPart {
        var random = world.random
        var part = InboundPart(
            group: group, index: 0, total: 0, body: SealedBytes(keyID: 0, day: 0, bytes: []), receivedAt: now,
            expiresAt: done.until)
        part.body = keys.seal(
            FinishedBody(fingerprints: done.fingerprints).bytes, context: Self.context(part.itemKey), now: now,
            using: &random)
        return part
    }

    // MARK: After a start

    func recoverParts() async throws(StoreError) {
        let now = world.now
        var after: [UInt8]?
        while true {
            let page = try await store.listAll(InboundPart.self, after: after, limit: Self.recoveryPage, now: now)
            for part in page { recover(part) }
            guard page.count == Self.recoveryPage, let last = page.last else { return }
            after = last.itemKey
        }
    }

    private func recover(_ part: InboundPart) {
        if part.index == 0 {
            guard let bytes = keys.open(part.body, context: Self.context(part.itemKey)),
                let body = try? FinishedBody(bytes)
            else { return }
            return assembly.recovered(part.group, .init(fingerprints: body.fingerprints, until: part.expiresAt))
        }
        guard let body = open(part) else {
            return logger.error("a part of a message can't be opened: the key that sealed it is not among the secrets")
        }
        assembly.recovered(
            part.index, of: part.total, group: part.group, fingerprint: body.fingerprint, at: part.receivedAt)
    }

    // MARK: Digests

    private static func context(_ key: [UInt8]) -> SealContext {
        SealContext(.inboundPart, account: nobody, record: key)
    }

    private func group(_ text: InboundText, _ place: Concatenation, carrier: String) -> Assembly.Group {
        let reference =
            switch place.reference {
            case .eightBit(let value): "8/\(value)"
            case .sixteenBit(let value): "16/\(value)"
            }
        let name = [carrier, text.from.text, text.to.text, reference, "\(place.total)"].joined(separator: "\n")
        return keys.recipientDigest(of: "part\n" + name)
    }

    private func fingerprint(of content: MessageContent) -> UInt64 {
        var writer = RecordWriter(version: 1)
        writer.append(content)
        return keys.requestDigest(writer.bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
