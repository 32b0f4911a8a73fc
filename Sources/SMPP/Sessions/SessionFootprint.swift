/// What a session holds that its peer can make grow.
///
/// Besides, the driver's connection holds at most `pendingBytesMax` octets, and what one turn of the session says, for a
/// peer that does not read. All of it is freed with the session.
package struct SessionFootprint: Equatable, Sendable {
    /// Of a PDU whose end has not come: less than `PDULimits.commandLengthMax`.
    package var partialOctets = 0
    /// Octets to send; none after `takeOutbound()`.
    package var outboundOctets = 0
    /// Of requests sent: at most four times the window and 128.
    package var requestEntries = 0
    /// Of the peer, handed out and not answered: at most `inboundWindowMax`.
    package var inboundRequests = 0
    /// Of those: at most `inboundOctetsMax`, or one PDU.
    package var inboundOctets = 0
    /// None after `takeActions()`.
    package var actions = 0

    package init() {}
}
