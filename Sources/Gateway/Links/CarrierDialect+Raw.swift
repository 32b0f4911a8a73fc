import MessageEncoding
import SMPP

extension CarrierDialect {
    /// What an ESME gave, as it is; octets of data_coding 0 are written anew where the carrier takes them for another
    /// alphabet than the ESME.
    func submit(_ raw: RawShortMessage, _ submission: Submission) throws(UnwritableMessage) -> SubmitSM {
        let features: UInt8 = (raw.hasUserDataHeader ? 0x40 : 0) | (raw.hasReplyPath ? 0x80 : 0)
        let (octets, coding) = try transcoded(raw)
        return SubmitSM(
            source: raw.source ?? source(submission.sender), destination: .international(submission.to),
            esmClass: ESMClass(rawValue: features | deliveryMode.bits), protocolID: raw.protocolID,
            validityPeriod: SMPPTime.validityPeriod(submission.validity), registeredDelivery: .always,
            dataCoding: coding, shortMessage: octets, tlvs: raw.tlvs + tlvs)
    }

    private func transcoded(_ raw: RawShortMessage) throws(UnwritableMessage) -> (octets: [UInt8], coding: UInt8) {
        let given = raw.alphabet.defaultAlphabet
        guard raw.dataCoding == DataCoding.smscDefault.rawValue, given != defaultAlphabet,
            (given, defaultAlphabet) != (.ascii, .latin1)
        else { return (raw.octets, raw.dataCoding) }
        let decoded = MessageDecoder.decode(
            dataCoding: .smscDefault, esmUDHI: raw.hasUserDataHeader, octets: raw.octets, defaultAlphabet: given)
        let headerCount = raw.hasUserDataHeader ? UserDataHeader.parse(raw.octets).octetCount : 0
        guard let text = decoded.text,
            let encoded = try? MessageEncoder.encode(
                text, defaultAlphabet: defaultAlphabet, reference: .eightBit(0), maximumSegments: 1)
        else { throw .alphabet }
        let payload = encoded.segments[0].payload
        guard Self.fits(text, payload, encoded.dataCoding, headerOctets: headerCount) else { throw .alphabet }
        return (raw.octets.prefix(headerCount) + payload, encoded.dataCoding.rawValue)
    }

    /// Whether text and header fit one short message. Source: 3GPP TS 23.040 §9.2.3.16.
    private static func fits(_ text: String, _ payload: [UInt8], _ coding: DataCoding, headerOctets: Int) -> Bool {
        guard coding != .ucs2, let septets = SeptetCount(of: text) else {
            return headerOctets + payload.count <= MessageEncoder.userDataOctetsMax
        }
        let displaced = SeptetCount(displacedByHeaderOctets: headerOctets)
        return septets.septets + displaced.septets <= SeptetCount.segmentMax.septets
    }
}

extension RawShortMessage {
    /// Its text in the default alphabet; `nil` under a header or as a segment of a longer one.
    var wholeText: String? {
        guard dataCoding == DataCoding.smscDefault.rawValue, !hasUserDataHeader, tlvs.segment == nil else { return nil }
        return MessageDecoder.decode(
            dataCoding: .smscDefault, esmUDHI: false, octets: octets, defaultAlphabet: alphabet.defaultAlphabet
        ).text
    }
}

extension RawShortMessage.Alphabet {
    fileprivate var defaultAlphabet: DefaultAlphabet {
        switch self {
        case .gsm0338: .gsm0338
        case .latin1: .latin1
        case .ascii: .ascii
        }
    }
}
