import Delivery
import Fraud
import MessageTemplates
import Numbering
import Storage
import Verification
import World

extension Gateway {
    /// Makes a verification, stores it with its message and what limits it, then hands the message on to be sent.
    package func start(
        _ request: StartRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> VerificationView {
        try requireAccepting()
        let accepted = world.now
        let service = try requireService(request.service, caller: caller)
        var plan = try StartPlan(request, service: service)
        let number: E164
        if let test = try testStart(request.to, service: service) {
            number = test.number
            plan.source = .test(test.code)
        } else {
            number = try self.number(request.to, field: "to", anyKind: service.allowsAnyNumberKind)
        }
        return try await gate.once(idempotency, account: caller.account, now: accepted) {
            (record) async throws(GatewayError) -> VerificationView in
            if !plan.source.isTest {
                try await requireRoute(to: number)
                try await requireNotOptedOut(number, sender: service.sender, account: caller.account)
            }
            let digest = keys.recipientDigest(of: number.text)
            let pending = try await pending(service, digest, now: accepted, for: service.policy.restart)
            if service.policy.restart == .resendExisting, let existing = pending.first {
                return try await resend(existing.id, record: record)
            }
            return try await begin(
                plan, number: number, service: service, superseding: pending, accepted: accepted, record: record)
        }
    }

    private func pending(
        _ service: Service, _ recipient: RecipientDigest, now: Timestamp, for restart: VerificationPolicy.Restart
    ) async throws(GatewayError) -> [Verification] {
        guard restart != .new else { return [] }
        return try await gatewayErrors { () async throws(StoreError) in
            try await store.pendingVerifications(
                account: service.account, service: service.id, recipient: recipient, now: now, limit: 8)
        }
    }

    private func begin(
        _ plan: StartPlan, number: E164, service: Service, superseding: [Verification], accepted: Timestamp,
        record: (VerificationView) -> [WriteOperation]
    ) async throws(GatewayError) -> VerificationView {
        var random = world.random
        let id = VerificationID(at: accepted, using: &random)
        let expiresAt = accepted + .seconds(plan.lifeSeconds)
        let recipient = recipient(
            number, account: service.account, service: service.id, verification: id, now: accepted)
        let counterKey = LimitKey.starts(recipient.digest)
        if !plan.source.isTest {
            try await requireWithin(configuration.startsPerNumber, counterKey, "starts_per_number", now: accepted)
        }
        let assessed = world.now

        let allocation: CodeAllocator.Allocation
        switch plan.source {
        case .made:
            allocation = try await allocateCode(
                length: plan.codeLength, service: service, until: expiresAt, now: accepted)
        case .brought(let code), .test(let code): allocation = CodeAllocator.Allocation(code: code, tags: [])
        }
        var verification = Verification(
            id: id, account: service.account, service: service.id, recipient: recipient, channel: "sms",
            locale: plan.locale, codeLength: allocation.code.length, codeOrigin: plan.source.origin,
            createdAt: accepted, expiresAt: expiresAt, policy: service.policy)
        let message =
            plan.source.isTest
            ? nil
            : self.message(
                to: number, recipient: recipient,
                text: text(for: allocation.code, service: service, locale: plan.locale, life: expiresAt - accepted),
                sender: service.sender ?? "", account: service.account, service: service.id, verification: id,
                deadline: expiresAt, accepted: accepted, assessed: assessed)
        verification.started(
            liveCode(allocation.code, tags: allocation.tags, generation: 1, verification: verification, now: accepted),
            message: message?.id, now: accepted)

        let answer = view(verification, now: accepted)
        var operations: [WriteOperation] = [.insertVerification(verification)]
        if let message { operations.append(.insertMessage(message)) }
        var ended: [Verification] = []
        for var earlier in superseding where earlier.cancel(.superseded, now: accepted) == .canceled {
            earlier.version += 1
            operations.append(.replaceVerification(earlier, ifVersion: earlier.version - 1))
        }
        for earlier in superseding { ended.append(earlier) }
        operations += record(answer)
        do {
            if plan.source.isTest {
                try await commit(operations, now: accepted)
            } else {
                try await commitCounting(
                    operations, limit: configuration.startsPerNumber, key: counterKey, name: "starts_per_number",
                    now: accepted)
            }
        } catch {
            await store.releaseCode(allocation.tags)
            throw error
        }
        count(plan.source.origin)
        if let message { await dispatcher.enqueue(message, to: number, at: world.now) }
        for earlier in ended {
            await store.releaseCode(earlier.codes.flatMap(\.tags))
            await dispatcher.verificationEnded(earlier.messages)
        }
        return answer
    }
}

/// What a start asks for, checked against its service.
struct StartPlan {
    var lifeSeconds: Int
    var codeLength: Int
    var locale: String
    var source = CodeSource.made

    /// Who decides what the code is.
    enum CodeSource {
        case made
        case brought(Code)
        case test(Code)

        var isTest: Bool { origin == .test }
        var origin: Verification.CodeOrigin {
            switch self {
            case .made: .made
            case .brought: .brought
            case .test: .test
            }
        }
    }

    init(_ request: StartRequest, service: Service) throws(GatewayError) {
        let policy = service.policy
        guard request.channel ?? "sms" == "sms" else {
            throw .invalid(field: "channel", problem: "must be \"sms\"")
        }
        lifeSeconds = request.ttlSeconds ?? policy.lifeSeconds
        guard (30...policy.lifeSecondsMax).contains(lifeSeconds) else {
            throw .invalid(field: "ttl_seconds", problem: "must be 30 to \(policy.lifeSecondsMax)")
        }
        codeLength = request.codeLength ?? policy.codeLength
        guard Code.lengths.contains(codeLength) else {
            throw .invalid(field: "code_length", problem: "must be 4 to 10")
        }
        locale = request.locale ?? service.locale
        guard (2...35).contains(locale.utf8.count),
            locale.utf8.allSatisfy({ $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { throw .invalid(field: "locale", problem: "must be a BCP 47 language tag such as \"en\" or \"pt-BR\"") }
        if let brought = request.code {
            guard let parsed = Code(brought) else {
                throw .invalid(field: "code", problem: "must be 4 to 10 digits")
            }
            source = .brought(parsed)
        }
        if let address = request.clientIP {
            guard ClientAddress.isValid(address) else {
                throw .invalid(field: "client_ip", problem: "must be an IPv4 or IPv6 address")
            }
        }
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
