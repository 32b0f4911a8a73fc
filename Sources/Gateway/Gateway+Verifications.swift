import Delivery
import Storage
import Verification
package import World

extension Gateway {
    package func verification(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView {
        view(try await own(id, caller: caller), now: world.now)
    }

    /// Sends the code again, or a new one, as the service's policy says.
    package func resend(
        _ id: VerificationID, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView {
        try requireAccepting()
        _ = try await own(id, caller: caller)
        return try await gate.once(idempotency, account: caller.account, now: world.now) {
            (record) async throws(GatewayError) -> VerificationView in
            try await resend(id, record: record)
        }
    }

    func resend(
        _ id: VerificationID, record: (VerificationView) -> [WriteOperation]
    ) async throws(GatewayError) -> VerificationView {
        for _ in 0..<Self.conflictsMax {
            if let answer = try await resendOnce(id, record: record) { return answer }
        }
        throw .storeUnavailable("the store is too busy with this verification: try again")
    }

    private func resendOnce(
        _ id: VerificationID, record: (VerificationView) -> [WriteOperation]
    ) async throws(GatewayError) -> VerificationView? {
        let now = world.now
        let found = try await gatewayErrors { () async throws(StoreError) in try await store.verification(id) }
        guard var verification = found else { throw .notFound(.verification) }
        guard let service = directory.service(verification.service) else { throw .notFound(.service) }
        var code: Code
        var fresh: Verification.LiveCode?
        var retired: [Verification.LiveCode] = []
        switch verification.resend(now: now) {
        case .alreadyApproved: throw .ended(reason: "approved")
        case .refuse(let failure): throw .ended(reason: failure.reason)
        case .noSendsLeft: throw .noSendsLeft
        case .wait(let until): throw .resendTooEarly(retryAfter: until - now)
        case .sendSame(let generation):
            guard let live = verification.codes.first(where: { $0.generation == generation }),
                let opened = open(live, of: verification)
            else { throw .storeUnavailable("the key that sealed the code is not among the secrets: put it back") }
            code = opened
        case .sendNew(let generation, let retiring):
            let made = try await allocateCode(
                length: verification.codeLength, service: service, until: verification.expiresAt, now: now)
            (code, retired) = (made.code, retiring)
            fresh = liveCode(made.code, tags: made.tags, generation: generation, verification: verification, now: now)
        }
        guard let number = number(of: verification) else {
            throw .storeUnavailable("the key that sealed the number is not among the secrets: put it back")
        }
        let isTest = verification.codeOrigin == .test
        do {
            if !isTest {
                try await requireNotOptedOut(number, sender: service.sender, account: verification.account)
            }
        } catch {
            if let fresh { await store.releaseCode(fresh.tags) }
            throw error
        }
        let message =
            isTest
            ? nil
            : self.message(
                to: number, recipient: verification.recipient,
                text: text(
                    for: code, service: service, locale: verification.locale, life: verification.expiresAt - now),
                sender: service.sender ?? "", account: verification.account, service: service.id, verification: id,
                deadline: verification.expiresAt, accepted: now, assessed: now)
        verification.codeLength = code.length
        verification.resent(fresh, retiring: retired, message: message?.id, now: now)
        verification.version += 1
        let answer = view(verification, now: now)
        var operations: [WriteOperation] = [
            .replaceVerification(verification, ifVersion: verification.version - 1)
        ]
        if let message { operations.append(.insertMessage(message)) }
        do {
            try await store.commit(WriteBatch(operations + record(answer), now: now))
        } catch {
            if let fresh { await store.releaseCode(fresh.tags) }
            if case .conflict = error { return nil }
            return try await gatewayErrors { () async throws(StoreError) in throw error }
        }
        await store.releaseCode(retired.flatMap(\.tags))
        if let message { await dispatcher.enqueue(message, to: number, at: world.now) }
        return answer
    }

    package func cancel(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> VerificationView {
        try requireAccepting()
        for _ in 0..<Self.conflictsMax {
            let now = world.now
            let before = try await own(id, caller: caller)
            var verification = before
            guard verification.cancel(now: now) == .canceled else { return view(verification, now: now) }
            verification.version += 1
            do {
                try await store.commit(
                    WriteBatch([.replaceVerification(verification, ifVersion: before.version)], now: now))
            } catch .conflict {
                continue
            } catch {
                return try await gatewayErrors { () async throws(StoreError) in throw error }
            }
            await store.releaseCode(before.codes.flatMap(\.tags))
            await dispatcher.verificationEnded(verification.messages)
            return view(verification, now: now)
        }
        throw .storeUnavailable("the store is too busy with this verification: try again")
    }

    /// The journey of all its messages and checks, in the order they happened.
    package func timeline(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> TimelineView {
        let verification = try await own(id, caller: caller)
        var entries: [(entry: Timeline.Entry, message: MessageID?)] = []
        for messageID in verification.messages {
            guard let message = try await current(messageID) else { continue }
            entries += message.timeline.entries.map { ($0, messageID) }
        }
        entries += verification.checks.map {
            (Timeline.Entry(.checked, at: $0.at, detail: $0.valid ? "valid" : "wrong"), nil)
        }
        return TimelineView(
            id: id, status: verification.statusName(now: world.now), hops: Self.hops(entries))
    }

    private func own(_ id: VerificationID, caller: Caller) async throws(GatewayError) -> Verification {
        guard let found = try await find(.id(id), caller: caller, now: world.now) else {
            throw .notFound(.verification)
        }
        return found
    }

    /// The message as it is now: the dispatcher's copy, or the stored one.
    func current(_ id: MessageID) async throws(GatewayError) -> Message? {
        if let held = await dispatcher.message(id) { return held }
        return try await gatewayErrors { () async throws(StoreError) in try await store.message(id) }
    }

    static func hops(_ entries: [(entry: Timeline.Entry, message: MessageID?)]) -> [HopView] {
        let ordered = entries.enumerated().sorted {
            ($0.element.entry.at, $0.offset) < ($1.element.entry.at, $1.offset)
        }.map(\.element)
        guard let start = ordered.first?.entry.at else { return [] }
        var previous = start
        return ordered.map { entry, message in
            defer { previous = entry.at }
            return HopView(
                hop: entry.hop.name, at: entry.at, sinceStart: entry.at - start, gap: entry.at - previous,
                message: message, attempt: entry.attempt > 0 ? entry.attempt : nil,
                detail: entry.detail.isEmpty ? nil : entry.detail)
        }
    }
}
