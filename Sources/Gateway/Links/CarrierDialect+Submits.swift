import MessageEncoding
import SMPP

/// Why a message can't be written for a carrier; its text is not in it.
enum UnwritableMessage: Error, Hashable, Sendable {
    case tooManySegments
    /// It came in one alphabet and doesn't fit in the carrier's.
    case alphabet
}

extension CarrierDialect {
    /// The submits a message takes, in segment order; `reference` is what its segments share.
    func submits(_ submission: Submission, reference: UInt16) throws(UnwritableMessage) -> [SubmitSM] {
        switch submission.content {
        case .text(let text): return try submits(text, submission, reference: reference)
        case .short(let raw):
            do throws(UnwritableMessage) {
                return [try submit(raw, submission)]
            } catch {
                // 160 characters in the application's alphabet may be three segments in what the carrier takes.
                guard let text = raw.wholeText else { throw error }
                return try submits(text, submission, reference: reference)
            }
        }
    }

    private func submits(
        _ text: String, _ submission: Submission, reference: UInt16
    ) throws(UnwritableMessage) -> [SubmitSM] {
        let encoded: EncodedMessage
        do {
            encoded = try MessageEncoder.encode(
                text, defaultAlphabet: defaultAlphabet, reference: concatenation(reference),
                maximumSegments: Gateway.segmentsMax)
        } catch {
            throw .tooManySegments
        }
        var base = SubmitSM(
            source: source(submission.sender), destination: .international(submission.to),
            esmClass: ESMClass(rawValue: deliveryMode.bits),
            validityPeriod: SMPPTime.validityPeriod(submission.validity), registeredDelivery: .always,
            dataCoding: encoded.dataCoding.rawValue)
        guard encoded.segments.count > 1 else {
            base.shortMessage = encoded.segments[0].payload
            base.tlvs = tlvs
            return [base]
        }
        switch segmentation {
        case .udh8, .udh16: return encoded.segments.map { underHeader($0, base) }
        case .sar: return numbered(encoded.segments, base, reference)
        case .payload:
            base.tlvs = [TLV(.messagePayload, encoded.segments.flatMap(\.payload))] + tlvs
            return [base]
        }
    }

    /// The parts for sar_* are as long as those under the larger header, which is what the carrier may have to add.
    private func concatenation(_ reference: UInt16) -> ConcatenationReference {
        switch segmentation {
        case .udh8, .payload: .eightBit(UInt8(truncatingIfNeeded: reference))
        case .udh16, .sar: .sixteenBit(reference)
        }
    }

    private func underHeader(_ segment: EncodedMessage.Segment, _ base: SubmitSM) -> SubmitSM {
        var submit = base
        submit.esmClass.rawValue |= ESMClass.userDataHeader.rawValue
        submit.shortMessage = segment.shortMessage
        submit.tlvs = tlvs
        return submit
    }

    /// Never together with a user data header. Source: SMPP 5.0 §4.8.4.56.
    private func numbered(_ segments: [EncodedMessage.Segment], _ base: SubmitSM, _ reference: UInt16) -> [SubmitSM] {
        segments.enumerated().map { index, segment in
            var submit = base
            submit.shortMessage = segment.payload
            submit.tlvs =
                [
                    TLV(.sarReferenceNumber, short: reference),
                    TLV(.sarTotalSegments, octet: UInt8(truncatingIfNeeded: segments.count)),
                    TLV(.sarSegmentNumber, octet: UInt8(truncatingIfNeeded: index + 1)),
                ] + tlvs
            return submit
        }
    }
}
