/// What the answering side says became of a request; zero in every request. Source: SMPP 3.4 §5.1.3.
///
/// Any 32-bit value may arrive: 0x400–0x4FF are each SMSC vendor's own.
package struct CommandStatus: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package var isOK: Bool { rawValue == 0 }

    /// The specification's name, `ESME_RTHROTTLED`, or the value in hex where it has none.
    package var name: String { row?.name ?? Hex.text(rawValue) }

    package var disposition: Disposition { row?.disposition ?? .failover }

    /// What a sender may do about a status.
    package enum Disposition: String, Sendable {
        /// It worked.
        case accepted
        /// Too fast for the peer: slow down, keep the message at the head; not an attempt of the message.
        case throttle
        /// May pass on its own: try again, elsewhere first.
        case temporary
        /// This route will not do it: try another once.
        case failover
        /// Another sender address may do.
        case sender
        /// Another data coding may do.
        case encoding
        /// The destination takes no message at all.
        case destinationPermanent
        /// This message will be accepted nowhere.
        case messagePermanent
        /// The session is not what one side believes: bind anew.
        case session
        /// Credentials or system type are wrong: a person has to act.
        case configuration
        /// One side breaks the protocol.
        case protocolFault
    }

    private var row: (value: UInt32, name: String, disposition: Disposition)? {
        Self.table.first { $0.value == rawValue }
    }
}

extension CommandStatus: CustomStringConvertible {
    package var description: String { name }
}
