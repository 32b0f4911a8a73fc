import Delivery
import MessageEncoding
import Storage
import Verification
package import World

extension Gateway {
    /// How many segments one message may take.
    static let segmentsMax = 10

    /// Sends a text that is no verification. It may hold a code of the caller's: its body is sealed like any other.
    package func sendMessage(
        _ request: MessageRequest, caller: Caller, idempotency: IdempotencyKey?
    ) async throws(GatewayError) -> MessageView {
        try requireAccepting()
        let now = world.now
        guard !request.text.isEmpty, request.text.count <= MessageRequest.textLengthMax else {
            throw .invalid(field: "text", problem: "must be 1 to \(MessageRequest.textLengthMax) characters")
        }
        guard MessageEncoder.segmentCount(of: request.text) <= Self.segmentsMax else {
            throw .invalid(field: "text", problem: "must fit \(Self.segmentsMax) segments")
        }
        let life = request.ttlSeconds ?? 3600
        guard MessageRequest.ttlSeconds.contains(life) else {
            throw .invalid(field: "ttl_seconds", problem: "must be 30 to 86400")
        }
        if let sender = request.sender, !SenderName.isValid(sender) {
            throw .invalid(field: "sender", problem: SenderName.rule)
        }
        var service: Service?
        if let name = request.service { service = try requireService(name, caller: caller) }
        let number = try number(request.to, field: "to", anyKind: service?.allowsAnyNumberKind ?? false)
        return try await gate.once(idempotency, account: caller.account, now: now) {
            (record) async throws(GatewayError) -> MessageView in
            try await requireRoute(to: number)
            try await requireNotOptedOut(
                number, sender: request.sender ?? service?.sender, account: caller.account)
            let recipient = recipient(
                number, account: caller.account, service: service?.id, verification: nil, now: now)
            let message = message(
                to: number, recipient: recipient, text: request.text,
                sender: request.sender ?? service?.sender ?? "", account: caller.account, service: service?.id,
                verification: nil, deadline: now + .seconds(life), accepted: now, assessed: world.now)
            var answer = view(message)
            answer.hops = []
            let operations = [WriteOperation.insertMessage(message)] + record(answer)
            try await gatewayErrors { () async throws(StoreError) in
                try await store.commit(WriteBatch(operations, now: now))
            }
            await dispatcher.enqueue(message, to: number, at: world.now)
            return answer
        }
    }

    package func message(_ id: MessageID, caller: Caller) async throws(GatewayError) -> MessageView {
        guard let message = try await current(id), message.account == caller.account else {
            throw .notFound(.message)
        }
        return view(message)
    }

    func view(_ message: Message) -> MessageView {
        let status: String =
            switch message.state {
            case .queued, .submitting: "queued"
            case .submitted: "submitted"
            case .delivered: "delivered"
            case .failed(let failure, _): failure.name
            }
        return MessageView(
            id: message.id, status: status, to: message.masked,
            sender: message.sender.isEmpty ? configuration.sender : message.sender,
            verification: message.verification, createdAt: message.createdAt, expiresAt: message.deadline,
            hops: Self.hops(message.timeline.entries.map { ($0, message.id) }))
    }
}

/// What may stand as a message's sender: a name of 1–11 characters with a letter in it, or a number of 3–15 digits.
package enum SenderName {
    package static let rule = "must be 1 to 11 letters, digits, spaces, - . _ & with a letter, or 3 to 15 digits"

    package static func isValid(_ sender: String) -> Bool {
        let bytes = Array(sender.utf8)
        let digits = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        if digits.allSatisfy({ (0x30...0x39).contains($0) }) { return (3...15).contains(digits.count) }
        let marks = Array(" -._&".utf8)
        return (1...11).contains(bytes.count) && bytes.allSatisfy { $0.isASCIILetterOrDigit || marks.contains($0) }
            && bytes.contains { $0.isASCIILetterOrDigit && $0 > 0x39 }
    }
}
