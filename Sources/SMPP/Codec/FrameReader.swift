/// Cuts a byte stream into PDUs. Whole ones are read where they lie; only a partial one is kept.
package struct FrameReader: Sendable {
    package let limits: PDULimits
    /// The start of a PDU whose end has not arrived; never more than `limits.commandLengthMax` octets.
    private var partial: [UInt8] = []

    package init(limits: PDULimits = PDULimits()) { self.limits = limits }

    /// Octets kept for later.
    package var partialCount: Int { partial.count }

    /// The next PDU of what was kept and `input`, which is cut by what was used; `nil` when `input` is used up.
    ///
    /// After a `fatal` error no more may be read; after an `answerable` one reading goes on with the next PDU.
    package mutating func next(_ input: inout UnsafeRawBufferPointer) throws(PDUDecodingError) -> PDU? {
        if partial.isEmpty {
            guard let length = try checkedLength(input).get(), input.count >= length else { return keep(&input) }
            let frame = UnsafeRawBufferPointer(rebasing: input[..<length])
            input = UnsafeRawBufferPointer(rebasing: input[length...])
            return try PDU(decoding: frame, limits: limits)
        }
        if partial.count < 4 { take(4 - partial.count, from: &input) }
        guard let length = try partial.withUnsafeBytes({ checkedLength($0) }).get() else { return nil }
        take(length - partial.count, from: &input)
        guard partial.count == length else { return nil }
        defer { partial.removeAll(keepingCapacity: true) }
        return try PDU(decoding: partial, limits: limits)
    }

    /// The `command_length`, checked as soon as its four octets are there.
    private func checkedLength(_ octets: UnsafeRawBufferPointer) -> Result<Int?, PDUDecodingError> {
        guard octets.count >= 4 else { return .success(nil) }
        let length = octets.loadUnaligned(as: UInt32.self).bigEndian
        guard length >= PDULimits.commandLengthMin, length <= limits.commandLengthMax else {
            return .failure(PDUDecodingError(header: nil, reason: .commandLengthOutOfRange(length)))
        }
        return .success(Int(length))
    }

    private mutating func keep(_ input: inout UnsafeRawBufferPointer) -> PDU? {
        take(input.count, from: &input)
        return nil
    }

    private mutating func take(_ wanted: Int, from input: inout UnsafeRawBufferPointer) {
        let count = min(wanted, input.count)
        partial.append(contentsOf: input[..<count])
        input = UnsafeRawBufferPointer(rebasing: input[count...])
    }
}
