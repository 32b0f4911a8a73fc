import Delivery
import MessageEncoding
import MessageTemplates
import Numbering
import Storage
import Verification
import World

/// Puts codes into texts and texts into sealed messages.
extension Gateway {
    /// When to come back once the codes of a service run out: some of them die in that time.
    static let codeSpaceRetry = Duration.seconds(10)

    func text(for code: Code, service: Service, locale: String, life: Duration) -> String {
        let request = RenderRequest(
            locale: locale, serviceName: service.brand.isEmpty ? nil : service.brand, codeText: code.digits,
            lifeSeconds: Int(life.secondsRoundedUp), originHost: service.originHost,
            retrieverHash: service.retrieverHash, customTemplate: service.template)
        return TemplateLibrary.builtIn.render(request).text
    }

    func message(
        to number: E164, recipient: Recipient, text: String, sender: String, account: AccountID, service: ServiceID?,
        verification: VerificationID?, deadline: Timestamp, accepted: Timestamp, assessed: Timestamp
    ) -> Message {
        var random = world.random
        var message = Message(
            id: MessageID(at: accepted, using: &random), account: account, service: service,
            verification: verification, recipient: recipient.digest, masked: recipient.masked, sender: sender,
            body: nil, createdAt: accepted, deadline: deadline)
        message.body = keys.seal(
            MessageBody(to: number.text, text: text).bytes, context: message.bodyContext, now: accepted,
            using: &random)
        message.timeline.stamp(.accepted, at: accepted)
        message.timeline.stamp(.assessed, at: assessed)
        return message
    }

    func recipient(
        _ number: E164, account: AccountID, service: ServiceID?, verification: VerificationID?, now: Timestamp
    ) -> Recipient {
        var random = world.random
        let digest = keys.recipientDigest(of: number.text)
        let context = SealContext(
            .recipient, account: account, service: service, verification: verification, recipient: digest)
        return Recipient(
            digest: digest, masked: number.masked,
            sealed: keys.seal(Array(number.text.utf8), context: context, now: now, using: &random))
    }

    /// The number a verification goes to; `nil` when it was wiped or can't be opened.
    func number(of verification: Verification) -> E164? {
        let context = SealContext(
            .recipient, account: verification.account, service: verification.service,
            verification: verification.id, recipient: verification.recipient.digest)
        guard let bytes = keys.open(verification.recipient.sealed, context: context) else { return nil }
        return E164(String(decoding: bytes, as: UTF8.self))
    }

    func codeContext(_ verification: Verification, generation: Int) -> SealContext {
        SealContext(
            .code, account: verification.account, service: verification.service, verification: verification.id,
            recipient: verification.recipient.digest,
            expiresAt: verification.expiresAt + .microseconds(generation))
    }

    func liveCode(
        _ code: Code, tags: [CodeTag], generation: Int, verification: Verification, now: Timestamp
    ) -> Verification.LiveCode {
        var random = world.random
        return Verification.LiveCode(
            generation: generation,
            digest: keys.codeDigest(code, verification: verification.id, generation: generation),
            sealed: keys.seal(
                Array(code.digits.utf8), context: codeContext(verification, generation: generation), now: now,
                using: &random),
            tags: tags)
    }

    func open(_ live: Verification.LiveCode, of verification: Verification) -> Code? {
        let context = codeContext(verification, generation: live.generation)
        guard let bytes = keys.open(live.sealed, context: context) else { return nil }
        return Code(String(decoding: bytes, as: UTF8.self))
    }

    /// Draws a code no live verification of the service holds.
    func allocateCode(
        length asked: Int, service: Service, until: Timestamp, now: Timestamp
    ) async throws(GatewayError) -> CodeAllocator.Allocation {
        var live: [Int: Int] = [:]
        for length in asked...max(asked, service.policy.codeLengthMax) {
            live[length] = await store.liveCodes(LiveCodeIndex.Scope(service: service.id, codeLength: length))
        }
        let longest = service.policy.codeLengthMax
        guard let length = CodeAllocator.length(asked: asked, longest: longest, live: { live[$0] ?? 0 }) else {
            throw .codeSpaceExhausted(retryAfter: Self.codeSpaceRetry)
        }
        let scope = LiveCodeIndex.Scope(service: service.id, codeLength: length)
        for _ in 0..<CodeAllocator.drawsMax {
            var random = world.random
            let code = CodeGenerator.code(length: length, using: &random)
            let tags = keys.codeTags(code, account: service.account, service: service.id, now: now)
            if await store.reserveCode(tags, scope: scope, until: until, now: now) {
                return CodeAllocator.Allocation(code: code, tags: tags)
            }
        }
        throw .codeSpaceExhausted(retryAfter: Self.codeSpaceRetry)
    }
}
