/// What a message carries, in the units that its segments can be joined in.
package enum MessageContent: Hashable, Sendable {
    /// GSM alphabet, one septet an octet.
    case septets([UInt8])
    /// UTF-16, big-endian.
    case utf16([UInt8])
    /// ISO 8859-1.
    case latin1([UInt8])
    /// No text, or text in an alphabet not known here.
    case binary([UInt8])

    /// `nil` for binary.
    package var text: String? {
        switch self {
        case .septets(let septets): GSM0338.decode(septets)
        case .utf16(let octets): UCS2.decode(octets)
        case .latin1(let octets): Self.text(latin1: octets)
        case .binary: nil
        }
    }

    package var octets: [UInt8] {
        switch self {
        case .septets(let octets), .utf16(let octets), .latin1(let octets), .binary(let octets): octets
        }
    }

    /// The two as one, where they are of one kind: pairs that a sender split come together again.
    package func joined(with next: MessageContent) -> MessageContent? {
        switch (self, next) {
        case (.septets(let left), .septets(let right)): .septets(left + right)
        case (.utf16(let left), .utf16(let right)): .utf16(left + right)
        case (.latin1(let left), .latin1(let right)): .latin1(left + right)
        case (.binary(let left), .binary(let right)): .binary(left + right)
        case (.septets, _), (.utf16, _), (.latin1, _), (.binary, _): nil
        }
    }

    private static func text(latin1 octets: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for octet in octets { text.append(Unicode.Scalar(octet)) }
        return String(text)
    }
}

/// A short message read.
package struct DecodedMessage: Hashable, Sendable {
    /// `nil` when the message says it has none.
    package var header: UserDataHeader?
    package var content: MessageContent

    package init(header: UserDataHeader?, content: MessageContent) {
        self.header = header
        self.content = content
    }

    package var text: String? { content.text }
    package var concatenation: Concatenation? { header?.concatenation }
}

/// Octets of a short message to text and header. Reads anything; nothing it is given makes it fail.
package enum MessageDecoder {
    /// Reads `octets`, whose header is there when `esmUDHI` (bit 6 of esm_class) says so.
    package static func decode(
        dataCoding: DataCoding,
        esmUDHI: Bool,
        octets: [UInt8],
        defaultAlphabet: DefaultAlphabet = .gsm0338
    ) -> DecodedMessage {
        var header: UserDataHeader?
        var headerOctets = 0
        if esmUDHI {
            let parsed = UserDataHeader.parse(octets)
            header = parsed.header
            headerOctets = parsed.octetCount
        }
        let payload = octets.dropFirst(headerOctets)
        let content: MessageContent
        switch dataCoding.alphabet {
        case .smscDefault, .gsm0338:
            switch defaultAlphabet {
            case .gsm0338: content = .septets(Array(payload))
            case .gsm0338Packed:
                let fillBits = SeptetPacking.fillBits(afterHeaderOctets: headerOctets)
                content = .septets(SeptetPacking.unpack(payload, fillBits: fillBits))
            case .latin1, .ascii: content = .latin1(Array(payload))
            case .ucs2: content = .utf16(Array(payload))
            }
        case .latin1: content = .latin1(Array(payload))
        case .ucs2: content = .utf16(Array(payload))
        case .binary, .unknown: content = .binary(Array(payload))
        }
        return DecodedMessage(header: header, content: content)
    }
}
