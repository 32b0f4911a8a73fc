/// What this side accepts and sends at most.
package struct PDULimits: Equatable, Sendable {
    /// The header alone. Source: SMPP 3.4 §3.2.
    package static let commandLengthMin = 16

    /// Octets of a whole PDU; a larger `command_length` loses the framing and so the session.
    package var commandLengthMax: Int
    /// Octets of `short_message`: 255 in SMPP 5.0 §4.7.26; 254 in 3.4 §5.2.22, which `PDU.conforming(to:)` keeps.
    package var shortMessageMax: Int
    /// Optional parameters in one PDU.
    package var tlvCountMax: Int

    package init(commandLengthMax: Int = 65_536, shortMessageMax: Int = 255, tlvCountMax: Int = 256) {
        self.commandLengthMax = max(commandLengthMax, Self.commandLengthMin)
        self.shortMessageMax = min(max(shortMessageMax, 0), 255)
        self.tlvCountMax = max(tlvCountMax, 0)
    }
}
