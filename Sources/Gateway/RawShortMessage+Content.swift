import MessageEncoding
import SMPP

extension RawShortMessage {
    /// What is kept and sent: the octets as they are where one short message carries them, else their text, which the
    /// link cuts in segments.
    func content() throws(GatewayError) -> SubmissionContent {
        guard octets.count > capacity else { return .short(self) }
        let tooLong = GatewayError.invalid(field: "text", problem: "is longer than a short message carries")
        // Segments of the application's own making, a class or bare octets would be lost on the way through text.
        guard !hasUserDataHeader, tlvs.segment == nil, coding.messageClass == nil, let text else { throw tooLong }
        guard MessageEncoder.segmentCount(of: text) <= Gateway.segmentsMax else {
            throw .invalid(field: "text", problem: "must fit \(Gateway.segmentsMax) segments")
        }
        return .text(text)
    }

    /// How many octets one short message of this coding carries, the header's included.
    /// Source: 3GPP TS 23.040 §9.2.3.16, §9.2.3.24.
    private var capacity: Int {
        switch coding.alphabet {
        case .smscDefault, .gsm0338, .latin1:
            guard hasUserDataHeader else { return SeptetCount.segmentMax.septets }
            let header = min(octets.first.map { Int($0) + 1 } ?? 0, MessageEncoder.userDataOctetsMax)
            let displaced = SeptetCount(displacedByHeaderOctets: header).septets
            return header + SeptetCount.segmentMax.septets - displaced
        case .ucs2, .binary, .unknown: return MessageEncoder.userDataOctetsMax
        }
    }

    private var coding: DataCoding { DataCoding(rawValue: dataCoding) }

    private var text: String? {
        let defaultAlphabet: DefaultAlphabet =
            switch alphabet {
            case .gsm0338: .gsm0338
            case .latin1, .ascii: .latin1
            }
        return MessageDecoder.decode(
            dataCoding: coding, esmUDHI: false, octets: octets, defaultAlphabet: defaultAlphabet
        ).text
    }
}
