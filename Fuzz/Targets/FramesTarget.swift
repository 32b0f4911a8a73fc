import SMPP

/// A byte stream under small limits: fed in pieces it gives the PDUs and errors that it gives at once, keeps no more
/// than one PDU, and after an error that leaves the framing lost it is not read on.
func fuzzFrames(_ input: [UInt8]) {
    var choices = Choices(input)
    let limits = PDULimits(
        commandLengthMax: 16 + Int(choices.octet()) * 2, shortMessageMax: 254, tlvCountMax: choices.below(8))
    let seed = choices.octet()
    let stream = choices.remainder()
    let whole = read(stream.isEmpty ? [] : [stream[...]], limits)
    let cut = read(pieces(of: stream, seed: seed), limits)
    check(whole.found == cut.found, "in pieces another result")
    check(whole.isFatal || whole.kept == cut.kept, "in pieces another rest: \(whole.kept), \(cut.kept)")
}

private typealias Found = Result<PDU, PDUDecodingError>

private func read(_ pieces: [ArraySlice<UInt8>], _ limits: PDULimits) -> (found: [Found], kept: Int, isFatal: Bool) {
    var reader = FrameReader(limits: limits)
    var found: [Found] = []
    for piece in pieces {
        let isFatal = piece.withUnsafeBytes { octets in
            var rest = octets
            while true {
                do throws(PDUDecodingError) {
                    guard let pdu = try reader.next(&rest) else { return false }
                    found.append(.success(pdu))
                } catch {
                    found.append(.failure(error))
                    if case .fatal = error.severity { return true }
                }
                check(reader.partialCount <= limits.commandLengthMax, "kept more than one PDU")
            }
        }
        check(reader.partialCount <= limits.commandLengthMax, "kept more than one PDU")
        if isFatal { return (found, 0, true) }
    }
    return (found, reader.partialCount, false)
}
