import SMPP
import World

/// Any octets as one PDU: what can be read is written again and read as the same; what cannot has an answer that can
/// be written.
func fuzzPDU(_ input: [UInt8]) {
    let octets = withTrueLength(input)
    switch Result(catching: { () throws(PDUDecodingError) in try PDU(decoding: octets) }) {
    case .success(let pdu): rewrite(pdu)
    case .failure(let error): explain(error)
    }
}

/// Any octets as PDUs explained: no field lies outside them.
func fuzzExplain(_ input: [UInt8]) {
    let octets = input.first.map { $0 & 1 == 0 } ?? true ? withTrueLength(Array(input.dropFirst())) : input
    let explained = PDUExplanation.explain(octets, showText: true)
    check(!explained.isEmpty, "nothing explained")
    for field in explained {
        check(field.offset >= 0 && field.length >= 0, "a field lies before the octets")
        check(field.offset + field.length <= octets.count, "a field lies past the octets")
    }
}

/// Lengths that lie are the business of `frames`; here they would only hide the body.
private func withTrueLength(_ input: [UInt8]) -> [UInt8] {
    guard input.count >= 4 else { return input }
    return (0..<4).map { UInt8(truncatingIfNeeded: input.count >> (24 - 8 * $0)) } + input.dropFirst(4)
}

private func rewrite(_ pdu: PDU) {
    guard let written = try? pdu.encoded() else { return check(false, "read and not writable: \(pdu.commandID)") }
    let again = try? PDU(decoding: written)
    check(again == pdu, "read, written and read as another: \(pdu.commandID)")
    check((try? again?.encoded()) == written, "written twice in two ways: \(pdu.commandID)")
    switch pdu.body {
    case .deliverSM(let message), .submitSM(let message):
        _ = (Receipt(message), message.problem(now: Timestamp(seconds: 1_000_000)))
        check(message.payload.count <= 65_535, "a payload longer than its PDU")
    default: break
    }
    for version in [SMPPVersion.v33, .v34, .v50] { conform(pdu, to: version) }
    check(!"\(pdu.commandID) \(pdu.commandStatus) \(pdu.commandStatus.disposition)".isEmpty, "no words")
}

/// What a peer of `version` may be sent: nothing more is left out of it a second time.
private func conform(_ pdu: PDU, to version: SMPPVersion) {
    guard let fit = try? pdu.conforming(to: version) else { return }
    check((try? fit.conforming(to: version)) == fit, "conforms in two ways to \(version): \(pdu.commandID)")
    check((try? fit.encoded()) != nil, "conforms to \(version) and cannot be written: \(pdu.commandID)")
}

private func explain(_ error: PDUDecodingError) {
    check(!"\(error)".isEmpty, "an error without words")
    guard let answer = error.answer else { return }
    check((try? answer.encoded()) != nil, "an answer that cannot be written: \(error)")
    check(answer.commandID.isResponse && !answer.commandStatus.isOK, "an answer that agrees: \(error)")
}
