import Delivery
import MessageEncoding
package import SMPP
import Synchronization
package import World

/// A carrier reached over SMPP: one bind, driven by the shipped client.
package final class SMPPCarrierLink: CarrierLink, ESMEHandler {
    /// How the carrier writes the message IDs of its receipts, seen from those of its responses.
    package enum MessageIDForm: String, Sendable, CaseIterable {
        /// The same, letter case apart.
        case same
        /// Hexadecimal in the response, decimal in the receipt (jsmpp#56).
        case hexadecimalInResponse = "hex_in_response"
        /// Decimal in the response, hexadecimal in the receipt.
        case decimalInResponse = "dec_in_response"
    }

    package let name: String
    package let window: Int
    package let ratePerSecond: Int?
    private let form: MessageIDForm
    private let world: any World
    private let client = Mutex<ESMEClient?>(nil)
    private let events = Mutex<(any CarrierLinkEvents)?>(nil)
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation
    private let reference = Mutex<UInt8>(0)

    package init(
        name: String, configuration: ESMEConfiguration, ratePerSecond: Int? = nil, form: MessageIDForm = .same,
        network: any ByteNetwork, world: any World
    ) {
        (self.name, window, self.ratePerSecond) = (name, configuration.windowMax, ratePerSecond)
        (self.form, self.world) = (form, world)
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        client.withLock { client in
            client = ESMEClient(configuration: configuration, network: network, world: world, handler: self)
        }
    }

    private var bound: ESMEClient? { client.withLock { $0 } }
    package var isBound: Bool { bound?.isBound ?? false }

    package func run(events: any CarrierLinkEvents) async {
        self.events.withLock { $0 = events }
        guard let client = bound else { return }
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in self.changes { await events.stateChanged() }
            }
            await client.run()
            change.finish()
        }
    }

    package func shutdown() async { await bound?.shutdown() }

    // MARK: Out

    package func submit(_ submission: Submission) async -> SubmissionOutcome {
        guard let client = bound else { return .notSent }
        let pdus: [SubmitSM]
        switch submission.content {
        case .short(let raw): pdus = [pdu(raw, submission)]
        case .text(let text):
            do {
                let encoded = try MessageEncoder.encode(
                    text, reference: .eightBit(nextReference()), maximumSegments: Gateway.segmentsMax)
                pdus = encoded.segments.map { pdu($0, encoded.dataCoding, submission) }
            } catch {
                return .rejected(.destination, detail: "unencodable")
            }
        }
        var ids: [String] = []
        for pdu in pdus {
            switch await client.submit(pdu) {
            case .accepted(let id, _): ids.append(normalized(responseID: id))
            case .rejected(let status):
                let rejection = RejectionClass(status)
                // A message of which a part went out must not be thrown away for a moment's congestion.
                return .rejected(rejection, detail: status.name)
            case .ambiguous(let reason): return .ambiguous(detail: "\(reason)")
            case .notSent: return ids.isEmpty ? .notSent : .ambiguous(detail: "unbound between segments")
            }
        }
        return .acknowledged(carrierIDs: ids)
    }

    private func nextReference() -> UInt8 {
        reference.withLock { value in
            value &+= 1
            return value
        }
    }

    private func pdu(
        _ segment: EncodedMessage.Segment, _ coding: DataCoding, _ submission: Submission
    ) -> SubmitSM {
        SubmitSM(
            source: Self.source(submission.sender), destination: .international(submission.to),
            esmClass: segment.needsUDHI ? .userDataHeader : .default,
            validityPeriod: SMPPTime.validityPeriod(submission.validity), registeredDelivery: .always,
            dataCoding: coding.rawValue, shortMessage: segment.shortMessage)
    }

    private func pdu(_ raw: RawShortMessage, _ submission: Submission) -> SubmitSM {
        let features: UInt8 = (raw.hasUserDataHeader ? 0x40 : 0) | (raw.hasReplyPath ? 0x80 : 0)
        return SubmitSM(
            source: raw.source ?? Self.source(submission.sender), destination: .international(submission.to),
            esmClass: ESMClass(rawValue: features), protocolID: raw.protocolID,
            validityPeriod: SMPPTime.validityPeriod(submission.validity), registeredDelivery: .always,
            dataCoding: raw.dataCoding, shortMessage: raw.octets, tlvs: raw.tlvs)
    }

    /// TON and NPI by the sender's form: names 5/0, short codes 3/0, numbers 1/1 (TELECOM notes §1.6).
    static func source(_ sender: String) -> Address {
        let digits = sender.hasPrefix("+") ? String(sender.dropFirst()) : sender
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .alphanumeric(sender) }
        guard digits.utf8.count > 6 else {
            return Address(ton: .networkSpecific, npi: .unknown, digits: digits)
        }
        return .international(digits)
    }

    // MARK: In

    package func stateChanged(_ state: ESMEState) { change.yield() }

    package func receive(_ message: DeliverSM) async -> CommandStatus {
        guard let events = events.withLock({ $0 }) else { return .temporaryApplicationError }
        guard message.esmClass.isDeliveryReceipt || message.esmClass.isIntermediateNotification else {
            let segment = ReceivedSegment(carrier: name, message: message, receivedAt: world.now)
            switch await events.message(segment) {
            case .kept: return .ok
            case .notNow: return .temporaryApplicationError
            // Said so, rather than answered and thrown away.
            case .refused: return .rejectedByApplication
            }
        }
        guard let receipt = Receipt(message), let id = receipt.messageID, !id.isEmpty else {
            let kept = await events.unreadableReceipt(carrier: name, detail: "no message_id")
            return kept ? .ok : .temporaryApplicationError
        }
        let report = ReceiptCorrelation.Report(
            carrier: name, carrierID: normalized(receiptID: id), verdict: ReceiptVerdict(receipt.state),
            detail: receipt.state.receiptText + (receipt.errorCode.map { " err \($0)" } ?? ""), at: world.now)
        return await events.receipt(report) ? .ok : .temporaryApplicationError
    }

    private func normalized(responseID id: String) -> String {
        switch form {
        case .same, .decimalInResponse: id
        case .hexadecimalInResponse: UInt64(id, radix: 16).map { String($0) } ?? id
        }
    }

    private func normalized(receiptID id: String) -> String {
        switch form {
        case .same, .hexadecimalInResponse: id
        case .decimalInResponse: UInt64(id, radix: 16).map { String($0) } ?? id
        }
    }
}

extension ReceiptVerdict {
    /// What a message_state means: only final ones decide. Source: SMPP 3.4 §5.2.28.
    init(_ state: MessageState) {
        switch state {
        case .delivered: self = .delivered
        case .expired, .deleted, .undeliverable, .rejected: self = .undelivered
        default: self = .intermediate
        }
    }
}
