import Fraud
import Numbering
import Storage
import Verification
import World

extension Gateway {
    /// Checks a code, exactly once: what the check changed is durable before it is answered.
    package func check(
        _ reference: VerificationReference, code text: String, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> CheckView {
        try requireAccepting()
        guard let code = Code(text) else { throw .invalid(field: "code", problem: "must be 4 to 10 digits") }
        return try await gate.once(idempotency, account: caller.account, now: world.now) {
            (record) async throws(GatewayError) -> CheckView in
            for _ in 0..<Self.conflictsMax {
                if let answer = try await checkOnce(reference, code, caller: caller, record: record) { return answer }
            }
            throw .storeUnavailable("the store is too busy with this verification: try again")
        }
    }

    /// `nil` when another request changed the verification meanwhile.
    private func checkOnce(
        _ reference: VerificationReference, _ code: Code, caller: Caller, record: (CheckView) -> [WriteOperation]
    ) async throws(GatewayError) -> CheckView? {
        let now = world.now
        guard var verification = try await find(reference, caller: caller, now: now) else {
            // The same work as for a known one, so that time does not tell which identifiers exist.
            var random = world.random
            let unknown = VerificationID(at: now, using: &random)
            _ = keys.codeDigest(code, verification: unknown, generation: 1)
                .matches(CodeDigest(keyID: 0, bytes: [UInt8](repeating: 0, count: 32)))
            throw .notFound(.verification)
        }
        let counterKey = LimitKey.wrongChecks(verification.recipient.digest)
        let limit = configuration.wrongChecksPerNumber
        try await requireWithin(limit, counterKey, "wrong_checks_per_number", now: now)

        let before = verification
        var matches = false
        for live in verification.codes {
            let digest = keys.codeDigest(
                code, verification: verification.id, generation: live.generation, keyID: live.digest.keyID)
            if digest.matches(live.digest) { matches = true }
        }
        let action = verification.check(matches: matches, now: now)
        let answer = checkView(verification, action, now: now)
        var operations: [WriteOperation] = []
        if verification != before {
            verification.version += 1
            operations.append(.replaceVerification(verification, ifVersion: before.version))
        }
        operations += record(answer)
        let isWrong = verification.checksUsed > before.checksUsed && !answer.valid
        guard try await commitCheck(operations, counting: isWrong ? counterKey : nil, limit: limit, now: now) else {
            return nil
        }
        if verification.state != .pending, before.state == .pending {
            await store.releaseCode(before.codes.flatMap(\.tags))
            await dispatcher.verificationEnded(verification.messages)
        }
        return answer
    }

    /// `false` on a conflict.
    private func commitCheck(
        _ operations: [WriteOperation], counting key: [UInt8]?, limit: VelocityLimit, now: Timestamp
    ) async throws(GatewayError) -> Bool {
        var operations = operations
        if let key {
            let stored = try await counter(key, now: now)
            let next = Counter(
                key: key, moments: limit.adding(now, to: stored?.moments ?? []), expiresAt: now + limit.period,
                version: (stored?.version ?? 0) + 1)
            operations.append(.putCounter(next, ifVersion: stored?.version ?? 0))
        }
        guard !operations.isEmpty else { return true }
        do {
            try await store.commit(WriteBatch(operations, now: now))
            return true
        } catch .conflict {
            return false
        } catch {
            return try await gatewayErrors { () async throws(StoreError) in throw error }
        }
    }

    func find(
        _ reference: VerificationReference, caller: Caller, now: Timestamp
    ) async throws(GatewayError) -> Verification? {
        switch reference {
        case .id(let id):
            let found = try await gatewayErrors { () async throws(StoreError) in try await store.verification(id) }
            return found?.account == caller.account ? found : nil
        case .recipient(let to, let serviceName):
            let service = try requireService(serviceName, caller: caller)
            let number = try number(to, field: "to", anyKind: service.allowsAnyNumberKind)
            let pending = try await gatewayErrors { () async throws(StoreError) in
                try await store.pendingVerifications(
                    account: caller.account, service: service.id, recipient: keys.recipientDigest(of: number.text),
                    now: now, limit: 2)
            }
            guard pending.count < 2 else { throw .severalPending }
            return pending.first
        }
    }

    private func checkView(_ verification: Verification, _ action: CheckAction, now: Timestamp) -> CheckView {
        let reason: String? =
            switch action {
            case .accept: nil
            case .reject: "wrong_code"
            case .fail(let failure), .refuse(let failure): failure.reason
            case .alreadyApproved: "already_used"
            }
        return CheckView(verification: view(verification, now: now), valid: action == .accept, reason: reason)
    }
}
